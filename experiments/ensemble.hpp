#pragma once
// Many runs of one experiment over threads; what is finished stays finished.

#include <vector>

#include "experiments/console.hpp"
#include "experiments/design.hpp"
#include "experiments/ensemble_parts.hpp"
#include "experiments/interrupt.hpp"
#include "experiments/runner.hpp"

namespace stampede {

/// Which part of all runs this process does: number `index`, from 1, of `count` parts of about the same length.
struct Shard {
    std::int64_t index = 1, count = 1;
};

/// Does every run of `runs` that is not yet among the parts: as many at a time as there are threads, each on one.
/// Results do not depend on their order. An error in a run ends the others and is thrown here.
/// @throws Interrupted if the watch was told to stop; what is finished is kept
void do_runs(LoadedExperiment& experiment, std::vector<PlannedRun> const& runs, RunEffort const& effort,
             EnsembleParts const& parts, InterruptWatch const& watch, Console& console);

/// The finished runs as one, stamped.
[[nodiscard]] Contents together(EnsembleParts const& parts, std::vector<PlannedRun> const& runs,
                                Provenance const& provenance);
/// Removes what was kept of the runs, and the folder if nothing else is in it.
void remove_parts(EnsembleParts const& parts, std::vector<PlannedRun> const& runs);

/// The runs of a shard. @throws InputError if the index is not one of 1 .. count, or a shard would be empty
[[nodiscard]] std::vector<PlannedRun> runs_of(Shard shard, Design const& design);

}  // namespace stampede
