#pragma once
// How institutions and wallets bring what they trade to a market's venue, and institutions take the rest home.

#include "model/world.hpp"

namespace stampede {

/// The order of an institution, with what it needs brought to its house account; amount 0 if it has nothing.
[[nodiscard]] Order bring(World& world, HouseOrder const& wish);
/// An order from a wallet: opens the owner's accounts at the venue if needed and deposits the tokens.
void bring_from_wallet(World& world, Order& order);
/// What lies in the house accounts goes home and arrives in the next step.
void take_home(World& world, MarketId market);

}  // namespace stampede
