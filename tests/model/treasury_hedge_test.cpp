// A treasury that is short against its own coins, and what deleveraging leaves of that.

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nlohmann::json;

namespace {

/// A lender with 1,000 coins of its own at 100, whose treasury may be short on an exchange.
json hedged_world(double ratio, double fall)
{
    json world = dollar_world(1);
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 4}};
    world["institutions"]["Exchange"] = json::object();
    world["institutions"]["House"] = {
        {"kind", "lender"}, {"hedge", "COIN-PERP"}, {"tokens", {{"COIN", 1000}, {"USD", 200000}}}};
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"}, {"depth", 1e8}};
    world["markets"]["COIN-PERP"] = {
        {"kind", "perp"}, {"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"}, {"depth", 1e8}};
    world["agents"]["clients"] = {
        {"kind", "retail_user"}, {"venue", "House"}, {"count", 10}, {"balance", 1000}, {"coins", {{"COIN", 1}}}};
    world["mechanisms"]["marking"]["funding"] = false;
    world["mechanisms"]["treasury"]["policy"] = {
        {"kind", "risk_adjusted"}, {"base_share", 0}, {"scale", 0}, {"hedge", ratio}};
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", "12h"}, {"asset", "COIN"}, {"change", fall}};
    return world;
}

double short_coins(Configured const& run)
{
    TreasuryHedge const& hedge = run.world().hedges.front();
    return -1e-4 *
           static_cast<double>(run.world().perps[hedge.market.index()].positions.position(hedge.row).size.value());
}

double equity_of(Configured const& run)
{
    return static_cast<double>(run.world().disclosed_equity(run.world().institution("House")).value()) * 1e-6;
}

}  // namespace

TEST_CASE("a treasury is short of the part of its own coins that it hedges", "[model][treasury]")
{
    for (double const ratio : {0.0, 0.5, 1.0}) {
        Configured run{hedged_world(ratio, -0.3)};
        double const born = equity_of(run);
        CHECK(short_coins(run) == 0);
        run.go(70);
        CHECK_THAT(short_coins(run), WithinAbs(ratio * 1000, 25));
        run.finish();
        CAPTURE(ratio);
        CHECK_THAT(equity_of(run) - born, WithinAbs(-30000 * (1 - ratio), 1500));
    }
}

TEST_CASE("the hedge is followed over the conversion time", "[model][treasury]")
{
    json world = hedged_world(1, 0);
    world["mechanisms"]["treasury"]["conversion_time"] = "5h";
    Configured run{world};
    run.go(31);  // the first order is filled in the second step
    CHECK_THAT(short_coins(run), WithinRel(1000 * (1 - std::exp(-1.0)), 0.02));
}

TEST_CASE("its margin is brought when the short loses and goes home when it wins", "[model][treasury]")
{
    Configured up{hedged_world(1, 0.3)}, down{hedged_world(1, -0.3)};
    for (Configured* const run : {&up, &down}) {
        run->finish();
        TreasuryHedge const& hedge = run->world().hedges.front();
        PerpMarket const& market = run->world().perps[hedge.market.index()];
        Position const held = market.positions.position(hedge.row);
        double const leverage = notional(held.size, market.contract(), market.mark_price()) /
                                equity(held, market.contract(), market.mark_price());
        CHECK(leverage > 1.55);
        CHECK(leverage < 2.55);
        CHECK(run->count(EventKind::liquidation) == 0);
    }
    CHECK(down.stored("House", "USD") > up.stored("House", "USD") + 50000);
}

TEST_CASE("deleveraging breaks the hedge: spot risk is left and hedged again in time", "[model][treasury]")
{
    json world = hedged_world(1, -0.3);
    world["markets"]["COIN-PERP"]["depth"] = 2e5;
    world["markets"]["COIN-PERP"]["maker_quote"] = 1e5;
    world["institutions"]["Exchange"]["tokens"] = {{"USD", 1e7}};
    world["agents"]["longs"] = {
        {"kind", "leveraged_trader"}, {"venue", "Exchange"}, {"base", "COIN"}, {"count", 100},      {"shorts", 0},
        {"looks_per_day", 0},         {"notional", 5000},    {"leverage", 20}, {"size_exponent", 0}};
    world["mechanisms"]["margin"]["liquidation_time"] = "2h";
    Configured run{world};
    run.go(72);
    double const before = short_coins(run);
    CHECK(before > 900);
    run.go(1);
    CHECK(run.count(EventKind::deleveraging) > 0);
    double const after = short_coins(run);
    CHECK(after < 0.9 * before);
    run.go(1);
    CHECK(short_coins(run) < 0.95 * before);
    run.finish();
    CHECK(short_coins(run) > after);
}

TEST_CASE("a hedge needs a linear perpetual market", "[model][treasury]")
{
    json world = hedged_world(1, 0);
    world["institutions"]["House"]["hedge"] = "COIN-USD";
    CHECK_THROWS_WITH(Configured{world},
                      Catch::Contains("/institutions/House/hedge") && Catch::Contains("no perpetual"));
    world["institutions"]["House"]["hedge"] = "COIN-PERP";
    world["markets"]["COIN-PERP"]["perp"]["inverse"] = true;
    CHECK_THROWS_WITH(Configured{world}, Catch::Contains("linear"));
}
