// Vaults in a world: the price falls, keepers liquidate, the ledger balances, what is not covered is the protocol's
// loss.

#include <catch2/catch.hpp>

#include "model/vaults.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/validation.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// Ten ether at 2000 dollars against 15,000 (health factor 1.1), a keeper, and a fall. @param terms  further members
std::string world(double fall, std::string const& terms, double capital = 1e6, double gas = 0)
{
    return R"("step_seconds": 60, "days": 0.1, "assets": {"USD": {"kind": "fiat", "decimals": 6},
        "ETH": {"price": 2000, "decimals": 6}}, "institutions": {"Exchange": {}},
        "markets": {"ETH-USD": {"venue": "Exchange", "base": "ETH", "quote": "USD", "depth": 1e8}},
        "protocols": {"Aave": {"collateral": "ETH", "coin": "USD", "threshold": 0.825, "bonus": 0.05)" +
           terms + R"(}}, "agents": {"owner": {"kind": "vault_owner", "protocol": "Aave", "count": 1,
            "collateral": 20000, "health": 1.1, "kept": 0, "minds": 0},
        "keeper": {"kind": "keeper", "protocol": "Aave", "venue": "Exchange", "count": 1, "capital": )" +
           std::to_string(capital) + R"(, "gas": )" + std::to_string(gas) +
           R"(, "attention": 0}}, "shocks": {"fall": {"kind": "price_jump", "at": "10min", "asset": "ETH", "change": )" +
           std::to_string(fall) + "}}";
}

std::string const supplied = R"(, "supplied": 100000)";

double first_health(View& seen)
{
    return health_of(seen, seen.protocols.front(), 0, oracle_prices(seen, seen.protocols.front()));
}

double owed(View& seen)
{
    return static_cast<double>(seen.ledger.borrowed(seen.protocols.front().vaults.front().loan).value()) * 1e-6;
}

int happened(View& seen, EventKind kind)
{
    int count = 0;
    for (std::size_t i = 0; i < seen.events.size(); ++i)
        count += seen.events.kind(i) == kind ? 1 : 0;
    return count;
}

double equity(View& seen, std::string const& name)
{
    return static_cast<double>(seen.disclosed_equity(seen.institution(name)).value()) * 1e-6;
}

/// What a population has lost in all [USD].
double lost(View& seen, std::string const& name)
{
    auto const& all = seen.ledger.wealth().classes();
    auto const found = std::find(all.begin(), all.end(), name);
    REQUIRE(found != all.end());
    return static_cast<double>(
               seen.ledger.wealth().loss(ClassId::of(static_cast<std::size_t>(found - all.begin()))).value()) *
           1e-6;
}

}  // namespace

