#pragma once
// A scenario of the project, run in memory and held against what history says of it.

#include <filesystem>
#include <string>
#include <vector>

#include "output/contents.hpp"
#include "output/validation.hpp"

namespace stampede::testing {

/// A scenario and what is changed in it.
struct Episode {
    std::string file;                        ///< in experiments/scenarios
    std::vector<std::string> settings = {};  ///< "/pointer=value"
};

[[nodiscard]] std::filesystem::path scenario_folder();
/// All that its base records, of one replicate.
[[nodiscard]] Contents results_of(Episode const& episode, std::int64_t replicate, bool audits);
/// Replicates 0, 1, ... without audits, one result per target. An episode as it stands in its file is taken from what
/// `stampede validate -o NAME.json` wrote for as many into the folder STAMPEDE_HELD, where there is such a folder.
[[nodiscard]] std::vector<TargetResult> held(Episode const& episode, std::int64_t replicates);
/// The result of a target. @throws BrokenInvariant if there is none of this name
[[nodiscard]] TargetResult const& named(std::vector<TargetResult> const& results, std::string const& name);
/// "0.2000 [0.1800, 0.2300]": median and the quantiles of 5 % and 95 %.
[[nodiscard]] std::string spread_of(TargetResult const& result);

}  // namespace stampede::testing
