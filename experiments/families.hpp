#pragma once
// Finds every family of rules that an experiment can choose from, by walking its fields.

#include <functional>

#include "experiments/json_fields.hpp"

namespace stampede {

/// Calls `seen` once for every family of choices that can stand anywhere in a thing: in its groups, in the entries of
/// its tables, and in the parameters of every kind of every family. The thing is left with default kinds.
void for_each_family(Visit const& thing, std::function<void(ChoiceSlot&)> const& seen);

}  // namespace stampede
