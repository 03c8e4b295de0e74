#pragma once
// What a pool would pay, and what its coins are worth by it.

#include "model/liquidity.hpp"
#include "model/world.hpp"

namespace stampede {

/// Number of small units that pools reckon in, in one coin: 18 decimals, finer than any asset.
inline constexpr double pool_unit = 1e18;

/// Its place in the pool. @throws BrokenInvariant if the pool does not hold the asset
[[nodiscard]] std::size_t coin_of(Pool const& pool, AssetId asset);

/// Smallest units of an asset in the units of pools, and back, rounded down.
[[nodiscard]] Big in_pool_units(World const& world, AssetId asset, Amount amount);
[[nodiscard]] Amount from_pool_units(World const& world, AssetId asset, Big const& units);

/// Balances, shares and curve of a pool as they are now.
[[nodiscard]] PoolState state_of(World const& world, Pool const& pool);

/// What a swap would pay now, and what shares would pay in one coin alone [smallest unit of the coin paid].
[[nodiscard]] Amount swap_output(World const& world, Pool const& pool, std::size_t in, std::size_t out, Amount amount);
[[nodiscard]] Amount removal_output(World const& world, Pool const& pool, Amount shares, std::size_t coin);

/// Price of a coin by the pool and the price of its quote coin, before the fee [USD/coin]; 0 if the pool is empty.
[[nodiscard]] double pool_price(World const& world, Pool const& pool, std::size_t coin);
/// The same after so many coins more (of `coin` if above 0) have been given to it for quote coins, or taken out
/// (below 0), no fee [coins].
[[nodiscard]] double pool_price_after(World const& world, Pool const& pool, std::size_t coin, double given);
/// Coins that move that price by 1 %, by its slope here [smallest unit of the coin].
[[nodiscard]] double pool_depth(World const& world, Pool const& pool, std::size_t coin);
/// All it holds [USD].
[[nodiscard]] double pool_worth(World const& world, Pool const& pool);

}  // namespace stampede
