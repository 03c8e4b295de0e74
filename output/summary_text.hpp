#pragma once
// A run in plain sentences, to be read aloud.

#include <string>

#include "output/contents.hpp"
#include "output/results_file.hpp"

namespace stampede {

/// Who ran and how much, who first, what stopped, what it cost whom and why, prices: 10 to 20 lines, one sentence each.
/// @param run  place of the run on the axis `run`, from 0
/// @throws BrokenInvariant if the results hold no summary or not that many runs
[[nodiscard]] std::string summary_text(Contents const& results, std::size_t run = 0);
/// What a summary is made of: the groups /summary and /losses with the attributes of the file.
/// @throws OutputError if they are damaged
[[nodiscard]] Contents summary_of(ResultsFile const& results);
/// The same as the first; reads the summary and the losses only. @throws OutputError if they are not there or are
/// damaged
[[nodiscard]] std::string summary_text(ResultsFile const& results, std::size_t run = 0);

}  // namespace stampede
