#pragma once
// /series/coin: coins that have an issuer, and what backs them, at the end of each recorded step.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/capture.hpp"

namespace stampede {

class CoinSeries {
  public:
    void start(View& seen);
    /// Adds one row: all coins, with what was redeemed and minted since the row before.
    void add(View& seen);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;

  private:
    static void each(auto& self, auto&& visit);

    Column<double> supply_, owed_, cash_, deposits_, frozen_, placed_, tokens_, backing_;
    Column<double> redeemed_, minted_, queue_, redeems_at_, pool_;
    Column<std::int8_t> open_;
    Column<Amount> redeemed_before_, minted_before_;  // per coin: totals up to the row before
};

}  // namespace stampede
