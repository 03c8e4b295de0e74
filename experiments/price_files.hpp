#pragma once
// Historical prices: from columns of a CSV file to points of a path.

#include <optional>

#include "experiments/input_files.hpp"
#include "model/assets.hpp"

namespace stampede {

/// Reads the file a path names, if it names one; afterwards the path stands on its own and names none.
/// @param start  of the experiment [s since 1970], needed if the file's times are dates
/// @throws InputError if the file is bad, points are given twice, times do not rise or a price is not above 0
void load_price_path(PricePath& path, std::optional<double> start, InputFiles& files);

}  // namespace stampede
