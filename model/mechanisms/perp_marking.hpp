#pragma once
// What positions are worth after the trades of the step: index, mark and funding of every perpetual market.

#include <vector>

#include "model/market_parameters.hpp"
#include "model/mechanism.hpp"

namespace stampede {

/// The oracle turns venue mids into an index, the market's rule index and own mid into the mark; at the end of each
/// interval longs pay shorts the funding rate, or the other way round. The gain and loss of a mark move are booked to
/// those who moved the book and those who moved the index, by how far each moved.
class PerpMarking final : public Mechanism {
  public:
    struct Parameters {
        bool funding = true;
        void visit(FieldVisitor& field);
    };
    PerpMarking(Parameters const& parameters, PerpRules rules);
    [[nodiscard]] std::string_view name() const override { return "perp_marking"; }
    [[nodiscard]] Phase phase() const override { return Phase::mark; }
    void apply(StepContext& step) const override;

  private:
    void mark(World& world, PerpId id) const;
    void fund(World& world, PerpId id) const;

    Parameters parameters_;
    PerpRules rules_;
};

}  // namespace stampede
