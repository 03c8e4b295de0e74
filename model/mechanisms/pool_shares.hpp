#pragma once
// What a pool has won and lost belongs to those who own its shares.

#include "model/world.hpp"

namespace stampede {

/// Values the shares of a pool at what it holds, and passes what the pool has lost since it was last done on to the
/// owners, channel by channel, in proportion to their shares: the pool itself keeps less than a dollar's millionth per
/// class, which rounding leaves.
void value_shares(World& world, Pool const& pool);

/// Shares that an institution owns are turned into the coins of their pools, in its hot storage (its estate is wound
/// up).
void redeem_shares(World& world, InstitutionId owner);

}  // namespace stampede
