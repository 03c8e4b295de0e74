#pragma once
// The outcomes of some runs of a file, and names as they are said.

#include <string>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// The values of an outcome in some runs, missing ones left out.
/// @param path   of a dataset of doubles whose first axis is `run`
/// @param entry  counts the axes after `run`, last fastest
[[nodiscard]] std::vector<double> known_over(Contents const& results, std::string const& path,
                                             std::vector<std::size_t> const& runs, std::size_t entry = 0);
/// Their mean; NaN if none is known.
[[nodiscard]] double mean_over(Contents const& results, std::string const& path, std::vector<std::size_t> const& runs,
                               std::size_t entry = 0);

/// The names along an axis; none if the results have nothing on it.
[[nodiscard]] std::vector<std::string> names_on(Contents const& results, std::string const& scale);

/// "above 500,000 USD" of "above_500k".
[[nodiscard]] std::string said_size(std::string const& size);
/// A name of ours as it is said: "passive maker".
[[nodiscard]] std::string said_name(std::string name);

}  // namespace stampede
