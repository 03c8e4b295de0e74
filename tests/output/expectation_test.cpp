// Expectations against comparisons made by hand.

#include "output/expectation.hpp"

#include <catch2/catch.hpp>

using namespace stampede;

namespace {

Comparison comparison(double low, double high)
{
    Comparison made;
    made.arm = made.world = "arm";
    made.outcome.group = "/summary";
    made.outcome.name = "loss_usd";
    made.pairs = 5;
    made.median_low = low;
    made.median_high = high;
    made.q05 = low;
    made.q95 = high;
    return made;
}

Finding found(Expectation const& expectation, Comparison const& comparison)
{
    ArmComparisons comparisons;
    comparisons.all.push_back(comparison);
    auto const results = hold_against({{"it", expectation}}, comparisons);
    REQUIRE(results.size() == 1);
    return results.front().finding;
}

}  // namespace

TEST_CASE("the confidence interval of the median decides on lower and higher", "[output][expectation]")
{
    Expectation const lower{"arm", "loss_usd", Direction::lower, 0, "why"};
    CHECK(found(lower, comparison(-3, -1)) == Finding::expected);
    CHECK(found(lower, comparison(1, 3)) == Finding::against);
    CHECK(found(lower, comparison(-1, 3)) == Finding::unclear);
    CHECK(found(lower, comparison(0, 0)) == Finding::unclear);
    Comparison few = comparison(-3, -1);
    few.pairs = 4;
    CHECK(found(lower, few) == Finding::unclear);
    Expectation const higher{"arm", "loss_usd", Direction::higher, 0, "why"};
    CHECK(found(higher, comparison(1, 3)) == Finding::expected);
    CHECK(found(higher, comparison(-3, -1)) == Finding::against);
}

TEST_CASE("the same means that 90 % of the differences lie within the bound", "[output][expectation]")
{
    Expectation const same{"arm", "loss_usd", Direction::same, 2, "why"};
    CHECK(found(same, comparison(-2, 2)) == Finding::expected);
    CHECK(found(same, comparison(-2.5, 0)) == Finding::against);
    CHECK(found(same, comparison(0, 2.5)) == Finding::against);
}

TEST_CASE("an outcome that is not there is told, an arm that did not run is left out", "[output][expectation]")
{
    CHECK(found({"arm", "los_usd", Direction::lower, 0, "why"}, comparison(-3, -1)) == Finding::no_outcome);
    ArmComparisons comparisons;
    comparisons.all.push_back(comparison(-3, -1));
    CHECK(hold_against({{"it", {"other", "loss_usd", Direction::lower, 0, "why"}}}, comparisons).empty());
    CHECK(expectation_table({}).empty());
    std::string const table =
        expectation_table(hold_against({{"it falls", {"arm", "loss_usd", Direction::lower, 0, "why"}}}, comparisons));
    CHECK(table.find("as expected     it falls") != std::string::npos);
}
