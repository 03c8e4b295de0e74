// Paired differences against a base, on outcomes small enough to be worked out by hand.

#include "output/comparison.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "model/base/check.hpp"
#include "output/capture.hpp"
#include "output/extract.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Run {
    std::string arm;
    std::int64_t replicate;
    double loss, failure_h;
};

Contents results_of(std::vector<Run> const& runs)
{
    Capture into{results_schema()};
    std::vector<std::int64_t> numbers;
    for (Run const& run : runs) {
        numbers.push_back(static_cast<std::int64_t>(numbers.size()));
        into.column<std::string>("/summary/arm").push_back(run.arm);
        into.column<std::int64_t>("/summary/replicate").push_back(run.replicate);
        into.column<double>("/summary/loss_usd").push_back(run.loss);
        into.column<double>("/summary/people").push_back(run.loss);
        into.column<double>("/summary/venue/failure_h").push_back(run.failure_h);
    }
    into.label("run", numbers);
    into.label("venue", std::vector<std::string>{"bank"});
    return std::move(into).finish();
}

Comparison const& of(ArmComparisons const& comparisons, std::string const& arm, std::string const& column)
{
    auto const found = std::ranges::find_if(
        comparisons.all, [&](Comparison const& each) { return each.arm == arm && each.outcome.column() == column; });
    REQUIRE(found != comparisons.all.end());
    return *found;
}

/// Losses of the base 10, 20, 30, 40 in replicates 0 to 3; the arm is worse twice, better once, equal once.
std::vector<Run> four_pairs()
{
    return {{"", 0, 10, 5},    {"", 1, 20, 6},    {"", 2, 30, none}, {"", 3, 40, none},
            {"arm", 0, 11, 4}, {"arm", 1, 24, 6}, {"arm", 2, 28, 9}, {"arm", 3, 40, none}};
}

}  // namespace

TEST_CASE("statistics of paired differences by hand", "[output][comparison]")
{
    ArmComparisons const comparisons = compare_with_base(results_of(four_pairs()));
    CHECK(comparisons.replicates == std::vector<std::int64_t>{0, 1, 2, 3});
    REQUIRE(comparisons.all.size() == 3);

    Comparison const& loss = of(comparisons, "arm", "loss_usd");
    CHECK(loss.differences == std::vector<double>{1, 4, -2, 0});
    CHECK(loss.pairs == 4);
    CHECK(loss.equal == 1);
    CHECK(loss.hurt == 2);
    CHECK(loss.helped == 1);
    CHECK(loss.hurt_share() == 0.5);
    CHECK(loss.base_median == 25);
    CHECK(loss.arm_median == 26);
    CHECK(loss.mean == 0.75);
    CHECK(loss.median == 0.5);
    CHECK(loss.q05 == Approx(-2 + 0.15 * 2).epsilon(1e-12));  // type 7: position 0.05 * 3 between -2 and 0
    CHECK(loss.q95 == Approx(1 + 0.85 * 3).epsilon(1e-12));   // position 2.85 between 1 and 4
    CHECK(loss.median_low == -2);                             // four pairs are too few for 90 %: the whole range
    CHECK(loss.median_high == 4);

    Comparison const& people = of(comparisons, "arm", "people");  // neither more nor fewer people are worse
    CHECK(people.median == 0.5);
    CHECK(people.hurt + people.helped == 0);
    CHECK(std::isnan(people.hurt_share()));
}

TEST_CASE("what only one run of a pair has is counted, not subtracted", "[output][comparison]")
{
    ArmComparisons const comparisons = compare_with_base(results_of(four_pairs()));
    Comparison const& failure = of(comparisons, "arm", "venue.bank.failure_h");
    CHECK(failure.pairs == 2);
    CHECK(failure.only_arm == 1);
    CHECK(failure.only_base == 0);
    CHECK(failure.hurt == 1);  // an hour earlier
    CHECK(failure.helped == 0);
    CHECK(failure.equal == 1);
    CHECK(failure.median == -0.5);
    CHECK(std::isnan(failure.differences[2]));

    ArmComparisons const once = compare_with_base(results_of({{"", 0, 1, none}, {"arm", 0, 1, 7}}));
    Comparison const& never = of(once, "arm", "venue.bank.failure_h");
    CHECK(never.pairs == 0);
    CHECK(never.only_arm == 1);
    CHECK(std::isnan(never.median));
    CHECK(std::isnan(never.hurt_share()));
}

