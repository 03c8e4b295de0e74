#pragma once
// One run out of the results of many, as if it had been written alone: the inverse of merge().

#include <string_view>

#include "output/contents.hpp"

namespace stampede {

/// Whether what a group holds is of all runs together, such as a comparison of arms: no run alone has it.
[[nodiscard]] bool is_across_runs(Contents const& results, std::string_view group);

/// @param run  its number, a label of the axis `run`
/// @return the datasets that the run alone would have; attributes of groups are those of the whole
/// @throws InputError if there is no such run
[[nodiscard]] Contents extract_run(Contents const& whole, std::int64_t run);

}  // namespace stampede
