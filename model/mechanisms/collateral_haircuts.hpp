#pragma once
// What venues take off collateral follows the prices of the step.

#include "model/mechanism.hpp"

namespace stampede {

/// Where a rule moves haircuts, the volatility of each asset takes in the price after the trades of the step, and the
/// margin phase finds the new haircut. Other venues cost nothing.
class CollateralHaircuts final : public Mechanism {
  public:
    [[nodiscard]] std::string_view name() const override { return "collateral_haircuts"; }
    [[nodiscard]] Phase phase() const override { return Phase::mark; }
    void apply(StepContext& step) const override;
};

}  // namespace stampede
