// Comparisons of arms for people and for spreadsheets.

#include <fmt/format.h>

#include <algorithm>

#include "output/comparison.hpp"

namespace stampede {

namespace {

/// Neither side has anything but 0 or nothing in any run.
bool is_idle(Comparison const& comparison)
{
    auto const nothing = [](double value) { return value == 0 || value != value; };
    return nothing(comparison.base_median) && nothing(comparison.arm_median) && comparison.equal == comparison.pairs;
}

std::string number(double value)
{
    return value == value ? fmt::format("{:.4g}", value) : std::string{"-"};
}

std::string line_of(Comparison const& comparison)
{
    Outcome const& outcome = comparison.outcome;
    std::string const what = (outcome.thing.empty() ? "" : outcome.thing + " ") + outcome.name +
                             (outcome.unit == "1" ? "" : " [" + outcome.unit + "]");
    double const hurt = comparison.hurt_share();
    return fmt::format("  {:<38} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>6} {:>6} {:>6}\n", what,
                       number(comparison.base_median), number(comparison.arm_median), number(comparison.median),
                       number(comparison.q05), number(comparison.q95), number(comparison.mean), comparison.pairs,
                       comparison.equal, hurt == hurt ? fmt::format("{:.0f} %", 100 * hurt) : "-");
}

std::string csv_number(double value)
{
    return value == value ? fmt::format("{}", value) : std::string{};
}

}  // namespace

std::string comparison_table(ArmComparisons const& comparisons)
{
    std::string text =
        "Every difference is arm - base in two runs with the same luck. 5 % and 95 %: quantiles of the differences.\n"
        "worse: share of pairs in which the arm hurts.\n";
    std::string world;
    for (Comparison const& comparison : comparisons.all) {
        if (comparison.world != world) {
            world = comparison.world;
            text += fmt::format("\n{:<40} {:>10} {:>10} {:>32} {:>10} {:>6} {:>6} {:>6}\n", world, "base", "arm",
                                "median difference [5 %, 95 %]", "mean", "pairs", "equal", "worse");
        }
        if (is_shown(comparison.outcome) && !is_idle(comparison))
            text += line_of(comparison);
    }
    return text;
}

std::string comparison_csv(ArmComparisons const& comparisons)
{
    std::string text =
        "arm,world,outcome,unit,worse,base_median,arm_median,mean,median,q05,q95,median_low,median_high,pairs,only_"
        "base,"
        "only_arm,equal,hurt,helped,hurt_share\n";
    for (Comparison const& each : comparisons.all) {
        text += fmt::format("{},{},{},{},{}", csv_cell(each.arm), csv_cell(each.world), csv_cell(each.outcome.column()),
                            csv_cell(each.outcome.unit), name_of(each.outcome.worse));
        for (double const value : {each.base_median, each.arm_median, each.mean, each.median, each.q05, each.q95,
                                   each.median_low, each.median_high})
            text += ',' + csv_number(value);
        for (std::int64_t const count : {each.pairs, each.only_base, each.only_arm, each.equal, each.hurt, each.helped})
            text += fmt::format(",{}", count);
        text += ',' + csv_number(each.hurt_share()) + '\n';
    }
    return text;
}

}  // namespace stampede
