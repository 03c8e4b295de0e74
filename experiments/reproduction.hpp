#pragma once
// From a results file back to its experiment, and to the same results.

#include "experiments/design.hpp"
#include "experiments/loaded_experiment.hpp"
#include "output/results_file.hpp"

namespace stampede {

/// What a results file was made from, by the file alone.
struct RecordedExperiment {
    LoadedExperiment experiment;
    Design design;
};

/// @throws InputError  if this program cannot read the configuration
/// @throws OutputError if the configuration does not have the SHA-256 that the file says
[[nodiscard]] RecordedExperiment recorded_experiment(ResultsFile const& results);

}  // namespace stampede
