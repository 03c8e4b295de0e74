// A jump of what a coin is worth, up or down, on a floor with everybody: prices follow, nobody owes unseen, and what is
// wished and traded stays within what there is.

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "tests/agents/trading_floor.hpp"

using namespace stampede;
using namespace stampede::testing;
using Json = nlohmann::json;

namespace {

/// Coins stand as collateral, and value traders have 3.4 times open interest.
Json floor_with_jump(double change)
{
    Json world = trading_floor(1.5);
    world["institutions"]["Exchange"] = {{"collateral", {{"COIN", 0.05}}}};
    for (std::string const name : {"value", "value in perpetuals"})
        world["agents"][name]["count"] = 100;
    if (change != 0)
        world["shocks"]["jump"] = {{"kind", "price_jump"}, {"at", "1h"}, {"asset", "COIN"}, {"change", change}};
    return world;
}

double spot(World const& world)
{
    return world.markets.front().mid;
}

double perp(World const& world)
{
    return world.perps.front().mid;
}

double value(World const& world)
{
    return world.assets[world.asset("COIN").index()].fundamental;
}

/// The largest amount that anybody wishes to trade or to show [smallest units].
std::int64_t largest_wish(Intents const& wishes)
{
    std::int64_t most = 0;
    for (Band const& band : wishes.bands)
        most = std::max(most, band.amount.value());
    for (PerpBand const& band : wishes.perp_bands)
        most = std::max(most, band.size.value());
    for (Order const& order : wishes.orders)
        most = std::max(most, order.amount.value());
    for (PerpOrder const& order : wishes.perp_orders)
        most = std::max(most, order.size.value());
    return most;
}

Amount lowest_balance(Ledger const& ledger)
{
    Amount lowest{0};
    for (std::size_t account = 0; account < ledger.accounts(); ++account)
        lowest = std::min(lowest, ledger.balance(AccountId::of(account)));
    return lowest;
}

Amount lowest_margin(PerpMarket const& market)
{
    Amount lowest{0};
    for (std::size_t row = 0; row < market.positions.size(); ++row)
        if (PositionId const id = PositionId::of(row); id != market.engine)
            lowest = std::min(lowest, market.positions.position(id).margin);
    return lowest;
}

}  // namespace

TEST_CASE("after a jump of value both prices find it, and nobody trades what there is not", "[agents][leverage]")
{
    double const change = GENERATE(0.5, 2.0, -0.5, -0.99);
    CAPTURE(change);
    Configured run{floor_with_jump(change)}, calm{floor_with_jump(0)};
    constexpr double all_wealth = 6e7;  // of everybody but the crowd [USD]
    double traded = 0;
    while (!run.simulation().done()) {
        std::int64_t const step = run.world().clock.step;
        run.simulation().step();
        World const& world = run.world();
        if (step < 59) {
            calm.simulation().step();
            REQUIRE(spot(world) == spot(calm.world()));
            REQUIRE(perp(world) == perp(calm.world()));
        }
        double const dearer = std::max(1.0, 1 + change);
        double const usd = world.usd(world.asset("USD"), world.markets.front().last.quote_volume);
        REQUIRE(usd < 0.1 * all_wealth * dearer);
        traded += usd;
        // Everything there is buys less than so many coins.
        double const coins = all_wealth * dearer / std::min({spot(world), perp(world), value(world)});
        REQUIRE(static_cast<double>(largest_wish(run.simulation().wishes())) < coins * 1e6);
    }
    CHECK(traded > 1e5);
    CHECK(traded < all_wealth * std::max(1.0, 1 + change));
    CHECK(lowest_balance(run.world().ledger) >= Amount{0});
    CHECK(lowest_margin(run.world().perps.front()) >= Amount{0});
    CHECK(std::abs(std::log(spot(run.world()) / value(run.world()))) < 0.3);
    CHECK(std::abs(std::log(perp(run.world()) / value(run.world()))) < 0.3);
}

TEST_CASE("a perpetual does not run away from spot when shorts have no money left", "[agents][carry]")
{
    Json world = trading_floor(0.5);
    world["shocks"]["jump"] = {{"kind", "price_jump"}, {"at", "1h"}, {"asset", "COIN"}, {"change", 0.2}};
    Configured run{world};
    while (!run.simulation().done()) {
        run.simulation().step();
        if (run.world().clock.step > 90)  // half an hour after the jump
            REQUIRE(std::abs(std::log(perp(run.world()) / spot(run.world()))) < 0.1);
    }
    CHECK(spot(run.world()) > 0.75 * value(run.world()));
}
