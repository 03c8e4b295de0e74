#pragma once
// What the outcomes of perpetual markets need of every step: extremes, sums, and who was closed by force.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/perp_reading.hpp"

namespace stampede {

class PerpWatch {
  public:
    /// One market.
    struct Extremes {
        double first_mid = 0, lowest_mid = 0;  ///< [quote/base]
        std::int64_t low_step = -1;            ///< in which it was lowest; -1 = at the start
        double first_interest = 0;             ///< open interest at the start [coins]
        double first_interest_usd = 0;
        double lowest_fund_usd = 0;
        double index_gap = 0;  ///< largest abs(index / median spot mid elsewhere - 1) [1]; missing until there is one

        static void members(auto&& member)
        {
            member("first_mid", &Extremes::first_mid);
            member("lowest_mid", &Extremes::lowest_mid);
            member("low_step", &Extremes::low_step);
            member("first_interest", &Extremes::first_interest);
            member("first_interest_usd", &Extremes::first_interest_usd);
            member("lowest_fund_usd", &Extremes::lowest_fund_usd);
            member("index_gap", &Extremes::index_gap);
        }
    };
    /// An account on the side that is closed by force, when it is first seen there.
    struct Exposed {
        std::uint32_t market = 0, row = 0;
        double held_usd = 0;    ///< its position before anything was closed, at mark
        double closed_usd = 0;  ///< of it, so far

        static void members(auto&& member)
        {
            member("market", &Exposed::market);
            member("row", &Exposed::row);
            member("held_usd", &Exposed::held_usd);
            member("closed_usd", &Exposed::closed_usd);
        }
    };

    void start(View& seen);
    void see(View& seen);
    [[nodiscard]] Extremes const& operator[](std::size_t market) const { return extremes_[market]; }
    /// What happened in all [USD].
    [[nodiscard]] PerpFlowUsd const& sums(std::size_t market) const { return sums_[market]; }
    /// Everybody on the side on which some were closed by force, in the order in which they were first seen.
    [[nodiscard]] Column<Exposed> const& exposed() const { return exposed_; }
    void columns(ColumnVisitor& column);

  private:
    void see_forced(View& seen, std::uint32_t index);

    Column<Extremes> extremes_;
    Column<PerpFlowUsd> sums_;  // per market
    Column<Exposed> exposed_;
};

}  // namespace stampede
