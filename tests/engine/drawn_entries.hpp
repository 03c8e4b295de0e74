#pragma once
// Which entries of rosters the worlds of a test have: every one must be in enough of them.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "experiments/config.hpp"

namespace stampede::testing {

/// A family of things that can be chosen in a world.
struct Family {
    std::string base;                  ///< its class, e.g. "WithdrawalLimit"
    std::string name;                  ///< as the roster calls it
    std::vector<std::string> entries;  ///< names of all that is in its roster
};

/// Every family that a world is made of.
[[nodiscard]] std::vector<Family> const& world_families();

using Entry = std::pair<std::string, std::string>;  ///< family, entry

/// Everything that is chosen anywhere in an experiment.
[[nodiscard]] std::set<Entry> chosen_entries(Experiment& experiment);

}  // namespace stampede::testing
