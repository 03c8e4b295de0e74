#pragma once
// The curve of a window that swaps one for one, such as a peg-stability module.

#include "model/policies/pool_curve.hpp"

namespace stampede {

/// x + y = k: one for one until what it holds is gone. The coins that it holds at the start of each are the ceilings of
/// what can be swapped.
/// @source MakerDAO, peg-stability module (MIP29), 2020
class ConstantSum final : public PoolCurve {
  public:
    [[nodiscard]] std::size_t most_coins() const override { return 8; }
    [[nodiscard]] Big size(std::span<Big const> balances) const override;
    [[nodiscard]] Big balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const override;
    [[nodiscard]] double price(std::span<double const>, std::size_t, std::size_t) const override { return 1; }
    /// What it still holds goes out one for one, whatever else is gone.
    [[nodiscard]] bool needs_all() const override { return false; }
    /// dx (1 - f), rounded down; nothing if that is more than it holds.
    [[nodiscard]] Big output(std::span<Big const> balances, std::size_t in, std::size_t out, Big const& amount,
                             PoolFee fee) const override;
};

}  // namespace stampede
