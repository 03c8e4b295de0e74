#pragma once
// Institutions that cannot stand from the first step on, which is seldom what an experiment means.

#include <string>
#include <vector>

#include "model/world.hpp"

namespace stampede {

/// One line for each institution whose assets are below its debts as soon as its balance sheet is made, so that the
/// first solvency test fails it: where, its equity, what would help.
/// @param world  before its first step
[[nodiscard]] std::vector<std::string> stillborn(World const& world);

}  // namespace stampede
