// A coin whose reserve is coins and shorts of the same worth on three venues: worlds by configuration alone, every
// audit on. Born with 6,000 coins at 100, shorts of as many with a margin of 300,000, and 100,000 in money, it owes
// 1,000,000.

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nlohmann::json;

namespace {

/// @param days  of steps of ten minutes
json synthetic_world(double days = 1)
{
    json world = json::parse(R"({"step_seconds": 600,
        "assets": {"USD": {"kind": "fiat", "decimals": 6}, "COIN": {"price": 100, "decimals": 4},
                   "SYN": {"kind": "stablecoin", "decimals": 6, "supply": 1e6}},
        "institutions": {"A": {}, "B": {}, "C": {},
            "Mint": {"kind": "issuer", "issues": "SYN", "par": "USD", "hot": 0.1, "tokens": {"COIN": 6000},
                     "placements": {"bills": {"asset": "USD", "amount": 10000}},
                     "hedges": {"PERP A": 0.5, "PERP B": 0.3, "PERP C": 0.2}, "hedged_at_birth": 2}},
        "markets": {"COIN-USD": {"venue": "A", "base": "COIN", "quote": "USD", "depth": 1e9},
            "PERP A": {"kind": "perp", "venue": "A", "base": "COIN", "quote": "USD", "depth": 1e9},
            "PERP B": {"kind": "perp", "venue": "B", "base": "COIN", "quote": "USD", "depth": 1e9},
            "PERP C": {"kind": "perp", "venue": "C", "base": "COIN", "quote": "USD", "depth": 1e9}},
        "mechanisms": {"marking": {"funding": false}, "treasury": {"at": {"Mint": {"conversion_time": 0,
            "policy": {"kind": "delta_neutral", "money_share": 0.1, "band": 0.001}}}}}})");
    world["days"] = days;
    return world;
}

json& policy_of(json& world)
{
    return world["mechanisms"]["treasury"]["at"]["Mint"]["policy"];
}

/// A fifth of half of the coins is brought back when the issuer is said to be insolvent; minted again once it is not,
/// if they come back.
void add_redeemers(json& world, double return_gap)
{
    world["agents"]["holders"] = json::parse(R"({"kind": "coin_holder", "coin": "SYN", "way": "redeem", "count": 20,
        "total_usd": 500000, "fled": 0.2, "panic_threshold": 0, "fear_memory": 0,
        "attention": {"mode": "every_step"},
        "rule": {"kind": "logistic", "b0": -4, "b_trust": 0, "b_news": 10, "b_peg": 0, "b_queue": 0, "b_outflow": 0,
                 "b_social": 0, "b_gate": 0}})");
    world["agents"]["holders"]["return_gap"] = return_gap;
    world["mechanisms"]["signals"]["news_half_life"] = "2h";
    world["shocks"]["news"] = {{"kind", "news"}, {"at", "4h"}, {"venue", "Mint"}, {"level", "insolvency_reported"}};
}

void add_jump(json& world, double change)
{
    world["shocks"]["jump"] = {{"kind", "price_jump"}, {"at", "12h"}, {"asset", "COIN"}, {"change", change}};
}

/// Short on each leg, in the order of their markets [coins].
std::vector<double> shorts(Configured const& run)
{
    std::vector<double> coins;
    for (TreasuryHedge const& leg : run.world().hedges)
        coins.push_back(-1e-4 * static_cast<double>(
                                    run.world().perps[leg.market.index()].positions.position(leg.row).size.value()));
    return coins;
}

double all_shorts(Configured const& run)
{
    std::vector<double> const legs = shorts(run);
    return std::accumulate(legs.begin(), legs.end(), 0.0);
}

double equity_of(Configured const& run)
{
    return static_cast<double>(run.world().disclosed_equity(run.world().institution("Mint")).value()) * 1e-6;
}

double issued(Configured const& run)
{
    return static_cast<double>(run.world().ledger.supply(run.world().asset("SYN")).value()) * 1e-6;
}

}  // namespace

TEST_CASE("it is born short of its coins, by the weights of its venues", "[model][synthetic]")
{
    Configured run{synthetic_world()};
    CHECK(shorts(run) == std::vector<double>{3000, 1800, 1200});
    CHECK(equity_of(run) == 10000);
    run.finish();
    CHECK(shorts(run) == std::vector<double>{3000, 1800, 1200});
    CHECK(run.stored("Mint", "COIN") == 6000);
    CHECK_THAT(equity_of(run), WithinAbs(10000, 1e-3));
}

