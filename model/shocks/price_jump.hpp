#pragma once
// The value of an asset jumps.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Fundamental value and mids of an asset change by a factor, for good; an asset on a historical path stays off it by
/// this factor. Losses are booked to `price`.
class PriceJump final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return change_ == Share{0}; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string asset_;
    Share change_{-0.3};
};

}  // namespace stampede
