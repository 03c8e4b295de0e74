// Haircuts that follow volatility, by configuration alone: coins as margin in a market that falls by a tenth and
// comes back, again and again.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "model/cross_standing.hpp"
#include "tests/output/recorded_world.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinRel;
using nlohmann::json;

namespace {

constexpr int moves = 7;  // the last of which is a fall
constexpr double step_days = 600.0 / 86400;

json rule(std::string const& kind)
{
    if (kind == "fixed")
        return {{"kind", kind}};
    json made = {{"kind", kind}, {"multiple", 2}, {"horizon", "1d"}, {"half_life", "1d"}};
    if (kind == "through_the_cycle")
        made["stress_volatility"] = 0.15;
    return made;
}

/// Haircut at the start: 0.1 is agreed, which covers 5 % a day; 2 x (0.75 x 5 % + 0.25 x 15 %) through the cycle.
double at_first(std::string const& kind)
{
    return kind == "through_the_cycle" ? 0.15 : 0.1;
}

/// Volatility after a step without a move and so many with one by a tenth, each of which counts half after a day
/// [1/sqrt(day)].
double volatility_after(int steps)
{
    double const kept = std::exp2(-step_days), square = std::pow(std::log(0.9), 2) / step_days;
    return std::sqrt(std::pow(kept, steps + 1) * 0.05 * 0.05 + (1 - std::pow(kept, steps)) * square);
}

double haircut_after(std::string const& kind, int steps)
{
    double const volatility = volatility_after(steps);
    return kind == "fixed"               ? 0.1
           : kind == "volatility_scaled" ? std::max(0.1, 2 * volatility)
                                         : 2 * (0.75 * volatility + 0.25 * 0.15);
}

/// A market in which COIN swings between 100 and 90.
json swinging_world(std::string const& kind)
{
    PerpVenue venue;
    venue.tiers = one_tier(0.04);
    json world = leverage_world(venue);
    world["institutions"]["Exchange"].update({{"collateral", {{"COIN", 0.1}}}, {"haircut_rule", rule(kind)}});
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"},      {"depth", 1e8},
                                    {"half_spread", 0},    {"floor", 0},     {"resilience_time", 0}};
    std::vector<double> prices;
    for (int i = 0; i < moves; ++i)
        prices.push_back(i % 2 == 0 ? 90 : 100);
    add_prices(world, prices);
    return world;
}

/// A fund that is long 1,000 coins at 100 behind coins that count for 25,000 at the start, whatever the rule: who
/// meets a higher haircut posts more. In each fall it loses 10,000 and must keep 3,600.
json fund_on_coins(std::string const& kind)
{
    json world = swinging_world(kind);
    world["institutions"]["Fund"] = {{"kind", "fund"}};
    world["agents"]["fund"] = {{"kind", "fund"},
                               {"institution", "Fund"},
                               {"most_leverage", 1000},
                               {"target_leverage", 1000},
                               {"position",
                                {{"venue", "Exchange"},
                                 {"base", "COIN"},
                                 {"notional", 1e5},
                                 {"collateral", {{"COIN", 250 / (1 - at_first(kind))}}},
                                 {"call_at", 1},
                                 {"deadline", "6h"}}}};
    return world;
}

double haircut(Configured const& run)
{
    return run.world().haircut(run.world().institution("Exchange"), run.world().asset("COIN"));
}

double in_usd(double units)
{
    return units * 1e-6;  // USD has 6 decimals
}

}  // namespace

TEST_CASE("haircuts follow the volatility of prices, step by step", "[engine][haircuts]")
{
    for (std::string const kind : {"fixed", "volatility_scaled", "through_the_cycle"}) {
        CAPTURE(kind);
        Configured run{fund_on_coins(kind)};
        CHECK_THAT(haircut(run), WithinRel(at_first(kind), 1e-12));
        for (int steps = 0; steps <= moves; ++steps) {
            run.go(1);
            CHECK_THAT(haircut(run), WithinRel(haircut_after(kind, steps), 1e-9));
        }
    }
}

TEST_CASE(
    "an account that a fixed haircut leaves alone is called when haircuts rise with volatility, and not through "
    "the cycle",
    "[engine][haircuts]")
{
    for (auto const& [kind, calls] : {std::pair{"fixed", 0}, {"volatility_scaled", 1}, {"through_the_cycle", 0}}) {
        CAPTURE(kind);
        Configured run{fund_on_coins(kind)};
        CHECK_THAT(in_usd(cross_standing(run.world(), CrossId{0}).equity), WithinRel(25000.0, 1e-5));
        run.go(moves);
        CHECK(run.count(EventKind::margin_call) == 0);
        run.go(1);
        // 25,000 / (1 - first) x 0.9 x (1 - now) - 10,000: 12,500, 3,200, 5,100; needed 3,600.
        CHECK(run.count(EventKind::margin_call) == calls);
        double const counts = 25000 / (1 - at_first(kind)) * 0.9 * (1 - haircut(run));
        CHECK_THAT(in_usd(cross_standing(run.world(), CrossId{0}).equity), WithinRel(counts - 10000, 1e-4));
        CHECK(run.count(EventKind::liquidation) == 0);
    }
}

TEST_CASE("who covers the haircut at the start has coins that count for what they should", "[engine][haircuts]")
{
    for (std::string const kind : {"fixed", "volatility_scaled", "through_the_cycle"})
        for (bool const covers : {false, true}) {
            CAPTURE(kind, covers);
            json world = swinging_world(kind);
            add_holder(world, "holder", 100, 100, 2500);
            world["agents"]["holder"].update({{"cross_above", 1}, {"in_coins", 0.4}, {"covers_haircut", covers}});
            Configured const run{world};
            double const counts = covers ? 1000 : 1000 * (1 - at_first(kind));
            CHECK_THAT(in_usd(cross_standing(run.world(), CrossId{0}).collateral), WithinRel(counts, 1e-6));
            CHECK_THAT(in_usd(cross_standing(run.world(), CrossId{0}).equity), WithinRel(1500 + counts, 1e-6));
        }
}

TEST_CASE("the outcome of a venue tells how high haircuts went, and how far they rose", "[engine][haircuts]")
{
    for (std::string const kind : {"fixed", "volatility_scaled", "through_the_cycle"}) {
        CAPTURE(kind);
        json world = fund_on_coins(kind);
        world["days"] = (moves + 0.9) * step_days;  // a step that has begun is done
        std::string const text = world.dump();
        Contents const results = results_of(text.substr(1, text.size() - 2));
        std::vector<double> const haircuts = series(results, "/series/venue/haircut", "Exchange");
        REQUIRE(haircuts.size() == std::size_t{moves} + 1);
        CHECK_THAT(haircuts.back(), WithinRel(haircut_after(kind, moves), 1e-9));
        double const peak = outcome(results, "/summary/venue/peak_haircut", "Exchange");
        double const ratio = outcome(results, "/summary/venue/haircut_peak_to_trough", "Exchange");
        CHECK_THAT(peak, WithinRel(haircuts.back(), 1e-12));
        CHECK_THAT(ratio, WithinRel(kind == "fixed" ? 1.0 : peak / haircuts.front(), 1e-12));
        CHECK(std::isnan(outcome(results, "/summary/venue/peak_haircut", "Fund")));
        CHECK(std::isnan(series(results, "/series/venue/haircut", "Fund").back()));
    }
}
