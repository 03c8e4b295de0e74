#pragma once
// Whether arms can be compared thing by thing.

#include "experiments/design.hpp"
#include "experiments/problems.hpp"

namespace stampede {

/// Adds a problem for every asset, institution, market or population that an arm has and the base has not, or the
/// other way round.
void require_same_things(LoadedExperiment& experiment, Problems& problems);

}  // namespace stampede
