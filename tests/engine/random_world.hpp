#pragma once
// Experiments made up by luck. Every choice is drawn by itself, so that rules meet in all combinations.

#include <rapidcheck.h>

#include <cstdint>
#include <iosfwd>
#include <string>

#include "experiments/loaded_experiment.hpp"
#include "tests/engine/world_luck.hpp"

namespace stampede::testing {

/// Members of an experiment: at least 3 venues, 3 assets, 500 users, 200 steps.
[[nodiscard]] std::string random_world(WorldCase const& world);
/// One that reads no file, for world_of.
[[nodiscard]] inline std::string random_world(std::uint64_t number)
{
    return random_world(WorldCase{number, {}, false});
}
/// Ready to be built, with the files it names.
[[nodiscard]] LoadedExperiment loaded_world(WorldCase const& world);

/// Name of the property whose seed gives the worlds that all tests look at.
inline constexpr char const* random_worlds = "random worlds";

/// A case with nothing plain; a failing one becomes as plain as it can.
[[nodiscard]] rc::Gen<WorldCase> any_world();
std::ostream& operator<<(std::ostream& out, WorldCase const& world);

}  // namespace stampede::testing
