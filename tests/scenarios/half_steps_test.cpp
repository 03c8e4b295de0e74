// Physics is in time, not in steps: every small episode again in steps of half the length; and, where leverage is the
// episode, without its shock. FTX has its own, in ftx_test.cpp.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>

#include "experiments/loaded_experiment.hpp"
#include "tests/scenarios/episode.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

using Results = std::vector<TargetResult>;

Experiment read(std::string const& file)
{
    return LoadedExperiment{scenario_folder() / file, {}}.experiment();
}

/// The same time in steps of another length, recorded at the same times.
Episode in_steps_of(std::int64_t seconds, std::string const& file)
{
    Experiment const experiment = read(file);
    return {file,
            {fmt::format("/step_seconds={}", seconds),
             fmt::format("/record_every={}", experiment.step_seconds * experiment.record_every / seconds)}};
}

/// What the length of the step does decide, and by how much: a round of liquidations waits for the next step, so a
/// cascade in steps of a minute runs slower. May's low comes 28 minutes after the shock; in steps of 30 and of 15
/// seconds 15 and 14. [unit of the measure]
double known_difference(std::string const& file, TargetResult const& target, double whole_step)
{
    if (file == "deleveraging_2021_05_small.json" && target.name == "time of the low")
        return 0.25;
    return target.unit == "h" ? whole_step / 3600 : 0;  // times are ends of steps
}

/// Of what most runs of both have, the median in half steps lies in the interval of the whole ones; and about as many
/// runs of both have it.
/// @param title  of the rows of the table
/// @param step   length of the whole steps [s]
void check_agree(std::string const& title, std::string const& file, double step, Results const& whole,
                 Results const& half)
{
    int compared = 0;
    for (TargetResult const& known : whole) {
        TargetResult const& found = named(half, known.name);
        CAPTURE(file, step, known.name, known.known_share(), found.known_share());
        CHECK(std::abs(known.known_share() - found.known_share()) <= 0.4);
        if (known.known_share() < 0.5 || found.known_share() < 0.5)
            continue;
        CAPTURE(spread_of(known), spread_of(found));
        double const slack = known_difference(file, known, step) * (1 + 1e-9);
        CHECK(known.quantile(0.05) - slack <= found.quantile(0.5));
        CHECK(found.quantile(0.5) <= known.quantile(0.95) + slack);
        validation_row(fmt::format("{}, {}: {}", title, file, known.name), "experiments/scenarios", spread_of(known),
                       spread_of(found));
        ++compared;
    }
    CHECK(compared > 0);
}

}  // namespace

TEST_CASE("steps of half the length agree in every small episode", "[scenarios][.long]")
{
    std::string const file =
        GENERATE("celsius_2022_small.json", "voyager_2022_small.json", "btc_2020_03_small.json",
                 "deleveraging_2021_05_small.json", "terra_2022_05_small.json", "usdc_2023_03_small.json",
                 "lenders_2022_06_small.json", "blockfi_2022_11_small.json", "genesis_2022_11_small.json",
                 "crash_2025_10_small.json");
    std::int64_t const step = read(file).step_seconds;
    check_agree("half steps", file, static_cast<double>(step), held({file}, 20), held(in_steps_of(step / 2, file), 20));
}

// Episodes of stablecoins and of leverage are compared at 60 and 30 seconds; these two of theirs have longer steps, as
// nothing in them happens within minutes. Celsius, Voyager, BlockFi and Genesis stay at ten and five minutes.
TEST_CASE("steps of a minute and of half a minute agree in the small episodes of slow runs", "[scenarios][.long]")
{
    std::string const file = GENERATE("usdc_2023_03_small.json", "lenders_2022_06_small.json");
    check_agree("30 s against 60 s", file, 60, held(in_steps_of(60, file), 20), held(in_steps_of(30, file), 20));
}

TEST_CASE("without its shock no small episode of leverage falls by more than 5 %", "[scenarios][.long]")
{
    auto const [file, shock] = GENERATE(table<char const*, char const*>(
        {{"btc_2020_03_small.json", "the world closes"}, {"deleveraging_2021_05_small.json", "a ban is repeated"}}));
    Results const calm = held({file,
                               {fmt::format("/shocks/{}/change=0", shock), "/targets/perpetual falls/measure/from=0",
                                "/targets/spot falls/measure/from=0"}},
                              20);
    for (char const* const name : {"perpetual falls", "spot falls"}) {
        CAPTURE(file, name, spread_of(named(calm, name)));
        CHECK(named(calm, name).quantile(1) < 0.05);
        validation_row(fmt::format("without its shock, {}: {}", file, name), "experiments/scenarios", "below 0.05",
                       spread_of(named(calm, name)));
    }
}
