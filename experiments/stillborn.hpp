#pragma once
// Institutions that cannot stand from the first step on, which is seldom what an experiment means.

#include <vector>

#include "experiments/console.hpp"
#include "experiments/problems.hpp"
#include "model/world.hpp"

namespace stampede {

/// One problem for each institution whose assets are below its debts as soon as its balance sheet is made, so that the
/// first solvency test fails it: where, its equity, what would help.
/// @param world  before its first step
[[nodiscard]] std::vector<Problem> stillborn(World const& world);
/// Where they may be meant, as what an arm or a varied value makes of the world, or one of many files: a warning for
/// each.
void warn_of(std::vector<Problem> const& stillborn, Console& console);

}  // namespace stampede
