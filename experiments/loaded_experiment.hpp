#pragma once
// An experiment that was found to be right in every arm and variation, ready to be built.

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "experiments/config.hpp"
#include "experiments/input_files.hpp"
#include "experiments/problems.hpp"

namespace stampede {

/// One value that is varied, and what it takes in turn.
struct VariedValue {
    std::string pointer;
    std::vector<std::string> values;  ///< as JSON texts
};

/// Which world of an experiment: an arm ("" is the base) and one value of each that is varied (none: as in the file).
struct Cell {
    std::string arm = "";
    std::map<std::string, std::size_t> variation = {};  ///< pointer to the index of its value
};

class LoadedExperiment {
  public:
    /// Reads a file, what it extends and `settings` ("/pointer=value", in order).
    /// @param arms  those that take part, as `choose_arms` reads them; all if empty
    /// @throws InputError that tells everything that is wrong with the base, the arms and the variations
    LoadedExperiment(std::filesystem::path const& file, std::vector<std::string> const& settings,
                     std::vector<std::string> const& arms = {});
    /// Takes an effective configuration as text, e.g. from a results file.
    /// @param name   for messages
    /// @param files  contents of the files that the configuration names
    LoadedExperiment(std::string const& name, std::string const& text, std::map<std::string, std::string> const& files);

    /// A fresh copy of the base, or of an arm with values varied, ready for build(): price paths are filled in, and
    /// names of files are paths where they are found.
    [[nodiscard]] Experiment experiment(Cell const& cell = {});
    /// The same as JSON text, all defaults filled in, keys sorted; can be read again in place of the file.
    [[nodiscard]] std::string effective(Cell const& cell = {});
    /// Effective base with arms and variations as they stand in the file.
    [[nodiscard]] std::string effective_with_arms();

    [[nodiscard]] std::vector<std::string> arms() const;
    [[nodiscard]] std::vector<VariedValue> varied() const;
    [[nodiscard]] InputFiles& files() { return files_; }
    /// What messages call it: the file that the user named.
    [[nodiscard]] std::string const& name() const { return name_; }

  private:
    /// @param arms  all that the file has, also those that take no part
    void check_all(std::vector<std::string> const& arms, Problems& problems);
    /// What is wrong with the sets under /behaviour, whether a population uses them or not.
    [[nodiscard]] std::vector<Problem> problems_of_sets();
    void check_arms(Problems const& base, Problems& problems);
    void check_varied(Problems const& base, Problems& problems);
    void check_cell(Cell const& cell, std::string const& label, Problems const& base, Problems& problems);
    [[nodiscard]] Experiment as_written(Cell const& cell);
    [[nodiscard]] Experiment read(nlohmann::json const& merged, Problems& problems);
    [[nodiscard]] nlohmann::json effective_json(nlohmann::json const& merged);
    [[nodiscard]] nlohmann::json patched(Cell const& cell, Problems& problems);

    std::string name_;
    std::shared_ptr<nlohmann::json> merged_;
    InputFiles files_;
};

}  // namespace stampede
