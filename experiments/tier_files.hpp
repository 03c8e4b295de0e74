#pragma once
// Margin tables of venues: from a CSV file to tiers.

#include "experiments/input_files.hpp"
#include "model/market_parameters.hpp"

namespace stampede {

/// Reads the file that tiers name, if they name one; afterwards they stand on their own and name none.
/// @throws InputError if the file is bad or has no row of the symbol
void load_margin_tiers(TierParameters& tiers, InputFiles& files);

}  // namespace stampede
