#pragma once
// /series/perp: perpetual markets in each recorded step.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/capture.hpp"

namespace stampede {

class PerpSeries {
  public:
    void start(View& seen);
    /// Takes in the flow of a step, recorded or not.
    void see(View& seen);
    /// Adds one row: all markets, with the flow since the row before.
    void add(View& seen);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;

  private:
    /// What happened in one market since the last row [USD at the mark of the step].
    struct Flow {
        double volume = 0, liquidated = 0, deleveraged = 0, shortfall = 0, socialised = 0, borne = 0;
        std::int64_t liquidations = 0, winners = 0;

        static void members(auto&& member)
        {
            member("volume", &Flow::volume);
            member("liquidated", &Flow::liquidated);
            member("deleveraged", &Flow::deleveraged);
            member("shortfall", &Flow::shortfall);
            member("socialised", &Flow::socialised);
            member("borne", &Flow::borne);
            member("liquidations", &Flow::liquidations);
            member("winners", &Flow::winners);
        }
    };
    static void each(auto& self, auto&& visit);

    Column<double> mid_, mark_, index_, funding_, interest_, interest_usd_, depth_, inventory_, fund_;
    Column<double> volume_, liquidated_, deleveraged_, shortfall_, socialised_, borne_;
    Column<std::int64_t> liquidations_, winners_;
    Column<Flow> flow_;  // per market
};

}  // namespace stampede
