#pragma once
// The outcomes of runs as numbers to be compared: one list per outcome, one number per run.

#include <string>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// One outcome of one thing, in every run of a results file.
struct Outcome {
    std::string group;  ///< "/summary", "/summary/venue", ...
    std::string thing;  ///< what it is of, e.g. "Celsius"; "" for the run as a whole
    std::string name;   ///< "asked_share"
    std::string unit;
    std::vector<double> values;  ///< per run; NaN where there is nothing to say

    /// "asked_usd", "venue.Celsius.asked_share"
    [[nodiscard]] std::string column() const;
};

/// All outcomes in the order of the file; what was varied is among those of "/summary" if it is a number.
/// @param results  must hold a summary
[[nodiscard]] std::vector<Outcome> outcomes_of(Contents const& results);

/// Median, 5 % and 95 % quantile over runs of the same world, for the outcomes that matter most, as lines for people.
/// The last column is the share of runs that have the outcome at all: those in which an institution failed, say.
[[nodiscard]] std::string outcomes_table(Contents const& results);

/// One row per run, one column per outcome; what there is nothing to say about is left empty.
[[nodiscard]] std::string outcomes_csv(Contents const& results);

}  // namespace stampede
