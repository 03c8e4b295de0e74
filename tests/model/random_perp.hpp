#pragma once
// A perpetual market in which everybody trades by chance, so much that books run dry and positions fail.

#include <string_view>

#include "tests/model/perp_world.hpp"

namespace stampede::testing {

/// Sixty traders of very different size, spot for the index, funding every ten minutes, two tiers; not yet started.
/// @param style  of liquidation @param add_on  maintenance rate for concentration @param on  what it is measured on
[[nodiscard]] PerpWorld random_perp(bool inverse, std::string_view style, double add_on = 0.2,
                                    MaintenanceOn on = MaintenanceOn::mark);

}  // namespace stampede::testing
