#pragma once
// Arms against the base under common luck: what every outcome differs by, pair by pair.

#include <cstdint>
#include <string>
#include <vector>

#include "output/outcomes.hpp"

namespace stampede {

/// One outcome of one thing in one arm against the base. Statistics are NaN where no pair has a difference.
struct Comparison {
    std::string arm, world;                    ///< the arm; with what is varied, as `WorldRuns::name` says it
    Outcome outcome = {};                      ///< which one; holds no values
    std::vector<double> differences = {};      ///< arm - base by replicate; NaN unless both runs have the outcome
    std::int64_t pairs = 0;                    ///< differences that are there
    std::int64_t only_base = 0, only_arm = 0;  ///< pairs in which one of the two has the outcome
    std::int64_t equal = 0, hurt = 0, helped = 0;
    double base_median = 0, arm_median = 0;  ///< over the runs of a side that have the outcome
    double mean = 0, median = 0;
    double q05 = 0, q95 = 0;                 ///< quantiles of the differences (type 7): their 90 % interval
    double median_low = 0, median_high = 0;  ///< 90 % confidence interval of the median, from order statistics

    /// hurt / pairs; NaN if neither way is worse, or without pairs.
    [[nodiscard]] double hurt_share() const;
};

/// All arms against the base with the same varied values, all outcomes, in the order of the file. Runs of the same
/// replicate are a pair. What was varied is no outcome.
/// @param replicates  their numbers, in the order of `differences`
struct ArmComparisons {
    std::vector<std::int64_t> replicates;
    std::vector<Comparison> all;
};
/// @throws InputError if the results hold no arm besides the base, or no base
[[nodiscard]] ArmComparisons compare_with_base(Contents const& results);

/// The same as the group /comparison of a results file.
[[nodiscard]] Contents comparison_group(ArmComparisons const& comparisons);

/// A table per arm for people: the outcomes that matter most, without those that are 0 or missing everywhere.
[[nodiscard]] std::string comparison_table(ArmComparisons const& comparisons);

/// One row per arm and outcome; what there is nothing to say about is left empty.
[[nodiscard]] std::string comparison_csv(ArmComparisons const& comparisons);

}  // namespace stampede
