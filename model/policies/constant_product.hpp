#pragma once
// The curve of pools of two coins that promise nothing to each other.

#include "model/policies/pool_curve.hpp"

namespace stampede {

/// x y = k.
/// @source Adams, Zinsmeister, Robinson, Uniswap v2 Core, 2020
class ConstantProduct final : public PoolCurve {
  public:
    [[nodiscard]] std::size_t most_coins() const override { return 2; }
    /// sqrt(x y), rounded down.
    [[nodiscard]] Big size(std::span<Big const> balances) const override;
    [[nodiscard]] Big balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const override;
    [[nodiscard]] double price(std::span<double const> balances, std::size_t in, std::size_t out) const override;
    /// y dx (1 - f) / (x + dx (1 - f)), rounded down.
    [[nodiscard]] Big output(std::span<Big const> balances, std::size_t in, std::size_t out, Big const& amount,
                             PoolFee fee) const override;
};

/// What a share in a pool without fees is worth less than its coins would be, had they been kept, after the price of
/// one of them has changed by a factor: 2 sqrt(r) / (1 + r) - 1 [1].
[[nodiscard]] double impermanent_loss(double price_factor);

}  // namespace stampede
