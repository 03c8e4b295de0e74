// Orders that arrive late: whoever trades towards a goal counts what he has under way, and does not pass it.

#include <catch2/catch.hpp>

#include "agents/carry_traders.hpp"
#include "tests/agents/trading_floor.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinRel;
using Json = nlohmann::json;

TEST_CASE("a late trader reduces to his leverage and no further", "[agents][late]")
{
    PerpVenue venue;
    venue.tiers = one_tier(0.01);
    Json world = leverage_world(venue);
    add_holder(world, "anna", 100, 100, 2000);
    world["agents"]["anna"].update(
        {{"looks_per_day", 1440}, {"band", 1.5}, {"cut", 2}, {"take_profit", 1e6}, {"tops_up", 0}, {"reopening", 0}});
    world["mechanisms"]["congestion"]["latency"] = "2h";  // twelve steps, in each of which he looks
    add_prices(world, {90});
    Configured run{world};
    LeverageView const view{run};
    run.go(12);
    CHECK(view.size("anna") == 100);
    run.go(10);
    CHECK_THAT(view.size("anna"), WithinRel(5000.0 / 90, 0.01));  // 1,000 of equity carry 5,000 at 90
}

TEST_CASE("a late value trader buys what he wants and no more", "[agents][late]")
{
    // Value jumps 7 % above the price of a market that nobody else moves: wanted = (log(1.07) - 0.05) / 0.1.
    bool const on_perp = GENERATE(false, true);
    std::string const market = on_perp ? R"("kind": "perp", "perp": {"funding_interval": 0}, )" : "";
    auto const run = world_of(R"("step_seconds": 600, "days": 4,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4}},
        "institutions": {"Exchange": {}},
        "markets": {"COIN": {)" +
                              market +
                              R"("venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e9, "half_spread": 0}},
        "mechanisms": {"trading": {"moves_prices": false}, "congestion": {"latency": "12h"}},
        "agents": {"value": {"kind": "value_trader", "venue": "Exchange", "base": "COIN", "count": 1, "capital": 1e6,
                             "in_coins": 0.5, "entry": 0.05, "scale": 0.1, "resting": 0, "slow_time": "6h", "on_perp": )" +
                              (on_perp ? "true}}" : "false}}"));
    World& world = run->changeable_world();
    world.assets[world.asset("COIN").index()].fundamental = 107;
    double const wanted = (std::log(1.07) - 0.05) / 0.1 * 1e6;
    auto const owned = [&] {
        double usd = 0;
        for (Row row = 0; on_perp && row < world.perps.front().positions.size(); ++row)
            if (Units const size = world.perps.front().positions.position(PositionId{row}).size; size > Units{0})
                usd += static_cast<double>(size.value()) / world.perps.front().contract().size_unit * 107;
        if (!on_perp)
            usd = world.usd(world.asset("COIN"), world.ledger.balance(AccountId::of(2))) - 0.5e6;
        return usd;
    };
    double most = 0;
    while (!run->done()) {
        run->step();
        most = std::max(most, owned());
    }
    CHECK_THAT(owned(), WithinRel(wanted, 0.01));
    CHECK(most < 1.01 * wanted);
}

TEST_CASE("a late fund reduces no more than the call asks for", "[agents][late]")
{
    auto const kept = [](char const* late) {
        Json world = dollar_world(2);
        world["assets"]["COIN"] = {{"price", 100}, {"decimals", 4}};
        world["institutions"]["Exchange"] = {{"tokens", {{"USD", 20000}}}};
        world["institutions"]["Fund"] = {{"kind", "fund"}, {"tokens", {{"USD", 0}}}};
        world["markets"]["COIN-PERP"] = {
            {"kind", "perp"}, {"venue", "Exchange"}, {"base", "COIN"},
            {"quote", "USD"}, {"depth", 1e9},        {"perp", {{"tiers", {{"rate", {0.05}}, {"leverage", {10}}}}}}};
        world["mechanisms"]["marking"]["funding"] = false;
        world["mechanisms"]["congestion"]["latency"] = late;
        world["agents"]["fund"] = {{"kind", "fund"},
                                   {"institution", "Fund"},
                                   {"most_leverage", 1000},
                                   {"target_leverage", 1000},
                                   {"position",
                                    {{"venue", "Exchange"},
                                     {"base", "COIN"},
                                     {"notional", 1e5},
                                     {"margin", 30000},
                                     {"call_at", 4},
                                     {"deadline", "24h"}}}};
        world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", "2h"}, {"asset", "COIN"}, {"change", -0.2}};
        Configured run{world};
        run.finish();
        CrossPlace const place = run.world().crosses.front().positions.front();
        return run.world().perps[place.market.index()].positions.position(place.row).size.value();
    };
    auto const at_once = static_cast<double>(kept("0s")), late = static_cast<double>(kept("6h"));
    // 10,000 of equity are four times, and a tenth to spare, the maintenance of 45,455; the call ends at 50,000.
    double const least = 45455.0 / 80 * 1e4;
    CHECK(at_once > least);
    CHECK(at_once < 10000 * 1e4 / 16);
    CHECK(late > 0.999 * least);
    CHECK(late <= at_once);
}

TEST_CASE("late carry traders even out after deleveraging and no further", "[agents][late]")
{
    Json world = trading_floor(1);
    world["mechanisms"]["congestion"] = {{"latency", "1h"}, {"late", Json::array({"carry"})}, {"engine", false}};
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", "1h"}, {"asset", "COIN"}, {"change", -0.15}};
    Configured run{world};
    CarryTraders const& carry = population<CarryTraders>(run, "carry");
    auto const unhedged = [&] {
        double coins = 0;
        for (Row row = 0; row < 50; ++row)
            coins += std::abs(carry.unhedged(run.world(), row)) / 1e6;
        return coins;
    };
    double most = 0;
    while (!run.simulation().done()) {
        run.simulation().step();
        most = std::max(most, unhedged());
    }
    CHECK(run.count(EventKind::deleveraging) > 0);
    CHECK(most > 1000);
    CHECK(unhedged() < 0.2 * most);
}