TEST_CASE("pairs are found by replicate, whatever the order of runs", "[output][comparison]")
{
    std::vector<Run> runs = four_pairs();
    ArmComparisons const straight = compare_with_base(results_of(runs));
    std::ranges::reverse(runs);
    ArmComparisons const turned = compare_with_base(results_of(runs));
    for (std::string const column : {"loss_usd", "venue.bank.failure_h"}) {
        Comparison const &one = of(straight, "arm", column), &other = of(turned, "arm", column);
        CHECK(std::ranges::equal(one.differences, other.differences,
                                 [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
        CHECK(one.mean == other.mean);
        CHECK(one.hurt == other.hurt);
    }

    runs.pop_back();  // replicate 0 of the base is not there
    ArmComparisons const fewer = compare_with_base(results_of(runs));
    Comparison const& loss = of(fewer, "arm", "loss_usd");
    CHECK(loss.pairs == 3);
    CHECK(std::isnan(loss.differences[0]));
}

TEST_CASE("without an arm or without a base there is nothing to compare", "[output][comparison]")
{
    CHECK_THROWS_AS(compare_with_base(results_of({{"", 0, 1, 1}, {"", 1, 2, 2}})), InputError);
    CHECK_THROWS_AS(compare_with_base(results_of({{"arm", 0, 1, 1}})), InputError);
}

TEST_CASE("the group of a results file holds the comparison, and no run alone has it", "[output][comparison]")
{
    Contents whole = results_of(four_pairs());
    ArmComparisons const comparisons = compare_with_base(whole);
    Contents const group = comparison_group(comparisons);
    REQUIRE(group.values<std::string>("/comparison/comparison") ==
            std::vector<std::string>{"arm: people", "arm: loss_usd", "arm: venue.bank.failure_h"});
    CHECK(group.at("/comparison/difference").shape == std::vector<std::size_t>{3, 4});
    CHECK(group.values<double>("/comparison/difference")[1] == 4);
    CHECK(group.values<std::int64_t>("/comparison/hurt") == std::vector<std::int64_t>{0, 2, 1});
    CHECK(group.values<std::int8_t>("/comparison/worse") == std::vector<std::int8_t>{0, 1, 2});
    CHECK(group.values<std::string>("/comparison/unit") == std::vector<std::string>{"1", "USD", "h"});
    for (auto const& [path, dataset] : group.datasets())
        whole.add(path, dataset);
    CHECK(is_across_runs(whole, "/comparison"));
    CHECK_FALSE(is_across_runs(whole, "/summary"));
}

TEST_CASE("comparisons as tables", "[output][comparison]")
{
    ArmComparisons const comparisons = compare_with_base(results_of(four_pairs()));
    std::string const table = comparison_table(comparisons);
    CHECK(table.find("\narm   ") != std::string::npos);
    CHECK(table.find("  loss_usd [USD]") != std::string::npos);
    CHECK(table.find("  bank failure_h [h]") != std::string::npos);
    CHECK(table.find("people") == std::string::npos);  // is none of those shown
    std::string const csv = comparison_csv(comparisons);
    CHECK(std::ranges::count(csv, '\n') == 4);
    CHECK(csv.find("\narm,arm,loss_usd,USD,more,25,26,0.75,0.5,") != std::string::npos);
    CHECK(csv.find(",4,0,0,1,2,1,0.5\n") != std::string::npos);
    CHECK(csv.find("nan") == std::string::npos);
}

TEST_CASE("whatever the outcomes: pairs add up, and an arm and the base change places with the sign",
          "[output][comparison][property]")
{
    for_all("comparisons", [] {
        auto const pairs = *whole<int>(1, 12);
        std::vector<Run> runs, turned;
        for (int replicate = 0; replicate < pairs; ++replicate) {
            double const base = *whole<int>(0, 5), arm = *whole<int>(0, 5);
            runs.push_back({"", replicate, base, *whole<int>(0, 3) == 0 ? none : base});
            runs.push_back({"arm", replicate, arm, *whole<int>(0, 3) == 0 ? none : arm});
            turned.push_back({"arm", replicate, base, runs[runs.size() - 2].failure_h});
            turned.push_back({"", replicate, arm, runs.back().failure_h});
        }
        ArmComparisons const one = compare_with_base(results_of(runs)), other = compare_with_base(results_of(turned));
        for (std::string const column : {"loss_usd", "venue.bank.failure_h"}) {
            Comparison const &here = of(one, "arm", column), &there = of(other, "arm", column);
            RC_ASSERT(here.equal + here.hurt + here.helped == here.pairs);
            RC_ASSERT(here.pairs + here.only_arm + here.only_base <= pairs);
            RC_ASSERT(here.hurt == there.helped && here.equal == there.equal && here.only_arm == there.only_base);
            if (here.pairs == 0)
                continue;
            RC_ASSERT(here.q05 <= here.median && here.median <= here.q95);
            RC_ASSERT(here.median_low <= here.median && here.median <= here.median_high);
            RC_ASSERT(std::abs(here.mean + there.mean) < 1e-12);
            RC_ASSERT(std::abs(here.median + there.median) < 1e-12);
            RC_ASSERT(std::abs(here.q05 + there.q95) < 1e-12);
        }
    });
}
