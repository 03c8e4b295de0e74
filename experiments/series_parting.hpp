#pragma once
// Where the series of two runs part, label by label.

#include <string>

#include "output/contents.hpp"

namespace stampede {

/// The first recorded step in which a series of something that both runs have differs, with its name and values; and
/// every label (venue, asset, step ...) that only one of them has, which is compared with nothing.
/// @param first, second  results of one run each
/// @return lines; "" if the series of both are the same
[[nodiscard]] std::string series_parting(Contents const& first, Contents const& second);

}  // namespace stampede
