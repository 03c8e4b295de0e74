#pragma once
// One run out of the results of many, as if it had been written alone: the inverse of merge().

#include "output/contents.hpp"

namespace stampede {

/// @param run  its number, a label of the axis `run`
/// @return the datasets that the run alone would have; attributes of groups are those of the whole
/// @throws InputError if there is no such run
[[nodiscard]] Contents extract_run(Contents const& whole, std::int64_t run);

}  // namespace stampede
