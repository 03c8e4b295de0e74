#pragma once
// Whole results of worlds from experiment texts, in memory.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "output/compare.hpp"
#include "output/recorder.hpp"
#include "tests/support/worlds.hpp"

namespace stampede::testing {

/// A simulation and who records it.
struct RecordedRun {
    std::unique_ptr<Simulation> simulation;
    Recorder const* recorder = nullptr;

    [[nodiscard]] Contents results() const { return recorder->results(*simulation, {}); }
};

/// @param members  of the experiment's object; everything is recorded
/// @param options  as they are: audits only if they say so
/// @param files    contents of the files that the experiment names
[[nodiscard]] inline RecordedRun recorded(std::string const& members, RunOptions const& options,
                                          std::map<std::string, std::string> const& files = {})
{
    LoadedExperiment loaded{"test.json", experiment_text(members), files};
    auto recorder = std::make_unique<Recorder>(RecordOptions::of({"series", "events", "network", "agents"}));
    RecordedRun run;
    run.recorder = recorder.get();
    std::vector<std::unique_ptr<Observer>> observers;
    observers.push_back(std::move(recorder));
    run.simulation = build(loaded.experiment(), options, std::move(observers));
    return run;
}

[[nodiscard]] inline Contents results_of(std::string const& members, RunOptions const& options = {1, 0, 1, true},
                                         std::map<std::string, std::string> const& files = {})
{
    RecordedRun const run = recorded(members, options, files);
    run_to_end(*run.simulation);
    return run.results();
}

/// What differs, as text; "" if nothing does.
[[nodiscard]] inline std::string difference_of(Contents const& first, Contents const& second)
{
    std::string text;
    for (Difference const& difference : differences(first, second))
        text += difference.path + ": " + difference.what + "\n";
    return text;
}

}  // namespace stampede::testing
