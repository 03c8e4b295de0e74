#pragma once
// What is due today: tokens in transit, income of placements, repayments of what was recalled.

#include "model/mechanism.hpp"

namespace stampede {

/// Brings in what arrives at the begin of the settle phase.
class Arrivals final : public Mechanism {
  public:
    [[nodiscard]] std::string_view name() const override { return "arrivals"; }
    [[nodiscard]] Phase phase() const override { return Phase::settle; }
    void apply(StepContext& step) const override;
};

/// What an institution must pay now in an asset: requests in its queue and debts that were recalled.
[[nodiscard]] Amount owed_now(World const& world, InstitutionId debtor, AssetId asset);
/// Part of a recalled exposure that can be repaid in one step.
[[nodiscard]] Amount repayable(World const& world, Exposure const& exposure);

}  // namespace stampede
