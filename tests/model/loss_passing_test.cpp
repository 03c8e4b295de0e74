// A venue whose engine sits on an inventory under water: what winners will bear is not its loss.

#include <catch2/catch.hpp>

#include <string>
#include <tuple>

#include "model/loss_passing.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Json = nlohmann::json;

namespace {

/// Longs at 20 against the crowd, no fund; after ten minutes the coin loses a tenth, and the engine takes its time.
Json inventory_under_water()
{
    Json world = dollar_world(0.05);
    world["step_seconds"] = 60;
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 6}};
    world["institutions"]["Exchange"] = Json::object();
    world["markets"]["COIN-PERP"] = {{"kind", "perp"}, {"venue", "Exchange"},
                                     {"base", "COIN"}, {"quote", "USD"},
                                     {"depth", 1e6},   {"perp", {{"mark", "mid"}, {"funding_interval", 0}}}};
    world["agents"]["longs"] = {{"kind", "leveraged_trader"},
                                {"venue", "Exchange"},
                                {"base", "COIN"},
                                {"count", 10},
                                {"notional", 1e5},
                                {"shorts", 0},
                                {"looks_per_day", 0},
                                {"drawn", "margin"},
                                {"leverage", 0.05},
                                {"entry_volatility", 0}};
    world["mechanisms"]["margin"] = {{"liquidation_time", "60d"}, {"fee", 0}};
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", "10min"}, {"asset", "COIN"}, {"change", -0.1}};
    return world;
}

double claim(World const& world, LossPassing const& rules)
{
    return static_cast<double>(claim_on_winners(world, world.institution("Exchange"), rules).value()) * 1e-6;
}

/// What the engine's inventory would lose at the mark [USD].
double under_water(World const& world)
{
    PerpMarket const& market = world.perps.front();
    return -unrealised(market.positions.position(market.engine), market.contract(), market.mark_price()) * 1e-6;
}

double fund(World const& world)
{
    return static_cast<double>(world.ledger.balance(world.perps.front().fund).value()) * 1e-6;
}

}  // namespace

TEST_CASE("inventory under water ends a venue only as far as nobody else bears the loss", "[positions][contagion]")
{
    auto const [trigger, price, socialised, ends] = GENERATE(table<std::string, std::string, double, Status>({
        {"never", "bankruptcy", 1.0, Status::active},      // realised losses will be cut out of profits
        {"never", "bankruptcy", 0.0, Status::failed},      // the venue is alone with them
        {"shortfall", "bankruptcy", 0.0, Status::active},  // winners are closed at what it cost the engine
        {"shortfall", "mark", 0.0, Status::failed},        // it closes them at its own cost
        {"drawdown", "bankruptcy", 0.0, Status::failed},   // there is no fund whose fall would make it close them
    }));
    CAPTURE(trigger, price, socialised);
    Json world = inventory_under_water();
    world["mechanisms"]["deleveraging"] = {{"trigger", trigger}, {"price", price}, {"socialised", socialised}};
    Configured run{world};
    run.go(15);
    CHECK(run.count(EventKind::liquidation) == 10);
    CHECK(run.status("Exchange") == ends);
}

TEST_CASE("the claim on winners is the loss beyond the fund, and socialised not more than they have won",
          "[positions][contagion]")
{
    Json world = inventory_under_water();
    world["mechanisms"]["deleveraging"] = {{"trigger", "never"}};
    Configured run{world};
    run.go(15);
    double const loss = under_water(run.world());
    CHECK(loss > 4e4);  // longs of a million USD went bankrupt 5 % below, and are 10 % below
    CHECK(claim(run.world(), {true, false, Share{0}}) == Approx(loss).margin(1e-5));
    CHECK(claim(run.world(), {false, false, Share{1}}) == Approx(loss).margin(1e-5));  // shorts have won twice as much
    CHECK(claim(run.world(), {false, false, Share{0.25}}) == Approx(0.25 * loss).margin(1e-5));
    CHECK(claim(run.world(), {false, false, Share{0}}) == 0);

    world["markets"]["COIN-PERP"]["perp"]["insurance_fund"] = 1e4;
    Configured funded{world};
    funded.go(15);
    CHECK(claim(funded.world(), {true, false, Share{0}}) ==
          Approx(under_water(funded.world()) - fund(funded.world())).margin(1e-5));
}
