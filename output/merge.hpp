#pragma once
// The results of several runs as one: runs are stacked, tables put one behind the other.

#include <string>
#include <utility>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// Results of one or more runs and what messages call them, e.g. the path of a shard.
using NamedResults = std::pair<std::string, Contents>;

/// Puts results of the same experiment together, in the order of their first runs.
///
/// Runs that ended earlier are filled up with missing values; row numbers of tables count on. Attributes are those of
/// the first part; the whole is partial if a part is.
/// @throws OutputError naming two parts that do not fit: another configuration, other datasets, other names along an
///         axis, or the same run twice
[[nodiscard]] Contents merge(std::vector<NamedResults> parts);

}  // namespace stampede
