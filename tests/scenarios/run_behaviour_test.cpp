// One behaviour, fitted to Celsius and Voyager in May 2022, and what it makes of a sound lender; half_steps_test.cpp
// has steps of half the length. Full tables, with the predictions, are those of `stampede validate`; see
// tests/VALIDATION.md.

#include <catch2/catch.hpp>

#include "tests/scenarios/episode.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

using Results = std::vector<TargetResult>;

void check_fit(std::string const& who, Results const& results)
{
    CAPTURE(who, spread_of(named(results, who + "-1")));
    CHECK(named(results, who + "-1").verdict() == Verdict::hit);
    double before = 0;
    for (char const* const size : {"below 10 k", "10 k to 500 k", "above 500 k"}) {
        double const asked = named(results, who + ", asked in 72 h, " + size).quantile(0.5);
        CAPTURE(size);
        CHECK(asked > before);
        before = asked;
    }
}

/// Is the median of one way of running an episode inside the interval of the other?
/// @param resolution  of the second run: share of claims of the smallest account of the largest class, where nearly
/// nobody asks; no finer can the other way tell
void check_agrees(std::string const& who, Episode const& one, Episode const& other, double resolution = 0)
{
    Results const reference = held(one, 20), tried = held(other, 20);
    for (char const* const run : {"-1", "-2"}) {
        TargetResult const &known = named(reference, who + run), &found = named(tried, who + run);
        CAPTURE(who, run, spread_of(known), spread_of(found));
        double const slack = run == std::string{"-2"} ? resolution : 0;
        CHECK(known.quantile(0.05) - slack <= found.quantile(0.5));
        CHECK(found.quantile(0.5) <= known.quantile(0.95) + slack);
        validation_row(fmt::format("a tenth, {}{}", who, run), "experiments/scenarios", spread_of(known),
                       spread_of(found));
    }
}

}  // namespace

TEST_CASE("five small replicates of May come near what was withdrawn, large accounts first", "[scenarios]")
{
    check_fit("Celsius", held({"celsius_2022_small.json"}, 5));
    check_fit("Voyager", held({"voyager_2022_small.json"}, 5));
}

TEST_CASE("a sound lender keeps its clients under the same news", "[scenarios]")
{
    CHECK(named(held({"sound_lender.json"}, 10), "a sound lender keeps its clients").inside_share() >= 0.9);
}

TEST_CASE("Celsius in full size", "[scenarios][.long]")
{
    check_fit("Celsius", held({"celsius_2022.json"}, 20));
}

TEST_CASE("Voyager in full size", "[scenarios][.long]")
{
    check_fit("Voyager", held({"voyager_2022.json"}, 20));
}

TEST_CASE("a tenth of a lender behaves like the whole", "[scenarios][.long]")
{
    // 500,000 USD among 700 million.
    check_agrees("Celsius", {"celsius_2022.json"}, {"celsius_2022_small.json"}, 5e5 / 7e8);
    check_agrees("Voyager", {"voyager_2022.json"}, {"voyager_2022_small.json"});
}

TEST_CASE("a sound lender keeps 85 % of its claims in 95 of 100 worlds", "[scenarios][.long]")
{
    TargetResult const left = named(held({"sound_lender.json"}, 100), "a sound lender keeps its clients");
    CHECK(left.inside_share() >= 0.95);
    validation_row("sound lender, worlds in which it keeps 85 % of its claims", "model/ODD.md, 1", "95 of 100",
                   fmt::format("{:.0f} of 100; left {}", 100 * left.inside_share(), spread_of(left)));
}
