#pragma once
// What a StableSwap pool of two coins says a coin is worth that fills it.

#include <cstdint>

namespace stampede::testing {

struct PoolPrice {
    std::int64_t amplification;
    double share;  ///< of the coin in the pool
    double price;  ///< [other coin/coin]
};

/// M 6.2.
inline constexpr PoolPrice pool_prices[] = {
    {50, 0.60, .99155},   {100, 0.60, .99572},  {200, 0.60, .99784},  {2000, 0.60, .99978}, {50, 0.80, .94647},
    {100, 0.80, .97203},  {200, 0.80, .98569},  {2000, 0.80, .99854}, {50, 0.90, .81424},   {100, 0.90, .89403},
    {200, 0.90, .94298},  {2000, 0.90, .99388}, {50, 0.95, .54119},   {100, 0.95, .68609},  {200, 0.95, .80743},
    {2000, 0.95, .97578}, {50, 0.99, .06963},   {100, 0.99, .10437},  {200, 0.99, .16508},  {2000, 0.99, .62111},
};

}  // namespace stampede::testing
