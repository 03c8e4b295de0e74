#pragma once
// Each book clears one batch a step.

#include <vector>

#include "model/ladder.hpp"
#include "model/market_parameters.hpp"
#include "model/mechanism.hpp"
#include "model/mechanisms/by_market.hpp"

namespace stampede {

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

  private:
    /// The orders and all the depth of a market in this step.
    [[nodiscard]] Batch gather(StepContext& step, WishesByMarket const& places, MarketId id) const;
    [[nodiscard]] ClearedBatch clear(World& world, MarketId id, Batch batch) const;
    void clear_market(StepContext& step, WishesByMarket const& places, MarketId id) const;

    Parameters parameters_;
    std::vector<Book> books_;
};

}  // namespace stampede
