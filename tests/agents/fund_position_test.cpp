// A fund with a large position on its own coins: what it does when it is called, and who loses when that is not enough.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "model/cross_standing.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinRel;
using nlohmann::json;

namespace {

/// Long 1,000 coins from 100 at 5 % maintenance, behind it 5,000 of money and 20,000 tokens at 2 with a haircut of
/// 20 %: 37,000 for the venue; a lender is owed 8,000. A deep book of coins, a thin one of tokens.
json fund_world(double fall)
{
    json world = dollar_world(2);
    world["step_seconds"] = 600;
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 4}};
    world["assets"]["TOK"] = {{"price", 2}, {"decimals", 4}};
    world["institutions"]["Exchange"] = {{"collateral", {{"TOK", 0.2}}}, {"tokens", {{"USD", 20000}}}};
    world["institutions"]["Fund"] = {{"kind", "fund"}, {"tokens", {{"USD", 0}}}};
    world["institutions"]["Lender"] = {{"kind", "lender"}};
    world["exposures"]["loan"] = {{"creditor", "Lender"}, {"debtor", "Fund"}, {"asset", "USD"}, {"amount", 8000}};
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"}, {"depth", 1e7}};
    world["markets"]["TOK-USD"] = {{"venue", "Exchange"}, {"base", "TOK"}, {"quote", "USD"}, {"depth", 5000}};
    world["markets"]["COIN-PERP"] = {
        {"kind", "perp"}, {"venue", "Exchange"},
        {"base", "COIN"}, {"quote", "USD"},
        {"depth", 1e7},   {"perp", {{"insurance_fund", 1000}, {"tiers", {{"rate", {0.05}}, {"leverage", {10}}}}}}};
    world["mechanisms"]["marking"]["funding"] = false;
    world["agents"]["fund"] = {{"kind", "fund"},
                               {"institution", "Fund"},
                               {"most_leverage", 1000},
                               {"target_leverage", 1000},
                               {"position",
                                {{"venue", "Exchange"},
                                 {"base", "COIN"},
                                 {"notional", 1e5},
                                 {"margin", 5000},
                                 {"collateral", {{"TOK", 20000}}},
                                 {"call_at", 4},
                                 {"deadline", "6h"}}}};
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", "2h"}, {"asset", "COIN"}, {"change", fall}};
    return world;
}

double coins_long(Configured const& run)
{
    CrossPlace const place = run.world().crosses.front().positions.front();
    return static_cast<double>(run.world().perps[place.market.index()].positions.position(place.row).size.value()) *
           1e-4;
}

CrossStanding standing(Configured const& run)
{
    return cross_standing(run.world(), CrossId{0});
}

double token(Configured const& run)
{
    for (Market const& market : run.world().markets)
        if (market.name == "TOK-USD")
            return market.mid;
    return 0;
}

}  // namespace

TEST_CASE("a fund that is not called leaves its position alone", "[agents][fund]")
{
    Configured run{fund_world(-0.05)};
    run.finish();
    CHECK(coins_long(run) == 1000);
    CHECK(run.count(EventKind::margin_call) == 0);
}

TEST_CASE("a called fund brings its money first", "[agents][fund]")
{
    // After a fall of 22 % equity is 37,000 - 22,000 = 15,000, four times maintenance 15,600.
    json world = fund_world(-0.22);
    world["institutions"]["Fund"]["tokens"]["USD"] = 8000;
    Configured run{world};
    run.finish();
    CHECK(run.count(EventKind::margin_call) == 1);
    CHECK(run.count(EventKind::liquidation) == 0);
    CHECK(coins_long(run) == 1000);
    CHECK(run.stored("Fund", "USD") < 8000);
    CHECK(run.stored("Fund", "USD") > 5000);
    CHECK(standing(run).equity > 4 * standing(run).maintenance);
}

TEST_CASE("without money it sells coins, and brings what they fetch", "[agents][fund]")
{
    json world = fund_world(-0.22);
    world["institutions"]["Fund"]["tokens"]["COIN"] = 100;
    Configured run{world};
    run.finish();
    CHECK(run.count(EventKind::liquidation) == 0);
    CHECK(coins_long(run) == 1000);
    CHECK(run.stored("Fund", "COIN") < 99);
    CHECK(run.stored("Fund", "COIN") > 50);
    CHECK(standing(run).equity > 4 * standing(run).maintenance);
}

