#pragma once
// What a pool has won and lost belongs to those who own its shares.

#include "model/world.hpp"

namespace stampede {

/// Values the shares of a pool at what it holds, and passes what the pool has lost since it was last done on to the
/// owners, channel by channel, in proportion to their shares: the pool itself keeps less than a dollar's millionth per
/// class, which rounding leaves.
void value_shares(World& world, Pool const& pool);

}  // namespace stampede
