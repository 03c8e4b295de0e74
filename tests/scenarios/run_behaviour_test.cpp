// One behaviour, fitted to Celsius and Voyager in May 2022, and what it makes of a sound lender.
// Source of the shares: Patel, Rose, Chicago Fed Letter 479, 2023; see experiments/scenarios/README.md.

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/scenarios/episode.hpp"
#include "tests/support/validation.hpp"

using namespace stampede::testing;

namespace {

constexpr auto source = "Chicago Fed Letter 479";
constexpr double tolerance = 0.02;

/// 9 to 20 May, then 9 to 13 June, both from midnight.
Episode celsius(std::string const& file)
{
    return {file, "Celsius", {{2, 13}, {33, 37}}};
}

/// 9 to 20 May, then 12 June to 2 July.
Episode voyager(std::string const& file)
{
    return {file, "Voyager", {{2, 13}, {36, 56}}};
}

Spread withdrawn(std::vector<EpisodeOutcome> const& runs, std::size_t span)
{
    return spread_of(values_of(runs, [span](EpisodeOutcome const& run) { return run.withdrawn[span]; }));
}

Spread early(std::vector<EpisodeOutcome> const& runs, std::size_t size)
{
    return spread_of(values_of(runs, [size](EpisodeOutcome const& run) { return run.early[size]; }));
}

std::size_t kept_most(std::vector<EpisodeOutcome> const& runs)
{
    return static_cast<std::size_t>(
        std::count_if(runs.begin(), runs.end(), [](EpisodeOutcome const& run) { return run.kept >= 0.85; }));
}

void check_large_leave_first(std::string const& who, std::vector<EpisodeOutcome> const& runs)
{
    CHECK(early(runs, 0).median < early(runs, 1).median);
    CHECK(early(runs, 1).median < early(runs, 2).median);
    validation_row(who + ": asked within 72 h, below 10 k, to 500 k, above", source, "rising",
                   early(runs, 0).text() + "; " + early(runs, 1).text() + "; " + early(runs, 2).text());
}

/// Fit and prediction of one episode over 20 replicates.
void check_episode(std::string const& who, Episode const& episode, double first, double second)
{
    std::vector<EpisodeOutcome> const runs = run_replicates(episode, 20);
    Spread const fitted = withdrawn(runs, 0), predicted = withdrawn(runs, 1);
    CHECK(fitted.median == Approx(first).margin(tolerance));
    check_large_leave_first(who, runs);
    auto const gated = std::count_if(runs.begin(), runs.end(), [](EpisodeOutcome const& run) { return run.gated; });
    validation_row(who + "-1, share withdrawn (fitted)", source, fmt::format("{} +- {}", first, tolerance),
                   fitted.text());
    validation_row(who + "-2, share withdrawn (predicted, not fitted)", source, fmt::format("{}", second),
                   predicted.text());
    validation_row(who + ", replicates that closed their doors", source, "report", fmt::format("{} of 20", gated));
}

/// Is the median of one way of running an episode inside the interval of the other?
void check_agrees(std::string const& what, Episode const& one, Episode const& other)
{
    std::vector<EpisodeOutcome> const reference = run_replicates(one, 20), tried = run_replicates(other, 20);
    for (std::size_t span : {0U, 1U}) {
        CAPTURE(what, span);
        CHECK(withdrawn(reference, span).contains(withdrawn(tried, span).median));
        validation_row(fmt::format("{}, span {}", what, span + 1), "experiments/scenarios",
                       withdrawn(reference, span).text(), withdrawn(tried, span).text());
    }
}

}  // namespace

TEST_CASE("five small replicates of May come near what was withdrawn, large accounts first", "[scenarios]")
{
    std::vector<EpisodeOutcome> const lender = run_replicates(celsius("celsius_2022_small.json"), 5);
    CHECK(withdrawn(lender, 0).median == Approx(0.20).margin(tolerance));
    check_large_leave_first("Celsius, small", lender);
    std::vector<EpisodeOutcome> const broker = run_replicates(voyager("voyager_2022_small.json"), 5);
    CHECK(withdrawn(broker, 0).median == Approx(0.14).margin(tolerance));
    check_large_leave_first("Voyager, small", broker);
}

TEST_CASE("a sound lender keeps its clients under the same news", "[scenarios]")
{
    CHECK(kept_most(run_replicates({"sound_lender.json", "Celsius"}, 10)) >= 9);
}

TEST_CASE("Celsius in full size", "[scenarios][.long]")
{
    check_episode("Celsius", celsius("celsius_2022.json"), 0.20, 0.10);
}

TEST_CASE("Voyager in full size", "[scenarios][.long]")
{
    check_episode("Voyager", voyager("voyager_2022.json"), 0.14, 0.39);
}

TEST_CASE("a tenth of a lender behaves like the whole", "[scenarios][.long]")
{
    check_agrees("Celsius, a tenth", celsius("celsius_2022.json"), celsius("celsius_2022_small.json"));
    check_agrees("Voyager, a tenth", voyager("voyager_2022.json"), voyager("voyager_2022_small.json"));
}

TEST_CASE("steps of 10 and of 5 minutes agree", "[scenarios][.long]")
{
    auto const finer = [](Episode episode) {
        episode.settings = {"/step_seconds=300"};
        return episode;
    };
    Episode const lender = celsius("celsius_2022_small.json"), broker = voyager("voyager_2022_small.json");
    check_agrees("Celsius, 5 minutes", lender, finer(lender));
    check_agrees("Voyager, 5 minutes", broker, finer(broker));
}

TEST_CASE("a sound lender keeps 85 % of its claims in 95 of 100 worlds", "[scenarios][.long]")
{
    std::vector<EpisodeOutcome> const runs = run_replicates({"sound_lender.json", "Celsius"}, 100);
    Spread const kept = spread_of(values_of(runs, [](EpisodeOutcome const& run) { return run.kept; }));
    CHECK(kept_most(runs) >= 95);
    validation_row("sound lender, worlds in which it keeps 85 % of its claims", "model/ODD.md, 7.3", "95 of 100",
                   fmt::format("{} of 100; kept {}", kept_most(runs), kept.text()));
}
