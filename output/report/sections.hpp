#pragma once
// The parts of a report that are made of outcomes.

#include "output/outcomes.hpp"
#include "output/report/page.hpp"
#include "output/results_file.hpp"

namespace stampede {

/// Medians of several runs as sentences. @param world  with at least two runs
[[nodiscard]] std::vector<std::string> many_in_words(Contents const& summary, WorldRuns const& world);

/// Bars and a table of losses by class and by channel; means if there are several runs.
void add_losses(Page& page, Contents const& results, WorldRuns const& world);

/// People who asked early and in all, by what they had.
void add_sizes(Page& page, Contents const& summary, WorldRuns const& world);

/// Median and 5 % and 95 % quantile of the outcomes that matter most, a table per world.
void add_outcomes(Page& page, Contents const& summary, std::vector<WorldRuns> const& worlds);

/// Paired differences of arms and base, a table per arm. @param summary  with a base and at least one arm
void add_comparisons(Page& page, Contents const& summary);

}  // namespace stampede
