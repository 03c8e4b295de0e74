#pragma once
// Those who defend a peg with a reserve: they buy the coin on the book while it is below par, until the reserve is
// spent.

#include <map>
#include <string>
#include <vector>

#include "agents/desk.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each has money at one venue and other assets, which it sells there for money as it needs it. Below the trigger it
/// spends its reserve in a time constant, never above par.
class PegDefenders final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

  private:
    void sell_reserve(View& seen, Row row, double pace, Intents& wishes) const;

    std::int64_t count_ = 1;
    std::string coin_, venue_, quote_;
    double money_usd_ = 0, trigger_ = 0.01, slippage_ = 0.02;
    std::map<std::string, double> reserve_;  ///< further coins of each defender, by asset
    Duration speed_{6 * 3600.0};

    TradedPlace place_;
    UnderWay under_way_;
    std::vector<TradedPlace> sold_;  // where the reserve's assets are sold
    std::vector<Row> everyone_;
    Column<AccountId> coins_, money_;
    Column<AccountId> assets_;  // claims of the reserve's assets, those of one defender after another
};

}  // namespace stampede
