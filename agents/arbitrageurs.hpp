#pragma once
// Those who buy where an asset is cheap and sell where it is dear, until the difference is what it costs.

#include <string>
#include <vector>

#include "agents/desk.hpp"
#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each has a desk at both ends: `near`, where its schedule rests, and `hedge`, where it evens out what it was given.
/// Both may be at one venue (perpetual against spot there), or at two (spot against spot, or a perpetual against the
/// spot elsewhere).
///
/// The schedule: it buys at the near end for the hedge end's price less cost, the deeper the cheaper, as fast as its
/// own sale would press that price; the same above it. A gap beyond cost is closed from both ends at a speed: the
/// volume that closes it, x D d / (D + d) with D and d the densities of the books, is found once for the population
/// and split by capital. What one holds unevenly is evened out at the hedge end at the same speed, never farther from
/// mid than a slippage: at once and at any price, two populations at work on one gap would swing the price between
/// them, wider from step to step. Coins and money that have gathered at the wrong venue are sent to the other by
/// withdrawal: queues and gates hold them up, and nobody trades between two venues one of which has shut its gate.
/// @source limits of arbitrage in crypto: Makarov, Schoar, Journal of Financial Economics 135(2), 2020, 293-319
class Arbitrageurs final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View& seen, Events const& events) override;
    void columns(ColumnVisitor& column) override;

    /// Coins held without the opposite at the other end [base units].
    [[nodiscard]] double uneven(View& seen, Row row) const;
    /// Everything it owns less what that at birth would be worth now [USD].
    [[nodiscard]] double gain(View& seen, Row row) const;

  private:
    /// One book, seen in coins and in the near end's money.
    struct Book {
        double price;    ///< mid [quote/base]
        double density;  ///< coins per log price near the mid [base units]
        Distance distance;
        bool open;
    };
    /// What the population does in a step, found once.
    struct Plan {
        Book near, hedge;
        double volume;  ///< coins to buy at the near end and sell at the other at once; < 0: the other way [base units]
    };
    [[nodiscard]] Book book_of(View& seen, TradedPlace const& place, bool perp) const;
    void rest(View& seen, Row row, Intents& wishes) const;
    [[nodiscard]] double hedgeable(View& seen, Row row, Side near_side) const;
    void close_gap(View& seen, Row row, Intents& wishes) const;
    void trade(View& seen, Row row, bool near, double coins, double limit, Intents& wishes) const;
    void send(View& seen, Row row, Intents& wishes);
    [[nodiscard]] Desk const& far_desk(Row row) const { return same_venue_ ? near_[row] : hedge_[row]; }

    std::int64_t count_ = 10;
    std::string venue_, hedge_venue_, base_, quote_;
    bool on_perp_ = true;
    Distribution capital_usd_ = Distribution::lognormal(1e6, 0.5);
    double cost_ = 0.0015, reach_ = 0.05, slippage_ = 0.01, leverage_ = 3;
    Duration speed_{120}, transfer_time_{3600};

    TradedPlace near_place_, hedge_place_;
    bool same_venue_ = true;
    Plan plan_{};
    UnderWay under_way_;
    std::vector<Row> everyone_;
    double total_capital_ = 0;

    Column<double> capital_;              // per trader [USD]
    Column<Desk> near_, hedge_;           // per trader; at one venue the second is not used
    Column<std::int64_t> next_transfer_;  // per trader: step from which it may send again
};

}  // namespace stampede
