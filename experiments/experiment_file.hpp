#pragma once
// An experiment as JSON: the file, merged with what it extends.

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "experiments/problems.hpp"

namespace stampede {

inline constexpr std::string_view experiment_format = "stampede-experiment";
inline constexpr int experiment_version = 1;

/// A file merged with everything it extends; "extends" itself is gone.
struct ExperimentFile {
    std::shared_ptr<nlohmann::json> merged;    ///< an object, never null
    std::vector<std::filesystem::path> files;  ///< the file itself, then what it extends, in order of reading

    /// Folders in which files named by the experiment are looked up, in order.
    [[nodiscard]] std::vector<std::filesystem::path> folders() const;
};

/// Reads a file and those it extends (a name or a list of names, relative to the file that says so). Each is an
/// RFC 7396 merge patch on what it extends: null removes a name, and must find one to remove.
/// @throws InputError if the file itself cannot be opened; everything else becomes a problem
[[nodiscard]] ExperimentFile load_experiment_file(std::filesystem::path const& file, Problems& problems);

}  // namespace stampede
