#pragma once
// Rows of /series/size: who has asked so far, by what people had at the start; in /series/venue the same by venue.

#include <cstdint>
#include <vector>

#include "output/capture.hpp"
#include "output/watch.hpp"

namespace stampede {

/// Read off the log at the end of a run; costs nothing while it goes.
/// @param steps  those of which rows are kept, in order
void capture_size_series(Capture& into, View& seen, Births const& births, std::vector<std::int64_t> const& steps);

}  // namespace stampede
