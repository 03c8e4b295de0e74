#pragma once
// Worlds from experiment texts: what a user can write and nothing else, with every audit on.

#include <map>
#include <memory>
#include <string>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"

namespace stampede::testing {

/// Adds what every file must say to the members of an experiment.
[[nodiscard]] inline std::string experiment_text(std::string const& members)
{
    return R"({"format": "stampede-experiment", "version": 1, "question": "?", )" + members + "}";
}

/// @param members  of the experiment's object, without the braces
[[nodiscard]] inline std::unique_ptr<Simulation> world_of(std::string const& members, RunOptions options = {})
{
    options.audits = true;
    LoadedExperiment loaded{"test.json", experiment_text(members), {}};
    return build(loaded.experiment(), options, {});
}

/// Runs a world to its end.
inline View& run_to_end(Simulation& simulation)
{
    while (!simulation.done())
        simulation.step();
    return simulation.world();
}

}  // namespace stampede::testing
