#pragma once
// Experiments made up by luck: every entry of every roster gets its turn.

#include <cstdint>
#include <string>

namespace stampede::testing {

/// Members of an experiment (see world_of): at least 3 venues, 3 assets, 500 users, 200 steps.
/// @param number  the same number makes the same world; consecutive ones go through all rosters
[[nodiscard]] std::string random_world(std::uint64_t number);

}  // namespace stampede::testing
