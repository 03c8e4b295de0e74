#pragma once
// Where two runs part: the first step, event and agent.

#include <string>

#include "output/contents.hpp"
#include "output/extract.hpp"
#include "output/results_file.hpp"

namespace stampede {

/// The first event in which they differ with all that is known of it on both sides, the first event of an account and
/// the first agent that differ, the first step in which a series of something that both have differs, what only one of
/// them has, and how many datasets differ; "" if none does. What was not recorded is said.
/// @param first, second  results of one run each
[[nodiscard]] std::string parting_of(Contents const& first, Contents const& second);

}  // namespace stampede
