#pragma once
// The outcomes of runs as numbers to be compared: one list per outcome, one number per run.

#include <string>
#include <vector>

#include "output/contents.hpp"
#include "output/schema.hpp"

namespace stampede {

/// One outcome of one thing, in every run of a results file.
struct Outcome {
    std::string group;  ///< "/summary", "/summary/venue", ...
    std::string thing;  ///< what it is of, e.g. "Celsius"; "" for the run as a whole
    std::string name;   ///< "asked_share"
    std::string unit;
    Worse worse = Worse::neither;
    std::vector<double> values = {};  ///< per run; NaN where there is nothing to say

    /// "asked_usd", "venue.Celsius.asked_share"
    [[nodiscard]] std::string column() const;
};

/// Runs that differ by luck alone.
struct WorldRuns {
    std::string arm;                ///< "" = base
    std::string varied;             ///< what is varied in them, e.g. ", share = 0.2"; "" if nothing is
    std::vector<std::size_t> runs;  ///< places on the axis `run`

    /// "base, share = 0.2"
    [[nodiscard]] std::string name() const { return (arm.empty() ? "base" : arm) + varied; }
};

/// Arms with their varied values, in the order of the file.
[[nodiscard]] std::vector<WorldRuns> worlds_of(Contents const& results);

/// All outcomes in the order of the file; what was varied is among those of "/summary" if it is a number.
/// @param results  must hold a summary
[[nodiscard]] std::vector<Outcome> outcomes_of(Contents const& results);

/// Whether an outcome is among those that tables for people show.
[[nodiscard]] bool is_shown(Outcome const& outcome);

/// A cell of a CSV file, in quotes if it needs them.
[[nodiscard]] std::string csv_cell(std::string const& text);

/// Median, 5 % and 95 % quantile over runs of the same world, for the outcomes that matter most, as lines for people.
/// The last column is the share of runs that have the outcome at all: those in which an institution failed, say.
[[nodiscard]] std::string outcomes_table(Contents const& results);

/// One row per run, one column per outcome; what there is nothing to say about is left empty.
[[nodiscard]] std::string outcomes_csv(Contents const& results);

}  // namespace stampede
