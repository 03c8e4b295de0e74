#pragma once
// What a pool of coins pays for a coin that is given to it. All integers, and every rounding is against the trader.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/base/big.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/policies/pool_fee.hpp"

namespace stampede {

/// Balances of a pool, all in the same small unit (of its finest coin, or finer).
using Balances = std::vector<Big>;

/// Answers: what a pool pays, and how large it is. Three answers make a kind: size, balance_at and price.
class PoolCurve {
  public:
    virtual ~PoolCurve() = default;
    virtual void visit(FieldVisitor&) {}
    /// Largest number of coins it can hold; the smallest is two.
    [[nodiscard]] virtual std::size_t most_coins() const = 0;
    /// What swaps without a fee leave as it is, homogeneous of degree one: shares in a pool are parts of it.
    /// @param balances  all above 0, or at least one where `needs_all` is false
    [[nodiscard]] virtual Big size(std::span<Big const> balances) const = 0;
    /// Balance of one coin at which the pool has a size, the other balances being what they are.
    [[nodiscard]] virtual Big balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const = 0;
    /// Coins `out` paid per coin `in`, for very few of them and before the fee.
    [[nodiscard]] virtual double price(std::span<double const> balances, std::size_t in, std::size_t out) const = 0;
    /// Is there no price any more when one of its coins is gone?
    [[nodiscard]] virtual bool needs_all() const { return true; }
    /// What the pool pays of coin `out` for `amount` of coin `in`; the fee is taken of what is given.
    [[nodiscard]] virtual Big output(std::span<Big const> balances, std::size_t in, std::size_t out, Big const& amount,
                                     PoolFee fee) const;
};

/// stableswap {amplification} (default) | constant_product | constant_sum
template <>
Roster<PoolCurve> const& roster<PoolCurve>();

}  // namespace stampede
