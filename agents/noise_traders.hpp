#pragma once
// Traders without a reason: the background flow that gives a calm market its volatility.

#include <vector>

#include "agents/desk.hpp"
#include "model/population.hpp"

namespace stampede {

/// One of them, drawn anew in each step, sends a market order of random side and size. Sizes scale with what rests in
/// the book, so that a thin market is not moved more than a deep one, and with the square root of the step. In a
/// perpetual market each has a margin account of its own, opens without leverage and posts what a loss has taken.
/// @source zero-intelligence flow: Farmer, Patelli, Zovko, PNAS 102(6), 2005, 2254-2259
class NoiseTraders final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

  private:
    [[nodiscard]] double most(View& seen, Desk const& desk) const;
    void order(View& seen, Desk const& desk, double net, Intents& wishes) const;

    std::int64_t count_ = 20;
    TradingPlace trades_;
    bool on_perp_ = false;
    double flow_ = 0.05;
    Distribution wealth_ = Distribution::lognormal(2e7, 1);

    TradedPlace place_;
    Column<Desk> desk_;  // per trader
    std::vector<Row> awake_;
};

}  // namespace stampede
