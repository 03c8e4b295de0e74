#pragma once
// /series/market: markets in each recorded step.

#include "model/base/columns.hpp"
#include "output/capture.hpp"
#include "output/readings.hpp"

namespace stampede {

class MarketSeries {
  public:
    void start(View& seen);
    /// Takes in the flow of a step, recorded or not.
    void see(std::vector<MarketReading> const& readings);
    /// Adds one row: all markets, with the flow since the row before.
    void add(std::vector<MarketReading> const& readings);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;

  private:
    /// What was traded in one market since the last row.
    struct Flow {
        double bought = 0, sold = 0;  ///< [coins]
        double volume_usd = 0;
        double spread_coins = 0;    ///< effective spread times coins
        double worst_slippage = 0;  ///< of largest size, with its sign

        static void members(auto&& member)
        {
            member("bought", &Flow::bought);
            member("sold", &Flow::sold);
            member("volume_usd", &Flow::volume_usd);
            member("spread_coins", &Flow::spread_coins);
            member("worst_slippage", &Flow::worst_slippage);
        }
    };
    static void each(auto& self, auto&& visit);

    Column<double> mid_, volume_, bid_, ask_, quoted_, spread_, slippage_, imbalance_;
    Column<std::int8_t> trade_;
    Column<Flow> flow_;  // per market
};

}  // namespace stampede
