#pragma once
// /series/perp: perpetual markets in each recorded step.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/capture.hpp"
#include "output/perp_reading.hpp"

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
    static void each(auto& self, auto&& visit);

    Column<double> mid_, mark_, index_, funding_, interest_, interest_usd_, depth_, inventory_, fund_;
    Column<double> volume_, liquidated_, deleveraged_, shortfall_, socialised_, borne_, uncovered_, given_up_;
    Column<std::int64_t> liquidations_, winners_;
    Column<PerpFlowUsd> flow_;  // per market, since the last row
};

}  // namespace stampede
