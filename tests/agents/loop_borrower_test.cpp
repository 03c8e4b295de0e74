// Owners of loops who unwind by themselves, by configuration alone, in a market that takes any sale at its price.

#include <catch2/catch.hpp>
#include <string>

#include "model/cross_standing.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using nlohmann::json;

namespace {

constexpr double equity = 1000, leverage = 3;

/// One who looks in every step; 3,000 coins, of which 2,000 are borrowed.
json world_of_one()
{
    json world = dollar_world(0.5);
    world["assets"]["LOOP"] = {{"decimals", 6}, {"price", 1}};
    world["institutions"]["Exchange"] = {{"tokens", {{"USD", 1e6}}}, {"collateral", {{"LOOP", 0}}}};
    world["markets"]["LOOP-USD"] = {{"venue", "Exchange"}, {"base", "LOOP"},      {"quote", "USD"},
                                    {"depth", 1e11},       {"maker_quote", 1e11}, {"half_spread", 0},
                                    {"maker_base", 1e6},   {"floor", 0},          {"resilience_time", 0}};
    world["mechanisms"]["margin"] = {{"liquidation_time", 0}, {"loan_maintenance", 0.05}};
    world["agents"]["loop"] = {
        {"kind", "loop_borrower"}, {"coin", "LOOP"}, {"venue", "Exchange"}, {"count", 1}, {"equity", equity},
        {"leverage", leverage},    {"minds", 1},     {"attention", 0},      {"band", 1.2}};
    return world;
}

void fall_to(json& world, double price)
{
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", 600}, {"asset", "LOOP"}, {"change", price - 1}};
}

struct Held {
    explicit Held(World const& world)
    {
        CrossAccount const& account = world.crosses.front();
        coins = static_cast<double>(world.ledger.balance(account.collateral.front().account).value()) * 1e-6;
        loan = static_cast<double>(world.ledger.borrowed(account.loan).value()) * 1e-6;
    }
    double coins = 0, loan = 0;
};

}  // namespace

TEST_CASE("a loop above its band is brought back to its leverage, and left alone inside", "[agents][loops]")
{
    // Leverage p / (p - 2/3) reaches 3.6 at p = 0.923, and liquidation comes at 0.7.
    for (double const price : {0.93, 0.9}) {
        CAPTURE(price);
        json world = world_of_one();
        fall_to(world, price);
        Configured run{world};
        run.go(6);
        Held const held{run.world()};
        double const own = 3000 * price - 2000;
        CHECK(run.count(EventKind::liquidation) == 0);
        CHECK_THAT(held.coins * price - held.loan, WithinAbs(own, 1e-2));
        CHECK_THAT(held.coins * price, WithinAbs(price < 0.92 ? leverage * own : 3000 * price, 1e-2));
    }
}

TEST_CASE("no loop is lent more than what its coins count for", "[agents][loops]")
{
    json world = world_of_one();
    world["agents"]["loop"]["leverage"] = 10;
    world["institutions"]["Exchange"]["collateral"]["LOOP"] = 0.25;
    CHECK_THAT(Held{Configured{world}.world()}.loan, WithinAbs(3000, 1e-2));
    world["agents"]["loop"]["most_leverage"] = 2;
    CHECK_THAT(Held{Configured{world}.world()}.loan, WithinAbs(1000, 1e-2));
}

TEST_CASE("who does not mind does nothing", "[agents][loops]")
{
    json world = world_of_one();
    fall_to(world, 0.9);
    world["agents"]["loop"]["minds"] = 0;
    Configured run{world};
    run.go(20);
    CHECK_THAT(Held{run.world()}.coins, WithinAbs(3000, 1e-6));
}

TEST_CASE("a loan that costs more than the coin yields is repaid", "[agents][loops]")
{
    json world = world_of_one();
    world["agents"]["loop"].update({{"yearly_yield", 0.12}, {"yearly_rate", 0.13}});
    Configured run{world};
    run.go(4);
    CHECK(Held{run.world()}.loan == 0);
    CHECK_THAT(Held{run.world()}.coins, WithinAbs(1000, 1e-2));
    CHECK(run.count(EventKind::liquidation) == 0);
}

TEST_CASE("the yield follows the funding of a market", "[agents][loops]")
{
    // 1 % on 8 hours against the long while the rate is 0 there: -10.95 a year.
    for (double const interest : {1e-4, -1e-3}) {
        CAPTURE(interest);
        json world = world_of_one();
        world["markets"]["LOOP-PERP"] = {{"kind", "perp"},
                                         {"venue", "Exchange"},
                                         {"base", "LOOP"},
                                         {"quote", "USD"},
                                         {"depth", 1e6},
                                         {"half_spread", 0},
                                         {"perp", {{"funding_interval", "1h"}, {"interest", interest}}}};
        world["agents"]["loop"].update({{"yield_market", "LOOP-PERP"}, {"yield_of_funding", 0.5}});
        Configured run{world};
        run.go(12);
        CHECK((Held{run.world()}.loan == 0) == (interest < 0));
    }
}
