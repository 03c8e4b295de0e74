// The ready lesson of the liquidation cascade: what it says of itself, and what its arms do.
// Source: with b coins sold per unit of price and of depth a first fall of d becomes d / (1 - b), at b = 1 all that
// there is; derived in model/ODD.md.

#include <catch2/catch.hpp>

#include "experiments/runner.hpp"
#include "tests/scenarios/episode.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// What an arm records.
Contents results_of_arm(std::string const& arm)
{
    LoadedExperiment lesson{scenario_folder() / "cascade_lesson.json", {}};
    Runner runner{lesson, {{0, arm, 0}, {arm, {}}, {}}, {2, true}};
    REQUIRE(runner.go([] { return false; }, [](std::int64_t) {}));
    return runner.results();
}

}  // namespace

TEST_CASE("the lesson of the cascade meets the closed form wave by wave", "[scenarios][cascade]")
{
    for (TargetResult const& result : held({"cascade_lesson.json"}, 1)) {
        CAPTURE(result.name, result.quantile(0.5));
        CHECK(result.verdict() == Verdict::hit);
    }
    Contents const base = results_of_arm("");
    // Half of all positions lie within the first fall, the other half is reached by sales only.
    CHECK(base.values<double>("/summary/liquidation_branching").at(0) == Approx(0.5).margin(0.001));
}

TEST_CASE("less on margin or a deeper book dampens the cascade, twice as much uses everything up",
          "[scenarios][cascade]")
{
    auto const [arm, fall] = GENERATE(table<std::string, double>({{"", 200},
                                                                  {"nobody_on_margin", 100},
                                                                  {"no_liquidation", 100},
                                                                  {"half_as_large", 100 / 0.75},
                                                                  {"twice_as_deep", 100 / 0.75},
                                                                  {"twice_as_large", 100 + 800}}));
    CAPTURE(arm);
    Contents const results = results_of_arm(arm);
    CHECK(10000 * RunRecord{results}.outcome("/summary/perp", "max_fall", "COIN-PERP") == Approx(fall).margin(0.5));
}