// M 6.4.
TEST_CASE("Aave through the engine: half a debt repaid at 5 % bonus heals the vault", "[vaults][engine]")
{
    auto const run = world_of(world(-0.1, supplied));
    CHECK_THAT(first_health(run->world()), WithinAbs(1.1, 1e-9));
    CHECK_THAT(owed(run->world()), WithinAbs(15'000, 1e-5));
    View& seen = run_to_end(*run);
    CHECK(happened(seen, EventKind::liquidation) == 1);
    CHECK_THAT(owed(seen), WithinAbs(7500, 1e-5));
    CHECK_THAT(first_health(seen), WithinAbs(1.11375, 2e-6));  // the keeper's sale moves the price a little
    validation_row("Aave through the engine, health factor after half is repaid", "M 6.4", 1.11375, first_health(seen));
    CHECK_THAT(lost(seen, "owner"), WithinAbs(2000 + 375, 1));
    CHECK_THAT(lost(seen, "keeper"), WithinAbs(-375, 10));  // less half the spread of its sale
    CHECK_THAT(equity(seen, "Aave"), WithinAbs(0, 1e-3));
}

// M 6.4: at 1,818.1818 dollars.
TEST_CASE("Aave through the engine: a vault is liquidated below its liquidation price and not above",
          "[vaults][engine]")
{
    auto const [price, liquidated] = GENERATE(table<double, bool>({{1818.19, false}, {1818.17, true}}));
    CAPTURE(price);
    auto const run = world_of(world(price / 2000 - 1, supplied));
    View& seen = run->world();
    while (seen.clock.step < 14)  // the fall is in step 10
        run->step();
    CHECK_THAT(owed(seen), WithinAbs(liquidated ? 7500 : 15'000, 1e-5));
    if (!liquidated)
        CHECK_THAT(seen.price(seen.asset("ETH")).value(), WithinRel(price, 1e-12));
    run_to_end(*run);
    CHECK(happened(seen, EventKind::liquidation) == (liquidated ? 1 : 0));
    validation_row(fmt::format("Aave through the engine, liquidations at {}", price), "M 6.4", liquidated ? 1 : 0,
                   happened(seen, EventKind::liquidation));
}

// M 6.4: HF' - HF = r (HF - LT (1 + bonus)) / (B - r), worse than nothing below 1,575 dollars.
TEST_CASE("Aave through the engine: what a liquidation does to the health factor", "[vaults][engine]")
{
    auto const [price, capital, change] = GENERATE(table<double, double, double>({
        {1800, 1e6, 7500 * (0.99 - 0.86625) / 7500},
        {1600, 3000, 3000 * (0.88 - 0.86625) / 12'000},
        {1500, 3000, 3000 * (0.825 - 0.86625) / 12'000},
    }));
    CAPTURE(price);
    auto const run = world_of(world(price / 2000 - 1, supplied, capital));
    View& seen = run->world();
    while (happened(seen, EventKind::liquidation) == 0 && !run->done())
        run->step();
    CHECK_THAT(owed(seen), WithinAbs(15'000 - std::min(capital, 7500.0), 1e-5));
    double const found = first_health(seen) - 10 * price * 0.825 / 15'000;
    CHECK_THAT(found, WithinAbs(change, 1e-8));
    validation_row(fmt::format("Aave through the engine, change of the health factor at {}", price), "M 6.4", change,
                   found);
}

TEST_CASE("what collateral does not cover is the protocol's loss by default", "[vaults][engine]")
{
    auto const run = world_of(world(-0.4, supplied));
    View& seen = run_to_end(*run);
    double const bad = 15'000 - 12'000 / 1.05;
    CHECK(owed(seen) == 0);
    CHECK(happened(seen, EventKind::deficit) == 1);
    CHECK_THAT(static_cast<double>(seen.protocols.front().bad_debt) * 1e-6, WithinAbs(bad, 1e-3));
    CHECK_THAT(equity(seen, "Aave"), WithinAbs(-bad, 1e-3));
    CHECK(seen.active(seen.institution("Aave")));
}

TEST_CASE("a protocol judges by prices as old as its oracle", "[vaults][engine]")
{
    auto const run = world_of(world(-0.1, supplied + R"(, "oracle_delay": "30min")"));
    while (run->world().clock.step < 39)
        run->step();
    CHECK(happened(run->world(), EventKind::liquidation) == 0);
    for (int step = 0; step < 4; ++step)
        run->step();
    CHECK(happened(run->world(), EventKind::liquidation) == 1);
}

TEST_CASE("keepers stay away when gas eats the bonus, and take no more than their capital", "[vaults][engine]")
{
    auto const costly = world_of(world(-0.1, supplied, 1e6, 400));
    CHECK(happened(run_to_end(*costly), EventKind::liquidation) == 0);
    auto const poor = world_of(world(-0.1, supplied, 1000));
    for (int step = 0; step < 12; ++step)
        poor->step();
    CHECK(owed(poor->world()) <= 14'000.001);
}

TEST_CASE("a stability pool takes vaults over, and the coin that was owed is unmade", "[vaults][engine]")
{
    std::string text = world(-0.1, R"(, "mints": true, "absorbs": true, "stable": 50000)", 1);
    auto const run = world_of(text);
    View& seen = run->world();
    Amount const supply = seen.ledger.supply(seen.asset("USD"));
    run_to_end(*run);
    Protocol const& protocol = seen.protocols.front();
    CHECK(happened(seen, EventKind::liquidation) == 1);
    CHECK_THAT(owed(seen), WithinAbs(7500, 1e-5));
    CHECK_THAT(static_cast<double>((supply - seen.ledger.supply(seen.asset("USD"))).value()) * 1e-6,
               WithinAbs(7500, 1e-5));
    CHECK_THAT(static_cast<double>(seen.ledger.balance(protocol.stable_coins).value()) * 1e-6, WithinAbs(42'500, 1e-5));
    CHECK_THAT(static_cast<double>(seen.ledger.balance(protocol.stable_collateral).value()) * 1e-6,
               WithinRel(7875.0 / 1800, 1e-6));
}

// Drift without multipliers: a stability pool that has just the coins of the case repays them, and gets the collateral
// that they are worth, as there is no bonus.
TEST_CASE("a debt paid off at a bonus of nothing takes collateral of the same worth", "[vaults][engine][analytic]")
{
    int done = 0;
    for (auto const& one : cases::all("liquidation_sizing_and_socialised_loss.json")) {
        if (one.at("kind") != "asset_paid_for_liability")
            continue;
        CAPTURE(one.dump());
        REQUIRE(one.at("asset_multiplier") == 1);
        REQUIRE(one.at("liability_multiplier") == 1);
        double const coins = one.at("liability_amount"), price = one.at("asset_price"),
                     expected = one.at("asset_amount");
        nlohmann::json world = nlohmann::json::parse("{" + ::world(-0.1, "") + "}");
        world["assets"]["ETH"] = {{"price", price / 0.9}, {"decimals", 6}};
        world["assets"]["DEBT"] = {{"price", one.at("liability_price")}, {"decimals", 8}};
        world["protocols"]["Aave"].update({{"coin", "DEBT"},
                                           {"bonus", 0},
                                           {"mints", true},
                                           {"absorbs", true},
                                           {"stable", coins},
                                           {"close_factor", 1}});
        world["agents"].erase("keeper");
        std::string const text = world.dump();
        auto const run = world_of(text.substr(1, text.size() - 2));
        double const before = owed(run->world()) * 1e-2;  // 8 decimals
        View& seen = run_to_end(*run);
        Protocol const& protocol = seen.protocols.front();
        CHECK_THAT(before - owed(seen) * 1e-2, WithinAbs(coins, 1e-8));
        double const paid = 1e-6 * static_cast<double>(seen.ledger.balance(protocol.stable_collateral).value());
        CHECK_THAT(paid, WithinAbs(expected, one.at("abs_tolerance").get<double>()));
        validation_row(fmt::format("Drift, collateral paid for a debt, {}", one.at("name").get<std::string>()), "Drift",
                       expected, paid);
        ++done;
    }
    CHECK(done >= 1);
}

TEST_CASE("owners who mind repay before they are liquidated", "[vaults][engine]")
{
    std::string text = world(-0.08, supplied);
    std::string const passive = R"("kept": 0, "minds": 0)";
    text.replace(text.find(passive), passive.size(), R"("kept": 1, "minds": 1, "attention": 0)");
    auto const run = world_of(text);
    View& seen = run_to_end(*run);
    CHECK(happened(seen, EventKind::liquidation) == 0);
    CHECK(first_health(seen) >= 1.1);
    CHECK(owed(seen) < 15'000);
}

TEST_CASE("an exchange fails beside a protocol that has made all it lent", "[vaults][engine][clearing]")
{
    std::string text = world(-0.02, R"(, "mints": true)");
    text.replace(text.find(R"("shocks": {)"), 11,
                 R"("shocks": {"end": {"kind": "failure", "at": "20min", "institution": "Exchange"}, )");
    auto const run = world_of(text);
    double const before = equity(run->world(), "Aave");
    run_to_end(*run);
    CHECK(run->world().failed(run->world().institution("Exchange")));
    CHECK_FALSE(run->world().failed(run->world().institution("Aave")));
    CHECK_THAT(equity(run->world(), "Aave"), WithinAbs(before, 1e-6));
    CHECK_THAT(owed(run->world()), WithinAbs(15'000, 1e-5));
}

TEST_CASE("a protocol that cannot be is told with its place", "[vaults][errors]")
{
    CHECK_THROWS_WITH(world_of(world(-0.1, R"(, "supplied": 100)")), Contains("/protocols/Aave/supplied"));
    CHECK_THROWS_WITH(world_of(world(-0.1, supplied + R"(, "mints": true)")),
                      Contains("/protocols/Aave/supplied") && Contains("nobody supplies"));
    std::string text = world(-0.1, supplied);
    text.replace(text.find(R"("venue": "Exchange", "count": 1)"), 19, R"("pool": "Curve")");
    CHECK_THROWS_WITH(world_of(text), Contains("no such pool"));
}
