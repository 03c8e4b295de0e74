#pragma once
// Populations that behave like others: what is common to them is written once.

#include <nlohmann/json_fwd.hpp>

#include "experiments/problems.hpp"

namespace stampede {

/// The experiment with every population written out: "like": NAME stands for all that the set NAME under /behaviour
/// says, or else the population NAME; what the population says itself goes before. A rule or distribution whose
/// "kind" differs is taken whole. The members "behaviour" and "like" are gone from the result.
/// @param problems  names that are unknown or lead in a circle, and sets that are no objects
[[nodiscard]] nlohmann::json written_out(nlohmann::json merged, Problems& problems);

/// The experiment with the sets under /behaviour in the place of its populations, so that those nobody uses can be read
/// and found wrong, too.
[[nodiscard]] nlohmann::json sets_as_agents(nlohmann::json const& merged);

}  // namespace stampede
