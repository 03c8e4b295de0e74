#pragma once
// The options of all commands that take an experiment: which file, with what changed, done how, written where.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/loaded_experiment.hpp"
#include "experiments/runner.hpp"

namespace CLI {
class App;
}

namespace stampede {

struct ExperimentOptions {
    std::string file, out, seed;
    std::vector<std::string> settings;
    unsigned threads = 1;
    bool audits = false, everyone = false, reproducible = false, check = false;

    /// The experiment with everything that the options change in it.
    /// @param arms  those that take part, as `choose_arms` reads them; all if empty
    /// @throws InputError that tells everything that is wrong
    [[nodiscard]] LoadedExperiment load(std::vector<std::string> const& arms = {}) const;
    [[nodiscard]] RunEffort effort() const { return {threads, audits, !everyone}; }
    /// Name of the experiment without folder and ending, for messages.
    [[nodiscard]] std::string stem() const { return std::filesystem::path{file}.stem().string(); }
    /// Where the results go: as said, or the experiment's name, with the suffix and the ending .h5, in the present
    /// folder.
    /// @throws InputError  if that is the experiment itself
    /// @throws OutputError if there is no such folder, or nothing may be written to it
    [[nodiscard]] std::filesystem::path results(std::string const& suffix = "") const;
};

/// Adds FILE, --out, --set, --seed, --threads, --audit, --everyone, --reproducible and --check to a command.
[[nodiscard]] std::shared_ptr<ExperimentOptions> add_experiment_options(CLI::App& command);

}  // namespace stampede
