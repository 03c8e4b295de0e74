#pragma once
// What the fields of a shock name: institutions, assets, markets, amounts, ends.

#include <string>
#include <string_view>
#include <vector>

#include "model/shock.hpp"

namespace stampede {

/// @param field  under which the name stands
/// @throws InputError beginning with `field` if the name is missing or unknown, or is the rest of the world
[[nodiscard]] InstitutionId institution_in(std::string_view field, std::string const& name, View& world);
/// As above; "" is the rest of the world.
[[nodiscard]] InstitutionId institution_or_outside(std::string_view field, std::string const& name, View& world);
/// @throws InputError beginning with `field` if the name is missing or unknown
[[nodiscard]] AssetId asset_in(std::string_view field, std::string const& name, View& world);
[[nodiscard]] PoolId pool_in(std::string_view field, std::string const& name, View& world);
/// Market of an asset at a venue; with no venue the first market of the asset.
/// @throws InputError beginning with "asset" if there is none
[[nodiscard]] MarketId market_of(std::string const& venue, AssetId asset, View& world);

/// What a creditor owns of a debtor and has not been settled, in the order in which it was lent.
[[nodiscard]] std::vector<InstitutionGraph::edge_descriptor> exposures_between(View& world, InstitutionId creditor,
                                                                               InstitutionId debtor);
/// Smallest units of so many coins and of so many dollars together, at most 2^62.
[[nodiscard]] Amount units_of(AssetId asset, double coins, double usd, View& world);
/// The step in which something that began at `at` and lasts so long is over, at least the next one.
[[nodiscard]] std::int64_t end_of(Duration at, Duration lasts, View& world);

}  // namespace stampede
