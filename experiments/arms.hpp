#pragma once
// Which arms of an experiment take part, and arms that only the command line knows.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "experiments/problems.hpp"

namespace stampede {

/// Leaves in an experiment the arms that are wanted; all if none is named.
/// @param wanted  "NAME", an arm of the experiment, or "NAME:/pointer=value", which adds a value to that arm and makes
/// it
///                if there is none; several may name the same arm
void choose_arms(nlohmann::json& merged, std::vector<std::string> const& wanted, Problems& problems);

/// The arms of an experiment by name: its member "arms", or an empty object if that is missing or of the wrong type.
[[nodiscard]] nlohmann::json const& arms_of(nlohmann::json const& merged);

/// Why an arm cannot be called so; "" if it can.
[[nodiscard]] std::string complaint_about_name(std::string const& arm);

}  // namespace stampede
