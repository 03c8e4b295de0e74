#pragma once
// What its owners have asked an issuer to redeem and were not paid yet, so that nobody asks for it twice.

#include <map>

#include "model/event.hpp"
#include "model/population.hpp"

namespace stampede {

class Redeeming {
  public:
    void start(std::size_t rows) { waiting_.assign(rows, Amount{0}); }
    /// Requests out of this wallet are those of the row.
    void watch(AccountId wallet, Row row) { row_of_[wallet] = row; }
    /// Takes in what was asked for and paid in this step.
    void learn(Events const& events);
    [[nodiscard]] Amount of(Row row) const { return waiting_[row]; }
    void columns(ColumnVisitor& column) { column("redeeming", waiting_, "smallest unit"); }

  private:
    std::map<AccountId, Row> row_of_;
    Column<Amount> waiting_;
};

}  // namespace stampede
