// Those who trade with leverage, or against those who do, together on a small exchange, every audit on.

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "agents/arbitrageurs.hpp"
#include "agents/carry_traders.hpp"
#include "agents/leveraged_traders.hpp"
#include "agents/market_makers.hpp"
#include "agents/noise_traders.hpp"
#include "model/margin_cuts.hpp"
#include "tests/agents/trading_floor.hpp"
#include "tests/support/column_store.hpp"

using namespace stampede;
using namespace stampede::testing;
using Json = nlohmann::json;

namespace {

PerpMarket const& perp(Configured const& run)
{
    return run.world().perps.front();
}

double spot(Configured const& run)
{
    return run.world().markets.front().mid;
}

Json with_fall(Json world, double change, std::string const& at = "1h")
{
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", at}, {"asset", "COIN"}, {"change", change}};
    return world;
}

/// Two venues trade one coin, arbitrageurs between them; after an hour much is sold at one of them.
Json two_venues(double days)
{
    Json world = dollar_world(days);
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 6}};
    for (std::string const venue : {"Here", "There"}) {
        world["institutions"][venue] = Json::object();
        world["markets"]["COIN at " + venue] = {
            {"venue", venue}, {"base", "COIN"}, {"quote", "USD"}, {"depth", 1e6}, {"resilience_time", 0}};
    }
    world["agents"]["arbitrage"] = {{"kind", "arbitrageur"},  {"on_perp", false}, {"venue", "Here"},
                                    {"hedge_venue", "There"}, {"base", "COIN"},   {"count", 3},
                                    {"capital", 4e5}};
    world["shocks"]["sale"] = {{"kind", "order"}, {"at", "1h"},     {"venue", "Here"},
                               {"asset", "COIN"}, {"side", "sell"}, {"coins", 20000}};
    return world;
}

}  // namespace

TEST_CASE("without a shock no seed of a small exchange falls by more than 5 % in three days", "[agents][leverage]")
{
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        Configured run{trading_floor(3), seed};
        double const interest = static_cast<double>(perp(run).positions.open_interest().value());
        double lowest = spot(run);
        while (!run.simulation().done()) {
            run.simulation().step();
            lowest = std::min(lowest, spot(run));
            REQUIRE(std::abs(perp(run).mid / perp(run).index - 1) < 0.02);  // they are tied by agents alone
        }
        CAPTURE(seed);
        CHECK(lowest > 95);
        CHECK(static_cast<double>(perp(run).positions.open_interest().value()) > 0.9 * interest);
    }
}

TEST_CASE("a fall liquidates, deleverages hedges and ends; open interest falls with it", "[agents][leverage]")
{
    Configured run{with_fall(trading_floor(1), -0.15)};
    Configured calm{trading_floor(1)};
    auto const interest = static_cast<double>(perp(run).positions.open_interest().value());
    run.finish();
    CHECK(run.count(EventKind::liquidation) > 20);
    CHECK(spot(run) < 85);  // farther than it was pushed
    CHECK(spot(run) > 40);
    double const left = static_cast<double>(perp(run).positions.open_interest().value()) / interest;
    CHECK(left < 0.9);
    CHECK(left > 0.2);
    CHECK(std::abs(perp(run).mid / spot(run) - 1) < 0.05);
}

TEST_CASE("makers withdraw from a venue they doubt, and depth goes with them; not if they fear nothing",
          "[agents][makers]")
{
    auto const depth = [](bool fears) {
        Json world = trading_floor(0.5);
        world["agents"]["makers"]["doubt"] = {{"fears", fears}};
        world["institutions"]["Exchange"] = {{"hot", 0.2},
                                             {"placements", {{"loans", {{"share", 0.8}, {"time_to_cash", "30d"}}}}}};
        world["shocks"]["news"] = {
            {"kind", "news"}, {"at", "2h"}, {"venue", "Exchange"}, {"level", "insolvency_reported"}};
        Configured run{world};
        run.go(110);
        auto const before = static_cast<double>(perp(run).near_depth.value());
        run.go(300);
        return static_cast<double>(perp(run).near_depth.value()) / before;
    };
    CHECK(depth(false) > 0.85);
    CHECK(depth(true) < 0.7);
}

TEST_CASE("a maker's depth falls with volatility and with its losses", "[agents][makers]")
{
    Configured run{with_fall(trading_floor(0.5), -0.2, "6h")};
    run.go(350);
    auto const before = static_cast<double>(perp(run).near_depth.value());
    run.go(30);
    CHECK(static_cast<double>(perp(run).near_depth.value()) * perp(run).mid < 0.8 * before * 100);
}

