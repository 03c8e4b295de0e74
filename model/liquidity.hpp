#pragma once
// What shares in a pool are worth in coins. Pure functions on any curve.

#include <vector>

#include "model/policies/pool_curve.hpp"

namespace stampede {

/// A pool at one moment; its balances and shares in small units of their own.
struct PoolState {
    PoolCurve const& curve;
    PoolFee fee;
    Balances balances;
    Big shares;  ///< all that are out; 0 = the pool is empty
};

/// Shares for coins that are added. Those who add in other proportions than the pool holds pay
/// fee n / (4 (n - 1)) on what is out of proportion, as if they had swapped it; the first to come get its size.
/// @param added  per coin; all above 0 in an empty pool
/// @source add_liquidity of Curve's contracts
[[nodiscard]] Big shares_for(PoolState const& pool, Balances const& added);

/// Coins for `burned` shares, in the proportions of the pool; no fee.
[[nodiscard]] Balances coins_for(PoolState const& pool, Big const& burned);

/// What `burned` shares pay in one coin alone, with the fee on what is out of proportion.
/// @source remove_liquidity_one_coin of Curve's contracts
[[nodiscard]] Big one_coin_for(PoolState const& pool, Big const& burned, std::size_t coin);

/// Size per share [1]: it grows by fees and never falls.
[[nodiscard]] double virtual_price(PoolState const& pool);

}  // namespace stampede
