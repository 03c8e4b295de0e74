#pragma once
// Where a file comes from: what it takes to make it again.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// What may differ between two runs of the same experiment; left out of reproducible files.
struct Origin {
    std::string created_utc;  ///< e.g. "2026-01-31T12:00:00Z"
    std::string host;
};

struct Provenance {
    std::string title = "";         ///< the question of the experiment
    std::string code_version = "";  ///< e.g. "0.1.0"
    std::string git_commit = "";
    std::string libraries = "";    ///< names and versions, e.g. "Boost 1.74.0"; HDF5 is added
    std::string config_json = "";  ///< the whole configuration, defaults filled in, keys sorted
    std::uint64_t seed = 0;
    std::string rng = "";  ///< name and version of the generator
    std::string command_line = "";
    bool complete = true;  ///< false if the run or ensemble was cut short
    std::optional<Origin> origin = {};
};

/// A root attribute and what it says.
struct Stamp {
    std::string name;
    Values value;
    std::string meaning;
};

/// The attributes of "/", in order.
[[nodiscard]] std::vector<Stamp> root_stamps(Provenance const& provenance);
/// The attributes of "/provenance", in order; that group is there only if there is an origin.
[[nodiscard]] std::vector<Stamp> origin_stamps(Origin const& origin);
/// Writes the attributes of "/" and "/provenance" into `contents`, in the place of those there.
void stamp(Contents& contents, Provenance const& provenance);

}  // namespace stampede
