// One behaviour, fitted to Celsius and Voyager in May 2022, and what it makes of a sound lender; half_steps_test.cpp
// has steps of half the length. Full tables, with the predictions, are those of `stampede validate`; see
// tests/VALIDATION.md.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"
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

/// One target of which a tenth is known to tell something else.
struct KnownDifference {
    std::string target;
    double most;  ///< between the medians [unit of the target]
};

/// Of what most runs of both sizes have, the median of the tenth lies in the interval of the whole. Shares of runs that
/// have it differ by at most 0.4: 2.5 standard deviations of the difference of two shares of 20 runs.
void check_agrees(std::string const& whole, std::string const& tenth, KnownDifference const& apart = {})
{
    Results const reference = held({whole}, 20), tried = held({tenth}, 20);
    int compared = 0;
    for (TargetResult const& known : reference) {
        TargetResult const& found = named(tried, known.name);
        CAPTURE(whole, known.name, known.known_share(), found.known_share());
        CHECK(std::abs(known.known_share() - found.known_share()) <= 0.4);
        if (known.known_share() < 0.5 || found.known_share() < 0.5)
            continue;
        CAPTURE(spread_of(known), spread_of(found));
        std::string title = "a tenth, " + known.name;
        if (known.name == apart.target) {
            CHECK(std::abs(known.quantile(0.5) - found.quantile(0.5)) < apart.most);
            title += fmt::format(", within {} (outside the interval)", apart.most);
        }
        else {
            CHECK(known.quantile(0.05) <= found.quantile(0.5));
            CHECK(found.quantile(0.5) <= known.quantile(0.95));
        }
        validation_row(title, "experiments/scenarios", spread_of(known), spread_of(found));
        ++compared;
    }
    CHECK(compared >= 5);
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

// What makes it sound: it owns 5 % more than it owes, hides nothing, and can pay 60 % of what it owes within a day: 5 %
// hot, 25 % cold, 30 % in bills. Besides, a sixtieth of its loans, which are 45 %, comes back each day.
TEST_CASE(
    "the sound lender is born with an equity of 5 %, and 60 % of its claims and a day of its loans payable in a day",
    "[scenarios]")
{
    LoadedExperiment loaded{scenario_folder() / "sound_lender.json", {}};
    auto const run = build(loaded.experiment(), {.audits = true}, {});
    World const& world = run->world();
    InstitutionId const lender = world.institution("Celsius");
    double const claims = world.claims_usd(lender);
    CHECK(claims > 0);
    auto const equity = static_cast<double>(world.true_equity(lender).value()) * 1e-6;
    CHECK(equity / claims == Approx(0.05).epsilon(1e-6));
    CHECK(world.disclosed_equity(lender) == world.true_equity(lender));
    double const payable = 0.6 + 0.45 / 60;
    CHECK(world.payable_usd(lender, Duration{86400}) / claims == Approx(payable).epsilon(1e-6));
    CHECK(world.signals[lender.index()].coverage_at_start == Approx(payable).epsilon(1e-6));
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
    // In June nearly nobody asks, and those who do have much. Half of the tenth's claims are those of 205 accounts
    // above 500,000 USD: one of them is 0.0025 of all on average, more than the upper end of the whole's interval.
    check_agrees("celsius_2022.json", "celsius_2022_small.json", {"Celsius-2", 0.001});
    check_agrees("voyager_2022.json", "voyager_2022_small.json");
}

TEST_CASE("twenty small replicates of May come near what was withdrawn, large accounts first", "[scenarios][.long]")
{
    check_fit("Celsius", held({"celsius_2022_small.json"}, 20));
    check_fit("Voyager", held({"voyager_2022_small.json"}, 20));
}

TEST_CASE("a sound lender keeps 85 % of its claims in 95 of 100 worlds", "[scenarios][.long]")
{
    TargetResult const left = named(held({"sound_lender.json"}, 100), "a sound lender keeps its clients");
    CHECK(left.inside_share() >= 0.95);
    validation_row("sound lender, worlds in which it keeps 85 % of its claims", "model/ODD.md, 1", "95 of 100",
                   fmt::format("{:.0f} of 100; left {}", 100 * left.inside_share(), spread_of(left)));
}
