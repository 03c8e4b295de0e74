#pragma once
// How institutions and wallets bring what they trade to a market's venue, and institutions take the rest home.

#include <vector>

#include "model/world.hpp"

namespace stampede {

/// The orders of institutions for a market, with what they need brought to their house accounts as far as they have it.
[[nodiscard]] std::vector<Order> bring(World& world, MarketId market);
/// An order from a wallet: opens the owner's accounts at the venue if needed and deposits the tokens.
void bring_from_wallet(World& world, Order& order);
/// What lies in the house accounts goes home and arrives in the next step.
void take_home(World& world, MarketId market);

}  // namespace stampede
