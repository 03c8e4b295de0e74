#pragma once
// The curve of pools of coins that promise the same.

#include "model/policies/pool_curve.hpp"

namespace stampede {

/// Between a constant sum and a constant product: A n S + D = A n D + D^(n+1) / (n^n prod x), S the sum of the
/// balances x, solved by Newton's method. A as in Curve's contracts; the paper's is A / n^(n-1).
/// @source Egorov, StableSwap, 2019; contracts of github.com/curvefi/curve-contract
class StableSwap final : public PoolCurve {
  public:
    StableSwap() = default;
    explicit StableSwap(std::int64_t amplification) : amplification_{amplification} {}

    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::size_t most_coins() const override { return 8; }
    /// The invariant D: coins it would hold were all balances alike.
    [[nodiscard]] Big size(std::span<Big const> balances) const override;
    [[nodiscard]] Big balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const override;
    [[nodiscard]] double price(std::span<double const> balances, std::size_t in, std::size_t out) const override;

  private:
    std::int64_t amplification_ = 100;
};

}  // namespace stampede