TEST_CASE("a stopped maker offers nothing until it has cooled down", "[agents][makers]")
{
    Json world = with_fall(trading_floor(0.5), -0.2);
    world["agents"]["makers"]["kill"] = 0.01;
    world["agents"]["makers"]["cool_down"] = "2h";
    Configured run{world};
    run.go(120);
    std::size_t quoted = 0;
    ClassId const makers = population<MarketMakers>(run, "makers").enrolment().owner_class;
    auto const quotes = [&] {
        std::size_t count = 0;
        for (PerpBand const& band : run.simulation().wishes().perp_bands)
            count += run.world().ledger.owner_class(perp(run).positions.account(band.position)) == makers ? 1 : 0;
        return count;
    };
    quoted = quotes();
    CHECK(quoted < 30);  // of ten makers with twelve bands each
    std::size_t most = 0;
    for (int step = 0; step < 200; ++step) {
        run.go(1);
        most = std::max(most, quotes());
    }
    CHECK(most > quoted);
}

TEST_CASE("no account of a professional goes below zero unrecorded", "[agents][leverage]")
{
    Configured run{with_fall(trading_floor(1), -0.3)};
    MarketMakers const& makers = population<MarketMakers>(run, "makers");
    while (!run.simulation().done()) {
        run.simulation().step();
        for (Row maker = 0; maker < makers.count(); ++maker) {
            Desk const& desk = makers.desk(maker, 0);
            REQUIRE(run.world().ledger.balance(desk.base) >= Amount{0});
            REQUIRE(run.world().ledger.balance(desk.quote) >= Amount{0});
            Position const held = perp(run).positions.position(desk.position);
            REQUIRE(held.margin >= Amount{0});
            // Whoever's equity is gone has been taken over in the same step.
            REQUIRE((held.size.value() == 0 || equity(held, perp(run).contract(), perp(run).mark_price()) > 0));
        }
    }
}

TEST_CASE("noise on a perpetual trades on margin of its own, and nobody's money goes below zero", "[agents][noise]")
{
    Json world = with_fall(trading_floor(1), -0.15);
    world["agents"]["noise in perpetuals"] = {
        {"kind", "noise_trader"}, {"venue", "Exchange"}, {"base", "COIN"}, {"on_perp", true}, {"count", 5},
        {"wealth", 2e4},          {"flow", 0.1}};
    Configured run{world}, quiet{with_fall(trading_floor(1), -0.15)};
    ClassId const owner = population<NoiseTraders>(run, "noise in perpetuals").enrolment().owner_class;
    std::int64_t longs = 0, shorts = 0;
    Amount born{0};
    for (std::size_t i = 0; i < perp(run).positions.size(); ++i)
        if (AccountId const account = perp(run).positions.account(PositionId::of(i));
            run.world().ledger.owner_class(account) == owner)
            born += run.world().ledger.balance(account);
    CHECK(born.value() > 0);
    while (!run.simulation().done()) {
        run.simulation().step();
        for (std::size_t i = 0; i < perp(run).positions.size(); ++i) {
            PositionId const row = PositionId::of(i);
            AccountId const account = perp(run).positions.account(row);
            if (run.world().ledger.owner_class(account) != owner)
                continue;
            Position const held = perp(run).positions.position(row);
            REQUIRE(run.world().ledger.balance(account) >= Amount{0});
            REQUIRE(held.margin >= Amount{0});
            REQUIRE((held.size.value() == 0 || equity(held, perp(run).contract(), perp(run).mark_price()) > 0));
            longs = std::max(longs, held.size.value());
            shorts = std::min(shorts, held.size.value());
        }
    }
    CHECK(longs > 0);
    CHECK(shorts < 0);
    quiet.finish();
    CHECK(perp(run).mid != perp(quiet).mid);
}

TEST_CASE("carry traders are born even, and after deleveraging even out over the unwinding time", "[agents][carry]")
{
    Configured run{with_fall(trading_floor(1), -0.15)};
    CarryTraders const& carry = population<CarryTraders>(run, "carry");
    auto const unhedged = [&] {
        double coins = 0;
        for (Row row = 0; row < 50; ++row)
            coins += std::abs(carry.unhedged(run.world(), row)) / 1e6;
        return coins;
    };
    CHECK(unhedged() < 1);
    double most = 0, before = 0;
    while (!run.simulation().done()) {
        before = unhedged();
        run.simulation().step();
        most = std::max(most, unhedged());
        if (run.count(EventKind::deleveraging) == 0)
            continue;
        // At most the part of one step leaves at once.
        REQUIRE(unhedged() > before * (1 - 2 * 60.0 / 3600) - 60);
    }
    CHECK(run.count(EventKind::deleveraging) > 0);
    CHECK(most > 1000);
    CHECK(unhedged() < 0.2 * most);
}

