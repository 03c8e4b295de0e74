#pragma once
// The first state of perpetual markets.

#include "model/genesis.hpp"

namespace stampede {

/// Markets and contracts, before anybody is born. @throws InputError naming the market whose terms are wrong
void add_perps(World& world, Declarations const& declared);

/// After the births: engine, insurance fund, those who rest in the book. Longs that have no shorts against them, or the
/// other way round, are held by the passive maker, fully margined.
void endow_perps(World& world, Declarations const& declared);

/// Of each row in the world's hedges, its weight among those of one owner against one coin.
[[nodiscard]] std::vector<double> hedge_weights(Declarations const& declared);

}  // namespace stampede