TEST_CASE("without anything to sell it reduces the position until the call is met", "[agents][fund]")
{
    Configured run{fund_world(-0.22)};
    run.finish();
    CHECK(run.count(EventKind::margin_call) >= 1);
    CHECK(run.count(EventKind::liquidation) == 0);
    CHECK(coins_long(run) < 1000);
    CHECK(coins_long(run) > 700);
    CHECK(run.status("Fund") == Status::active);
    CHECK(standing(run).equity > 4 * standing(run).maintenance);
}

TEST_CASE("a fund that cannot meet the call is taken over, fails, and its lender loses", "[agents][fund]")
{
    Configured run{fund_world(-0.5)};
    run.finish();
    CHECK(run.count(EventKind::margin_call) >= 1);
    CHECK(run.count(EventKind::liquidation) >= 1);
    CHECK(coins_long(run) == 0);
    CHECK(run.status("Fund") == Status::failed);
    CHECK(run.owed("Lender", "Fund") == 0);
    World const& world = run.world();
    WealthBook const& wealth = world.ledger.wealth();
    CHECK(wealth.loss(Ledger::class_of(world.institution("Lender"))).value() > 0);
    CHECK(wealth.loss(Ledger::class_of(world.institution("Exchange")), Channel::liquidation).value() > 0);
    CHECK(world.ledger.borrowed(world.crosses.front().loan) == Amount{0});
}

TEST_CASE("a trader on tokens that fall is sold into their fall, and the venue loses, too", "[agents][leverage]")
{
    json world = fund_world(-0.3);
    world["institutions"]["Fund"]["tokens"]["USD"] = 8000;
    world["agents"].erase("fund");
    world["markets"]["TOK-USD"]["depth"] = 500;
    world["agents"]["traders"] = {{"kind", "leveraged_trader"},
                                  {"venue", "Exchange"},
                                  {"base", "TOK"},
                                  {"count", 1},
                                  {"looks_per_day", 0},
                                  {"shorts", 0},
                                  {"entry_volatility", 0},
                                  {"notional", 40000},
                                  {"leverage", 4},
                                  {"size_exponent", 0},
                                  {"cross_above", 1},
                                  {"in_coins", 1},
                                  {"spare", 0}};
    world["markets"]["TOK-PERP"] = world["markets"]["COIN-PERP"];
    world["markets"]["TOK-PERP"]["base"] = "TOK";
    world["markets"]["TOK-PERP"]["depth"] = 5000;
    world["shocks"]["fall"]["asset"] = "TOK";
    Configured run{world};
    double const before = token(run);
    run.finish();
    CHECK(run.count(EventKind::liquidation) >= 1);
    CHECK(token(run) < 0.7 * before);  // farther than the shock
    WealthBook const& wealth = run.world().ledger.wealth();
    CHECK(wealth.loss(Ledger::class_of(run.world().institution("Exchange")), Channel::liquidation).value() > 0);
}

TEST_CASE("the fund's deadline is time, whatever the step", "[agents][fund]")
{
    auto const taken = [](int step_seconds) {
        json world = fund_world(-0.35);  // equity 2,000, maintenance 3,250; too little to reduce in time
        world["step_seconds"] = step_seconds;
        world["markets"]["COIN-PERP"]["profile"] = {0, 0, 0, 0, 0, 0};  // nobody buys
        world["markets"]["COIN-PERP"]["floor"] = 0;
        world["markets"]["COIN-PERP"]["perp"]["mark"] = "index";
        Configured run{world};
        run.finish();
        World const& end = run.world();
        for (std::size_t i = 0; i < end.events.size(); ++i)
            if (end.events.kind(i) == EventKind::liquidation)
                return end.clock.hours(end.events.step(i));
        return 0.0;
    };
    CHECK_THAT(taken(600), WithinRel(taken(300), 0.05));
    CHECK(taken(600) >= 8);
}
