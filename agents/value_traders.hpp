#pragma once
// Those who buy below value and sell above it with what they have: where falls end and recoveries come from.

#include <vector>

#include "agents/desk.hpp"
#include "agents/traders.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each wants to have part w of its capital in coins when the price lies x = log(value / price) below value, with
/// w = clamp((x - entry) / scale, 0, 1), and as much less of what coins it has when it lies above. One part of the
/// capital stands in the book as a schedule, taken at its own prices; the other follows slowly with market orders.
/// In a perpetual market the same is a position without leverage, and below the coins at birth a short one.
/// @source fundamentalists with finite wealth: Thurner, Farmer, Geanakoplos, Quantitative Finance 12(5), 2012, 695-707
class ValueTraders final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

  private:
    /// One pot of one trader's money: coins and money at birth, claims that hold them.
    struct Pot {
        AccountId base, quote;  ///< base is empty where a perpetual is traded that settles in money
        Amount base_at_birth;
        double capital = 0;   ///< [USD]
        PositionId position;  ///< in the perpetual market; empty in a spot market

        static void members(auto&& member)
        {
            member("base", &Pot::base);
            member("quote", &Pot::quote);
            member("base_at_birth", &Pot::base_at_birth);
            member("capital", &Pot::capital);
            member("position", &Pot::position);
        }
    };
    /// Part of its capital a trader wants in coins beyond those it was born with; < 0 = it wants fewer [1].
    [[nodiscard]] double wanted(double discount, Row row) const;
    void rest(View& seen, double discount, Row row, Intents& wishes) const;
    void follow(View& seen, double discount, Row row, Intents& wishes) const;
    /// Coins beyond those at birth, or those the position carries, with what is under way [base units].
    [[nodiscard]] double held(View& seen, Pot const& pot) const;
    /// Depth in the market they trade on. @param coins [base units]
    void offer(View& seen, Pot const& pot, Side side, double near, double far, double coins, Intents& wishes) const;
    [[nodiscard]] double mid(View& seen) const;
    [[nodiscard]] Pot born(World& world, double usd) const;

    std::int64_t count_ = 50;
    TradingPlace trades_;
    bool on_perp_ = false;
    Distribution capital_ = Distribution::lognormal(1e7, 1);
    Share in_coins_{0.5}, resting_{0.16};
    Duration slow_time_{6 * 3600.0};
    Distribution entry_ = Distribution::quantiles({0, 0.25, 0.5, 0.75, 1}, {0.01, 0.0211, 0.0648, 0.1493, 0.28});
    double scale_ = 0.43;

    TradedPlace place_;
    UnderWay under_way_;
    Column<Pot> standing_, slow_;  // per trader
    Column<double> threshold_;     // entry of each [log price]
    std::vector<Row> everyone_;
};

}  // namespace stampede
