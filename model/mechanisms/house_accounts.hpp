#pragma once
// How institutions and wallets bring what they trade to a market's venue, and institutions take the rest home.

#include <span>
#include <vector>

#include "model/batch.hpp"
#include "model/world.hpp"

namespace stampede {

/// The orders of institutions for a market, with what they need brought to their house accounts as far as they have it:
/// money for a price a fifth above mid, for that at which the order shall wait, or, if it accepts any price, for the
/// worst it can meet.
/// @param bands  depth that rests in the market in this step
[[nodiscard]] std::vector<Order> bring(World& world, MarketId market, std::span<Band const> bands);
/// An order from a wallet: opens the owner's accounts at the venue if needed and deposits the tokens.
void bring_from_wallet(World& world, Order& order);
/// Orders of failed institutions are taken off the book.
void drop_orders_of_failed(World& world, MarketId market);
/// What lies in the house accounts, but for what orders in the book may need, goes home and arrives in the next step.
void take_home(World& world, MarketId market);

}  // namespace stampede
