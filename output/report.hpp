#pragma once
// Results as a page to be read: one HTML file that needs no network, no scripts and nothing beside it.

#include <optional>
#include <string>

#include "output/results_file.hpp"

namespace stampede {

struct ReportOptions {
    std::optional<double> start = {};  ///< [s] since 1970-01-01 UTC at which hour 0 is; none if there are no dates
};

/// The question, the outcome in words, what happened over time, who lost how much and through what, who left first,
/// how runs differ, and how to make it all again. The same file gives the same bytes.
/// @throws OutputError if the file holds no summary, or is damaged
[[nodiscard]] std::string report(ResultsFile const& results, ReportOptions const& options = {});

}  // namespace stampede
