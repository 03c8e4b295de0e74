#pragma once
// Each book clears one batch a step.

#include <vector>

#include "model/mechanism.hpp"
#include "model/policies/circuit_breaker.hpp"

namespace stampede {

/// Declaration of one spot market and of the passive maker and the crowd that rest in it.
struct MarketParameters {
    std::string venue, base, quote;
    Distance distance = Distance::logarithmic;
    OrderDiscipline discipline = OrderDiscipline::pro_rata;
    std::int64_t slices = 10;  ///< price_time: orders that a ladder is cut into up to the first edge
    double depth = 1e6;  ///< logarithmic: [USD] within the first edge, per side; linear: [coins per unit of price]
    std::vector<double> edges = {0.01, 0.02, 0.03, 0.04, 0.05, 0.10};  ///< distances from mid, rising
    std::vector<double> profile = {1, 1, 0.7, 0.45, 0.35, 0.2};  ///< density inside each edge, relative to the first
    Share floor{0.05};               ///< density of the crowd's orders far out, relative to the first
    double floor_reach = 3;          ///< how far the crowd's orders reach [same as edges]
    Duration resilience_time{1800};  ///< in which consumed depth comes back; 0 = at once
    Share half_spread{0.0002};
    double maker_base = 0;   ///< the passive maker's inventory [coins]; 0 = what its asks and a tenfold need
    double maker_quote = 0;  ///< its money [coins of the quote asset]; 0 = what its bids and a tenfold need
    Choice<CircuitBreaker> breaker;

    void visit(FieldVisitor& field);
};

/// Accounts of those who rest in a book all the time.
struct RestingAccounts {
    AccountId maker_base, maker_quote, crowd_base, crowd_quote;
};

/// Gathers the orders of agents and institutions, clears every book, moves the claims and the mids.
class Trading final : public Mechanism {
  public:
    struct Book {
        MarketParameters rules;
        RestingAccounts resting;
    };
    struct Parameters {
        bool moves_prices = true;  ///< false: trades fill at mid and move nothing (the fire-sale channel off)
        void visit(FieldVisitor& field);
    };
    Trading(Parameters const& parameters, std::vector<Book> books);
    [[nodiscard]] std::string_view name() const override { return "trading"; }
    [[nodiscard]] Phase phase() const override { return Phase::trade; }
    void apply(StepContext& step) const override;
    /// What maker and crowd offer at the present mid and depletion.
    [[nodiscard]] std::vector<Band> resting_bands(Market const& market, MarketId id, World const& world) const;

  private:
    /// The orders and all the depth of a market in this step.
    [[nodiscard]] Batch gather(StepContext& step, MarketId id) const;
    [[nodiscard]] ClearedBatch clear(World& world, MarketId id, Batch batch) const;
    void clear_market(StepContext& step, MarketId id) const;

    Parameters parameters_;
    std::vector<Book> books_;
};

/// Coins the whole profile of the maker offers per side [coins].
[[nodiscard]] double profile_coins(MarketParameters const& rules, double mid);

}  // namespace stampede
