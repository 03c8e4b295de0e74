#pragma once
// One run of an experiment: built, stepped to its end or until it is asked to stop, and what it recorded.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "experiments/design.hpp"
#include "experiments/loaded_experiment.hpp"
#include "model/simulation.hpp"
#include "output/contents.hpp"
#include "output/provenance.hpp"
#include "output/recorder.hpp"

namespace stampede {

/// How a run is done; nothing here changes a result.
struct RunEffort {
    unsigned threads = 1;
    bool audits = false;
    bool lazy = true;  ///< false: the slow reference, see World::lazy
};

class Runner {
  public:
    /// Builds the world. @throws InputError for what only shows when the balance sheets are made
    Runner(LoadedExperiment& experiment, PlannedRun planned, RunEffort const& effort);

    /// Does steps until the end, or until `stop` says so after one of them.
    /// @param after_step  is told the number of steps done
    /// @return whether the end was reached
    bool go(std::function<bool()> const& stop, std::function<void(std::int64_t)> const& after_step);
    [[nodiscard]] std::int64_t step() const { return simulation_->world().clock.step; }
    [[nodiscard]] std::int64_t steps() const { return simulation_->world().clock.steps; }
    [[nodiscard]] Simulation& simulation() { return *simulation_; }
    /// What in the world as it was built is probably not meant.
    [[nodiscard]] std::vector<Problem> const& doubts() const { return doubts_; }
    /// People in all populations.
    [[nodiscard]] std::int64_t people() const;

    /// Saves the state between two steps. @throws OutputError if it cannot be written; nothing is left behind
    void save(std::filesystem::path const& file);
    /// Takes the state up where it was saved; the run goes on as if it had never stopped, bit for bit.
    /// @throws OutputError if it is of another experiment, seed, replicate or version of the program, or damaged
    void restore(std::filesystem::path const& file);

    /// Everything recorded, with the files that the experiment names; not yet stamped.
    [[nodiscard]] Contents results() const;

  private:
    /// What a saved state must be of to be taken up here: the experiment, and the replicate unless it is the first.
    [[nodiscard]] std::string identity();

    LoadedExperiment& experiment_;
    PlannedRun planned_;
    Recorder* recorder_ = nullptr;  // owned by the simulation
    std::unique_ptr<Simulation> simulation_;
    std::vector<Problem> doubts_;
};

/// What a results file says of where it comes from.
/// @param config  the configuration as it is to be written, base alone or with arms
/// @param command_line  as typed
/// @param reproducible  leave out time and host, so that equal runs are equal bytes
[[nodiscard]] Provenance provenance_of(LoadedExperiment& experiment, std::string config, std::string command_line,
                                       bool reproducible);

}  // namespace stampede
