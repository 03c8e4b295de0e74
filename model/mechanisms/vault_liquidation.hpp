#pragma once
// What happens to vaults in a step.

#include "model/mechanism.hpp"

namespace stampede {

/// Repayments of owners first. Then, of the vaults that the oracle finds below a health factor of one: the stability
/// pool takes over what it can, the riskiest first, if the protocol has it do so; and keepers repay what the close
/// factor allows and take collateral for it, in a sequence drawn by a key of the keeper. A debt that has no collateral
/// left is given up: the protocol's loss.
class VaultLiquidation final : public Mechanism {
  public:
    [[nodiscard]] std::string_view name() const override { return "vaults"; }
    [[nodiscard]] Phase phase() const override { return Phase::redeem; }
    void apply(StepContext& step) const override;
};

}  // namespace stampede
