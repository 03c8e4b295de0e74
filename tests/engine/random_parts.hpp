#pragma once
// Large parts of a random world, each as a member of the experiment's object with a comma behind it.

#include <string>
#include <vector>

#include "tests/engine/world_luck.hpp"

namespace stampede::testing {

/// Shocks beside the one rumour that every world has; part "shock 0" and so on.
inline constexpr int random_shock_count = 5;

[[nodiscard]] std::string random_shocks(WorldLuck const& luck);
/// Whether the pool of dollars holds a third coin: in most worlds in which its curve lets it, that is StableSwap.
[[nodiscard]] bool three_coins(WorldLuck const& luck);
/// 500 users and whoever else is there.
[[nodiscard]] std::string random_agents(WorldLuck const& luck);
/// Agents that may be missing, by name.
[[nodiscard]] std::vector<std::string> const& random_agent_names();

}  // namespace stampede::testing
