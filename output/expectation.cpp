#include "output/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace stampede {

namespace {

constexpr std::array<std::string_view, 3> directions{"lower", "higher", "same"};
constexpr std::array<std::string_view, 4> findings{"as expected", "the other way", "unclear", "no such outcome"};

/// Fewer have no 90 % confidence interval of their median: 1 - 2^(1 - n) is below it.
constexpr std::int64_t fewest_pairs = 5;

Finding finding_of(Expectation const& expectation, Comparison const& comparison)
{
    if (expectation.direction == Direction::same) {
        bool const within = comparison.q05 >= -expectation.within && comparison.q95 <= expectation.within;
        return within ? Finding::expected : Finding::against;
    }
    if (comparison.pairs < fewest_pairs)
        return Finding::unclear;
    bool const higher = comparison.median_low > 0, lower = comparison.median_high < 0;
    if (!higher && !lower)
        return Finding::unclear;
    return higher == (expectation.direction == Direction::higher) ? Finding::expected : Finding::against;
}

}  // namespace

std::string_view name_of(Direction direction)
{
    return directions.at(static_cast<std::size_t>(direction));
}

std::string_view name_of(Finding finding)
{
    return findings.at(static_cast<std::size_t>(finding));
}

void Expectation::visit(FieldVisitor& field)
{
    field("arm", arm, "which arm is held against the base; required");
    field("outcome", outcome,
          "what is compared, as \"compare --summary-csv\" names it: \"venue.Celsius.asked_share\"; required");
    field.pick("direction", direction, {directions.begin(), directions.end()},
               "what the arm should do to it under the same luck");
    field("within", within, {0, 1e15}, "unit of the outcome",
          "how far 90 % of the differences may lie from 0 and count as the same");
    field("because", because, "why one should expect that; required");
}

std::vector<ExpectationResult> hold_against(std::map<std::string, Expectation> const& expectations,
                                            ArmComparisons const& comparisons)
{
    std::vector<ExpectationResult> results;
    for (auto const& [name, expectation] : expectations) {
        auto const of_arm = [&arm = expectation.arm](Comparison const& each) { return each.arm == arm; };
        if (std::ranges::none_of(comparisons.all, of_arm))
            continue;
        std::size_t const before = results.size();
        for (Comparison const& each : comparisons.all)
            if (of_arm(each) && each.outcome.column() == expectation.outcome)
                results.push_back({name, expectation, each, finding_of(expectation, each)});
        if (results.size() == before)
            results.push_back({name, expectation});
    }
    return results;
}

std::string expectation_table(std::vector<ExpectationResult> const& results)
{
    if (results.empty())
        return "";
    std::string text = "\nExpected (the 90 % confidence interval of the median difference decides)\n";
    for (ExpectationResult const& each : results) {
        Comparison const& found = each.comparison;
        text += fmt::format("  {:<15} {}\n", name_of(each.finding), each.name);
        text += fmt::format("  {:<15} {}: {} {}", "", found.world.empty() ? each.expectation.arm : found.world,
                            each.expectation.outcome, name_of(each.expectation.direction));
        if (each.finding != Finding::no_outcome)
            text += fmt::format("; base {:.4g}, difference {:.4g} [{:.4g}, {:.4g}], {} pairs", found.base_median,
                                found.median, found.median_low, found.median_high, found.pairs);
        text += fmt::format("; {}\n", each.expectation.because);
    }
    return text;
}

}  // namespace stampede
