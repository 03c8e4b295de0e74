#pragma once
// Fundamental values move: along a path, or by diffusion and jumps.

#include "model/mechanism.hpp"

namespace stampede {

/// Next fundamental value of every asset. Market mids follow it at once; what trades have done to a price decays with
/// the asset's reversion time. The first is a loss by `price`, the second by `fire_sale`.
class Fundamentals final : public Mechanism {
  public:
    [[nodiscard]] std::string_view name() const override { return "fundamentals"; }
    [[nodiscard]] Phase phase() const override { return Phase::shock; }
    void apply(StepContext& step) const override;
};

/// Price of an asset from its markets: the median of their mids, or its fundamental value if it has none. A market that
/// ended with its venue counts only where no other is left. Where pools hold the asset, too, each source has the weight
/// of what it takes to move it by 1 %.
[[nodiscard]] Price reference_price(World const& world, AssetId asset);

/// Fundamental value and mids of an asset jump by a factor; the loss is booked to `channel`.
void jump_price(World& world, AssetId asset, double factor, Channel channel);

}  // namespace stampede
