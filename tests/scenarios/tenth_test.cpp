// An episode in full size does what a tenth of it does. Lenders of May and FTX have their own, in
// run_behaviour_test.cpp and ftx_test.cpp.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>

#include "tests/scenarios/episode.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// What was fitted to a small episode and just misses in full size; experiments/scenarios/EPISODES.md says why.
bool misses(std::string const& episode, std::string const& target)
{
    return episode == "deleveraging_2021_05" && (target == "perpetual falls" || target == "regained in six hours");
}

}  // namespace

TEST_CASE("a tenth of an episode does what the whole does, and both what was fitted", "[scenarios][.long]")
{
    // Of March 2020 and May 2021 there is a tenth of the people, with all the money.
    auto const [episode, part] = GENERATE(table<std::string, double>({{"btc_2020_03", 1},
                                                                      {"deleveraging_2021_05", 1},
                                                                      {"terra_2022_05", 0.1},
                                                                      {"usdc_2023_03", 0.1},
                                                                      {"lenders_2022_06", 0.1}}));
    std::vector<TargetResult> const tenth = held({episode + "_small.json"}, 20), whole = held({episode + ".json"}, 20);
    int compared = 0;
    for (TargetResult const& few : tenth) {
        TargetResult const& all = named(whole, few.name);
        CAPTURE(episode, few.name, few.known_share(), all.known_share());
        CHECK(std::abs(few.known_share() - all.known_share()) <= 0.4);
        CHECK((few.kind != TargetKind::fitted || few.verdict() == Verdict::hit));
        CHECK((all.kind != TargetKind::fitted || (all.verdict() == Verdict::hit) != misses(episode, all.name)));
        if (few.known_share() < 0.5 || all.known_share() < 0.5)
            continue;
        CAPTURE(spread_of(few), spread_of(all));
        // Where people are few chance is larger: the interval is that of the tenth.
        double const scale = few.unit == "USD" || few.unit == "coin" ? 1 / part : 1;
        CHECK(few.quantile(0.05) * scale <= all.quantile(0.5));
        CHECK(all.quantile(0.5) <= few.quantile(0.95) * scale);
        validation_row(fmt::format("a tenth, {}: {}", episode, few.name), "experiments/scenarios", spread_of(all),
                       spread_of(few));
        ++compared;
    }
    CHECK(compared > 0);
}
