// Targets against runs: shares, verdicts, and how they are told.

#include "output/validation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/output/series_by_hand.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr double never = std::numeric_limits<double>::quiet_NaN();

TargetResult result(std::vector<double> expected, std::vector<double> values)
{
    return {"t", "fall", "X", "1", "book", std::move(expected), TargetKind::fitted, std::move(values)};
}

/// Claims that are frozen at the end, in each of some runs.
Validation frozen(std::map<std::string, Target>& targets, std::vector<double> const& usd)
{
    Target& target = targets["frozen | left"];
    REQUIRE(target.measure.choose("frozen_claims"));
    target.expected = {8e9, 9e9};
    target.source = "a paper, 2023";
    Validation validation{"ftx.json", targets};
    for (double const each : usd) {
        SeriesByHand run{{1}};
        run.things("/summary/venue", {""}).column("/summary/venue/frozen_usd", {each});
        validation.add(run.results());
    }
    return validation;
}

}  // namespace

TEST_CASE("the median decides, the share inside tells how surely", "[output][validation]")
{
    TargetResult const most = result({1, 2}, {0, 1, 1.5, 2, 5});
    CHECK(most.verdict() == Verdict::hit);
    CHECK(most.quantile(0.5) == 1.5);
    CHECK(most.inside_share() == Approx(0.6));
    CHECK(most.known_share() == 1);
    CHECK(result({1, 2}, {0, 0, 0, 1.5, 3}).verdict() == Verdict::miss);
    CHECK(result({1, 2}, {2.5, 2.6, 0.5}).inside_share() == 0);
}

TEST_CASE("a run without a value is outside, and half of them must have one", "[output][validation]")
{
    TargetResult const half = result({1, 2}, {1.5, never, 1.5, never});
    CHECK(half.verdict() == Verdict::hit);
    CHECK(half.inside_share() == Approx(0.5));
    CHECK(half.known_share() == Approx(0.5));
    CHECK(result({1, 2}, {1.5, never, never}).verdict() == Verdict::miss);
    CHECK(result({1, 2}, {never, never}).verdict() == Verdict::miss);
    CHECK(std::isnan(result({1, 2}, {never}).quantile(0.5)));
}

TEST_CASE("without a band there is nothing to hit", "[output][validation]")
{
    TargetResult const open = result({}, {1, 2, 3});
    CHECK(open.verdict() == Verdict::none);
    CHECK(std::isnan(open.inside_share()));
    CHECK(open.quantile(0.5) == 2);
}

TEST_CASE("a band is two numbers in order, or none of what is only reported", "[output][validation]")
{
    Target target;
    CHECK(target.complaint() ==
          "must be two numbers, the lowest and the highest; only what is \"reported\" may do without");
    target.expected = {1, 1};
    CHECK(target.complaint() == "");
    target.expected = {2, 1};
    CHECK(target.complaint() == "must begin with the lower of the two");
    target.kind = TargetKind::reported;
    CHECK(target.complaint() == "must begin with the lower of the two");
    target.expected = {};
    CHECK(target.complaint() == "");
}

TEST_CASE("results are told in the scale of their numbers", "[output][validation]")
{
    std::map<std::string, Target> targets;
    Validation const validation = frozen(targets, {8.25e9, 8.5e9, 12e9});
    CHECK(validation_table(validation) ==
          "ftx.json (3 runs)\n"
          "  target         history             median [5 %, 95 %]  inside  of runs  verdict  kind       measure"
          "            source\n"
          "  frozen | left  8 to 9 billion USD  8.5 [8.275, 11.65]  67 %    100 %    hit      predicted  "
          "frozen_claims of"
          "   a paper, 2023\n");
    CHECK(validation_markdown(validation, "Made by hand.") ==
          "## ftx.json\n\nMade by hand.\n\n"
          "| target | history | median [5 %, 95 %] | inside | of runs | verdict | kind | measure | source |\n"
          "|---|---|---|---|---|---|---|---|---|\n"
          "| frozen \\| left | 8 to 9 billion USD | 8.5 [8.275, 11.65] | 67 % | 100 % | hit | predicted |"
          " frozen_claims of  | a paper, 2023 |\n");
    std::string const csv = validation_csv({validation});
    CHECK(csv.substr(csv.find('\n') + 1) ==
          "ftx.json,frozen | left,frozen_claims,,USD,8000000000,9000000000,8500000000,8275000000,11650000000,"
          "0.6666666666666666,1,hit,predicted,\"a paper, 2023\",3\n");
}