TEST_CASE("its equity stands still whatever coins do; without the shorts it fails", "[model][synthetic]")
{
    double const change = GENERATE(-0.3, 0.3);
    CAPTURE(change);
    json world = synthetic_world();
    add_jump(world, change);
    policy_of(world)["band"] = 1;
    Configured run{world};
    run.finish();
    CHECK(run.status("Mint") == Status::active);
    CHECK(run.count(EventKind::liquidation) == 0);
    CHECK(all_shorts(run) == 6000);
    // What the coins win the shorts lose, but for what their marks differ from spot.
    double basis = 0;
    for (TreasuryHedge const& leg : run.world().hedges)
        basis += run.world().perps[leg.market.index()].mark - run.world().price(run.world().asset("COIN")).value();
    CHECK_THAT(basis, WithinAbs(0, 0.01));
    CHECK_THAT(equity_of(run), WithinAbs(10000, 6000 * 0.01));

    world["institutions"]["Mint"].erase("hedges");
    world["institutions"]["Mint"].erase("hedged_at_birth");
    world["institutions"]["Mint"]["tokens"]["USD"] = 300000;
    Configured bare{world};
    CHECK(equity_of(bare) == 10000);
    bare.finish();
    CHECK((bare.status("Mint") == Status::failed) == (change < 0));
}

TEST_CASE("after a move it holds coins of the same worth again, for some slippage", "[model][synthetic]")
{
    double const change = GENERATE(-0.3, 0.3);
    CAPTURE(change);
    json world = synthetic_world();
    add_jump(world, change);
    Configured run{world};
    run.finish();
    double const price = 100 * (1 + change);
    CHECK_THAT(run.stored("Mint", "COIN"), WithinRel(600000 / price, 0.01));
    CHECK_THAT(all_shorts(run), WithinRel(run.stored("Mint", "COIN"), 0.02));
    double const traded = std::abs(run.stored("Mint", "COIN") - 6000) * price;
    CHECK_THAT(equity_of(run), WithinAbs(10000, 0.002 * traded));
}

TEST_CASE("redemption of a tenth shrinks coins and shorts by a tenth", "[model][synthetic]")
{
    // With less money at hand, coins are sold before all can be paid.
    auto const [money, coins] = GENERATE(table<double, double>({{0.1, 6000}, {0.02, 6533.3333}}));
    CAPTURE(money);
    json world = synthetic_world();
    world["institutions"]["Mint"]["hot"] = money;
    world["institutions"]["Mint"]["tokens"]["COIN"] = coins;
    policy_of(world)["money_share"] = money;
    add_redeemers(world, 0);
    Configured run{world};
    run.finish();
    std::vector<double> const paid = run.wallets("USD");
    CHECK_THAT(std::accumulate(paid.begin(), paid.end(), 0.0), WithinAbs(100000, 1));
    CHECK_THAT(issued(run), WithinAbs(900000, 1));
    CHECK_THAT(run.stored("Mint", "COIN"), WithinRel(0.9 * coins, 0.002));
    CHECK_THAT(all_shorts(run), WithinRel(0.9 * coins, 0.02));
    CHECK_THAT(equity_of(run), WithinAbs(10000, 200));
    CHECK(run.status("Mint") == Status::active);
}

TEST_CASE("coins minted again buy coins and open shorts", "[model][synthetic]")
{
    json world = synthetic_world(2);
    add_redeemers(world, 0.5);
    Configured run{world};
    run.go(38);
    CHECK_THAT(issued(run), WithinAbs(900000, 1));
    CHECK_THAT(run.stored("Mint", "COIN"), WithinRel(5400, 0.002));
    run.finish();
    CHECK_THAT(issued(run), WithinAbs(1e6, 1));
    CHECK_THAT(run.stored("Mint", "COIN"), WithinRel(6000, 0.005));
    CHECK_THAT(all_shorts(run), WithinRel(6000, 0.02));
    CHECK_THAT(equity_of(run), WithinAbs(10000, 400));
}

TEST_CASE("funding is paid to it on its notional", "[model][synthetic]")
{
    json world = synthetic_world();
    world["mechanisms"]["marking"]["funding"] = true;
    double rate = 0;
    for (std::string const venue : {"A", "B", "C"}) {
        double const interest = venue == "A" ? 0.0003 : venue == "B" ? -0.0001 : 0.0002;
        world["markets"]["PERP " + venue]["perp"] = {{"interest", interest}, {"funding_interval", "8h"}};
        rate += interest * (venue == "A" ? 300000 : venue == "B" ? 180000 : 120000);
    }
    Configured run{world};
    run.go(48);
    CHECK_THAT(equity_of(run), WithinAbs(10000 + rate, 0.01));
    run.finish();
    CHECK_THAT(equity_of(run), WithinAbs(10000 + 3 * rate, 0.03));
}