TEST_CASE("arbitrageurs tie the perpetual to spot, even out, and do not lose by it on calm days", "[agents][arbitrage]")
{
    auto const gap = [](bool there) {
        Json world = trading_floor(0.5);
        if (!there)
            world["agents"].erase("arbitrage");
        Configured run{world};
        double sum = 0;
        while (!run.simulation().done()) {
            run.simulation().step();
            sum += std::abs(perp(run).mid / spot(run) - 1);
        }
        if (there) {
            Arbitrageurs const& all = population<Arbitrageurs>(run, "arbitrage");
            for (Row row = 0; row < 5; ++row) {
                CHECK(all.gain(run.world(), row) > -1);
                CHECK(std::abs(all.uneven(run.world(), row)) < 100e6);
            }
        }
        return sum;
    };
    CHECK(gap(true) < gap(false));
}

TEST_CASE("arbitrage between two venues closes a gap and sends home what gathers", "[agents][arbitrage]")
{
    Configured run{two_venues(2)};
    run.go(7);
    CHECK(run.world().markets[0].mid < 0.985 * run.world().markets[1].mid);
    run.finish();
    CHECK(run.world().markets[0].mid > 0.99 * run.world().markets[1].mid);
    CHECK(run.count(EventKind::withdrawal_paid) > 0);
    Arbitrageurs const& all = population<Arbitrageurs>(run, "arbitrage");
    for (Row row = 0; row < 3; ++row)
        CHECK(all.gain(run.world(), row) > 0);
}

TEST_CASE("nobody trades between two venues one of which has shut its gate", "[agents][arbitrage]")
{
    Json world = two_venues(1);
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", 0}, {"venue", GENERATE("Here", "There")}};
    Configured run{world};
    run.finish();
    CHECK(run.world().markets[0].mid < 0.985 * 100);
    CHECK(run.world().markets[1].mid == 100);
}

TEST_CASE("carry traders who leave do not pay more for it than staying costs", "[agents][carry]")
{
    Json world = trading_floor(0.5);
    world["agents"]["carry"]["leave_funding"] = 1;  // no rate is enough: they want to leave from the start
    Configured run{world};
    auto const shorts = [&] {
        CarryTraders const& carry = population<CarryTraders>(run, "carry");
        double sum = 0;
        for (Row row = 0; row < 50; ++row)
            sum += static_cast<double>(perp(run).positions.position(carry.desk(row).position).size.value());
        return -sum;
    };
    double const before = shorts();
    double dearest = 0;
    while (!run.simulation().done()) {
        run.simulation().step();
        dearest = std::max(dearest, perp(run).mid / spot(run) - 1);
    }
    CHECK(shorts() < 0.98 * before);
    CHECK(dearest < 0.01);
}

TEST_CASE("leverage at birth falls with size, and only survivors are born", "[agents][leverage]")
{
    Configured run{trading_floor(0.1)};
    LeveragedTraders const& traders = population<LeveragedTraders>(run, "leveraged");
    PerpMarket const& market = perp(run);
    double small = 0, large = 0;
    std::size_t few = 0, many = 0, spread = 0;
    for (Row row = 0; row < 1000; ++row) {
        Position const held = market.positions.position(traders.position(row));
        REQUIRE_FALSE(market.positions.below_maintenance(held, market.mark_price()));
        double const value = notional(held.size, market.contract(), market.mark_price());
        double const leverage = value / static_cast<double>(held.margin.value());
        bool const is_large = value > 20000e6;
        (is_large ? large : small) += std::log(leverage);
        (is_large ? many : few) += 1;
        spread += std::abs(unrealised(held, market.contract(), market.mark_price())) > 0.02 * value ? 1 : 0;
    }
    CHECK(large / static_cast<double>(many) < small / static_cast<double>(few) - 0.2);
    CHECK(spread > 500);  // entries of several days
}

TEST_CASE("the trading floor saved and restored goes on alike", "[agents][leverage]")
{
    Json world = with_fall(trading_floor(0.25), -0.15);
    bool const late = GENERATE(false, true);
    if (late)
        world["mechanisms"]["congestion"] = {{"latency", "3min"}, {"capacity", 1e5}, {"per_load", "1min"}};
    Configured straight{world}, resumed{world};
    straight.go(150);
    CHECK(straight.world().late_orders.spot.empty() == !late);
    restore(resumed.simulation(), saved(straight.simulation()));
    resumed.simulation().restored();
    straight.finish();
    resumed.finish();
    CHECK(saved(straight.simulation()) == saved(resumed.simulation()));
}
