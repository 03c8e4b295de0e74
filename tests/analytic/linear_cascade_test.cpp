// The linear liquidation cascade through the whole engine, by configuration alone: longs whose liquidation prices lie
// evenly below the market, an even depth in coins per unit of price, and a first fall from outside.
// Source: with liquidation density rho and impact kappa a fall of d0 becomes d0 (1 - b^n) / (1 - b) after n waves, b =
// kappa rho; derived in model/ODD.md. Tolerance: one spacing of the positions in each wave.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/support/configured.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using testing::Configured;
using Json = nlohmann::json;

namespace {

constexpr double price = 10000, first_fall = 100, reach = 800, depth = 50;
constexpr int positions = 16000;
constexpr double spacing = reach / positions;

/// A perpetual without spot, spread or crowd. All longs entered at 10,000 with no maintenance margin, so that each is
/// liquidated where its margin is gone: margins spread evenly from 0 to 8 % of the price.
Json cascade(double branching)
{
    Json world = testing::dollar_world(0.2);
    world["assets"]["COIN"] = {{"decimals", 8}, {"price", price}};
    world["institutions"]["Exchange"] = Json::object();
    world["markets"]["COIN-PERP"] = {{"kind", "perp"},
                                     {"venue", "Exchange"},
                                     {"base", "COIN"},
                                     {"quote", "USD"},
                                     {"distance", "linear"},
                                     {"depth", depth},
                                     {"edges", {0.5}},
                                     {"profile", {1}},
                                     {"half_spread", 0},
                                     {"floor", 0},
                                     {"resilience_time", 0},
                                     {"perp",
                                      {{"mark", "mid"},
                                       {"funding_interval", 0},
                                       {"insurance_fund", 1e9},
                                       {"leverage_cap", 1000},
                                       {"tiers", {{"from", {0}}, {"rate", {0}}, {"leverage", {1000}}}}}}};
    double const coins = branching * depth * spacing;
    world["agents"]["longs"] = {
        {"kind", "leveraged_trader"},
        {"venue", "Exchange"},
        {"base", "COIN"},
        {"count", positions},
        {"shorts", 0},
        {"looks_per_day", 0},
        {"entry_volatility", 0},
        {"notional", coins * price},
        {"drawn", "margin"},
        {"leverage", {{"kind", "uniform"}, {"low", 1e-9}, {"high", reach / price}, {"sample", "stratified"}}}};
    world["mechanisms"]["margin"] = {{"liquidation_time", 0}, {"fee", 0}};
    world["mechanisms"]["deleveraging"] = {{"trigger", "never"}};
    world["shocks"]["fall"] = {
        {"kind", "price_jump"}, {"at", "10min"}, {"asset", "COIN"}, {"change", -first_fall / price}};
    return world;
}

double fall(Configured const& run)
{
    return price - run.world().perps.front().mid;
}

}  // namespace

TEST_CASE("a linear cascade of branching one half doubles the first fall", "[analytic][cascade]")
{
    Configured run{cascade(0.5)};
    run.go(2);  // the first fall, and its takeovers
    CHECK_THAT(fall(run), WithinAbs(first_fall, 1e-9));
    double expected = first_fall;
    for (int wave = 2; wave <= 5; ++wave) {
        run.go(1);
        expected = first_fall * (1 - std::pow(0.5, wave)) / 0.5;
        CAPTURE(wave);
        CHECK_THAT(fall(run), WithinAbs(expected, wave * spacing));
    }
    testing::validation_row("linear cascade, b = 0.5, fall of 100 after five waves", "M 4.5", 193.75, fall(run));
    CHECK_THAT(expected, WithinAbs(193.75, 1e-9));
    run.finish();
    CHECK_THAT(fall(run), WithinAbs(200, 20 * spacing));
    testing::validation_row("linear cascade, b = 0.5, fall of 100 in all", "M 4.5", 200, fall(run));
}

TEST_CASE("a cascade of branching one or more ends only where the positions end", "[analytic][cascade]")
{
    double const branching = GENERATE(1.0, 1.5);
    CAPTURE(branching);
    Configured run{cascade(branching)};
    run.go(2);
    double before = fall(run), wave = first_fall;
    while (before < reach) {
        run.go(1);
        double const next = fall(run) - before;
        if (before + next < reach)
            CHECK_THAT(next, WithinAbs(wave * branching, 2 * spacing));
        REQUIRE(next > 0);
        wave = next;
        before += next;
    }
    run.finish();
    // What all positions together push the price down by, whatever the waves.
    CHECK_THAT(fall(run), WithinAbs(first_fall + branching * reach, 2 * spacing));
    CHECK(run.world().perps.front().positions.position(run.world().perps.front().engine).size == Units{0});
    testing::validation_row(fmt::format("linear cascade, b = {}, fall of 100 until 800 are used up", branching),
                            "M 4.5", first_fall + branching * reach, fall(run));
}
