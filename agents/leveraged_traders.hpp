#pragma once
// Those who hold more than they can pay for: positions in a perpetual market, with entries and leverage of their own.

#include <vector>

#include "agents/traders.hpp"
#include "model/population.hpp"

namespace stampede {

/// What the distribution of leverage is of: notional / margin, or its inverse.
enum class LeverageDraw : std::uint8_t { leverage, margin };

/// Positions at birth, long or short, bought at different prices with different leverage; who would be liquidated at
/// once has bought at the present price instead (only survivors are still there). Now and then one looks at his
/// position, and closes it if too much of the margin is lost, or enough is won.
class LeveragedTraders final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

    [[nodiscard]] PerpId market() const { return market_; }
    [[nodiscard]] PositionId position(Row row) const { return position_[row]; }

  private:
    void bear(World& world, Draws const& draws, Row row);

    std::int64_t count_ = 1000;
    TradingPlace place_;
    Distribution notional_ = Distribution::lognormal(1e4, 2);
    Distribution leverage_ = Distribution::lognormal(4.8, 0.6);
    LeverageDraw drawn_ = LeverageDraw::leverage;
    Distribution entry_ = Distribution::constant(0);
    Share shorts_{0.4}, spare_{0.5};
    double looks_per_day_ = 6;
    Distribution cut_ = Distribution::uniform(0.45, 1.6), take_profit_ = Distribution::uniform(0.05, 0.25);

    PerpId market_;
    Column<PositionId> position_;            // per trader
    Column<double> worst_loss_, best_gain_;  // per trader: of margin, of notional, at which each closes
    std::vector<Row> awake_;
};

}  // namespace stampede