TEST_CASE("deleveraging leaves it unhedged by that part until it opens again", "[model][synthetic]")
{
    json world = synthetic_world();
    add_jump(world, -0.3);
    policy_of(world)["band"] = 1;
    world["mechanisms"]["treasury"]["at"]["Mint"]["conversion_time"] = "1h";
    world["institutions"]["Mint"]["placements"]["bills"]["amount"] = 200000;  // who is closed at a better price loses
    world["markets"]["PERP A"]["depth"] = 2e5;
    world["markets"]["PERP A"]["maker_quote"] = 1e5;
    world["institutions"]["A"]["tokens"] = {{"USD", 1e7}};
    world["agents"]["longs"] = {
        {"kind", "leveraged_trader"}, {"venue", "A"},     {"base", "COIN"}, {"count", 100},      {"shorts", 0},
        {"looks_per_day", 0},         {"notional", 5000}, {"leverage", 20}, {"size_exponent", 0}};
    world["mechanisms"]["margin"]["liquidation_time"] = "2h";
    Configured run{world};
    run.go(72);
    CHECK(shorts(run) == std::vector<double>{3000, 1800, 1200});
    run.go(1);
    double closed = 0;
    Events const& events = run.world().events;
    TreasuryHedge const& first = run.world().hedges.front();
    AccountId const account = run.world().perps[first.market.index()].positions.account(first.row);
    for (std::size_t i = 0; i < events.size(); ++i)
        if (events.kind(i) == EventKind::deleveraging && events.account(i) == account)
            closed += 1e-4 * static_cast<double>(events.happening(i).amount.value());
    CHECK(closed > 100);
    CHECK_THAT(shorts(run).front(), WithinAbs(3000 - closed, 1e-6));
    CHECK_THAT(run.stored("Mint", "COIN") - all_shorts(run), WithinAbs(closed, 1e-6));
    double const after = shorts(run).front();
    run.finish();
    CHECK(run.status("Mint") == Status::active);
    CHECK(shorts(run).front() > after);
    CHECK_THAT(shorts(run)[1], WithinRel(1800, 0.02));
    CHECK_THAT(shorts(run)[2], WithinRel(1200, 0.02));
}

TEST_CASE("what a gated venue holds stays, the others follow", "[model][synthetic]")
{
    json world = synthetic_world();
    add_redeemers(world, 0);
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "1h"}, {"venue", "B"}};
    Configured run{world};
    run.finish();
    std::vector<double> const legs = shorts(run);
    CHECK(legs[1] == 1800);
    CHECK_THAT(all_shorts(run), WithinRel(5400, 0.02));
    CHECK_THAT(legs[0] / legs[2], WithinRel(2.5, 0.02));
}

TEST_CASE("what a failed venue held is opened at the others", "[model][synthetic]")
{
    json world = synthetic_world();
    world["shocks"]["end"] = {{"kind", "failure"}, {"at", "4h"}, {"institution", "B"}};
    Configured run{world};
    run.finish();
    std::vector<double> const legs = shorts(run);
    CHECK(legs[1] == 0);
    CHECK(legs[0] > 3200);
    CHECK_THAT(legs[0] / legs[2], WithinRel(2.5, 0.05));
    CHECK_THAT(all_shorts(run), WithinRel(run.stored("Mint", "COIN"), 0.02));
}

TEST_CASE("coins that nothing can hedge any more are sold, and no new ones bought", "[model][synthetic]")
{
    json world = synthetic_world();
    for (std::string const venue : {"A", "B", "C"})
        world["shocks"]["end of " + venue] = {{"kind", "failure"}, {"at", "4h"}, {"institution", venue}};
    world["institutions"]["D"] = json::object();
    world["markets"]["COIN-USD"]["venue"] = "D";
    Configured run{world};
    run.finish();
    CHECK(all_shorts(run) == 0);
    CHECK(run.stored("Mint", "COIN") < 60);  // a hundredth of what it had
    CHECK(run.stored("Mint", "USD") > 500'000);
}

TEST_CASE("one market with a weight is that market alone", "[model][synthetic]")
{
    json world = synthetic_world();
    add_jump(world, -0.2);
    world["institutions"]["Mint"]["hedges"] = {{"PERP A", 7.0}};
    Configured weighted{world};
    world["institutions"]["Mint"].erase("hedges");
    world["institutions"]["Mint"]["hedge"] = "PERP A";
    Configured alone{world};
    for (int step = 0; step < 144; ++step) {
        weighted.go(1);
        alone.go(1);
        REQUIRE(shorts(weighted) == shorts(alone));
        REQUIRE(equity_of(weighted) == equity_of(alone));
    }
}

TEST_CASE("legs must be linear perpetual markets that exist", "[model][synthetic]")
{
    json world = synthetic_world();
    world["institutions"]["Mint"]["hedges"] = {{"COIN-USD", 1}};
    CHECK_THROWS_WITH(Configured{world},
                      Catch::Contains("/institutions/Mint/hedges/COIN-USD") && Catch::Contains("no perpetual"));
    world["institutions"]["Mint"]["hedges"] = {{"PERP D", 1}};
    CHECK_THROWS_WITH(Configured{world}, Catch::Contains("/institutions/Mint/hedges"));
}

TEST_CASE("shorts at birth carry no more leverage than their market allows", "[model][synthetic]")
{
    json world = synthetic_world();
    world["institutions"]["Mint"]["hedged_at_birth"] = 20;
    world["markets"]["PERP B"]["perp"] = {{"leverage_cap", 5}};
    Configured const run{world};
    auto const margin = [&](std::size_t leg) {
        TreasuryHedge const& hedge = run.world().hedges[leg];
        PositionBook const& rows = run.world().perps[hedge.market.index()].positions;
        return 1e-6 * static_cast<double>(rows.position(hedge.row).margin.value());
    };
    CHECK_THAT(margin(0), WithinAbs(6000 * 0.5 * 100 / 20.0, 1e-5));
    CHECK_THAT(margin(1), WithinAbs(6000 * 0.3 * 100 / 5.0, 1e-5));
}
