#pragma once
// What the parts of the treasury share.

#include "model/world.hpp"

namespace stampede {

/// Coins that an institution has in storage or is owed, beyond those it owes [USD].
[[nodiscard]] double uncovered(World const& world, InstitutionId id, AssetId asset);
/// First spot market of a coin for money at a venue that is open; invalid = there is none.
[[nodiscard]] MarketId market_for(World const& world, AssetId base, AssetId money);
/// What a unit of size is worth at mark [USD].
[[nodiscard]] double unit_usd(World const& world, PerpMarket const& market);
/// Can a leg still be traded: its venue has not failed, and positions there were not closed out?
[[nodiscard]] bool trades(World const& world, TreasuryHedge const& leg);

}  // namespace stampede
