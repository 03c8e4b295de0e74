// Makers who are long in a perpetual what they are short on the spot market: what is closed by force leaves them with
// the coins they have sold, and they even out as others trade with them.

#include <catch2/catch.hpp>

#include <cmath>

#include "agents/market_makers.hpp"
#include "tests/agents/trading_floor.hpp"

using namespace stampede;
using namespace stampede::testing;
using Json = nlohmann::json;

namespace {

constexpr double coins = 10000;       ///< that makers come to sell on the spot market and to buy as contracts
constexpr std::int64_t squeeze = 75;  ///< step in which shorts are bankrupt

/// Ten makers and noise. Somebody buys coins; longs are bankrupted, whose contracts makers take; then shorts are, and
/// nobody but makers is long. The fund pays for the first of it.
Json hedged_makers()
{
    Json world = dollar_world(1);
    world["step_seconds"] = 60;
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 6}};
    world["institutions"]["Exchange"] = {{"tokens", {{"USD", 1e6}}}};
    Json const here = {{"venue", "Exchange"}, {"base", "COIN"}};
    for (std::string const market : {"COIN-USD", "COIN-PERP"}) {
        world["markets"][market] = {{"quote", "USD"}, {"depth", 1e6}, {"profile", {0, 0, 0, 0, 0, 0}}, {"floor", 0.01}};
        world["markets"][market].update(here);
    }
    world["markets"]["COIN-PERP"].update(
        {{"kind", "perp"}, {"perp", {{"mark", "index"}, {"insurance_fund", 2 * coins}}}});
    for (bool const is_short : {false, true}) {
        Json& traders = world["agents"][is_short ? "shorts" : "longs"];
        traders = {{"kind", "leveraged_trader"},
                   {"count", 10},
                   {"shorts", is_short ? 1 : 0},
                   {"short_leverage", 1},
                   {"leverage", 10},
                   {"notional", 100 * coins / 10},
                   {"size_exponent", 0},
                   {"looks_per_day", 0},
                   {"entry_volatility", 0},
                   {"spare", 0}};
        traders.update(here);
    }
    world["agents"]["makers"] = {
        {"kind", "market_maker"}, {"venues", {"Exchange"}}, {"base", "COIN"}, {"count", 10}, {"capital", 1e6}};
    world["agents"]["noise"] = {{"kind", "noise_trader"}, {"wealth", 1e6}, {"flow", 0.03}};
    world["agents"]["noise"].update(here);
    world["mechanisms"]["margin"] = {{"liquidation_time", 0}, {"fee", 0}};
    world["shocks"] = {{"buyer",
                        {{"kind", "order"},
                         {"at", "1h"},
                         {"venue", "Exchange"},
                         {"asset", "COIN"},
                         {"side", "buy"},
                         {"coins", coins}}},
                       {"fall", {{"kind", "price_jump"}, {"at", "65min"}, {"asset", "COIN"}, {"change", -0.12}}},
                       {"rise", {{"kind", "price_jump"}, {"at", 60 * squeeze}, {"asset", "COIN"}, {"change", 0.4}}}};
    return world;
}

/// All makers together.
struct Legs {
    double spot = 0, perp = 0;  ///< beyond those at birth [coins]
    double uneven = 0;          ///< sum over makers of what is not hedged [coins]
};

Legs legs_of(Configured& run)
{
    MarketMakers const& makers = population<MarketMakers>(run, "makers");
    TradedPlace const& place = makers.places().front();
    Legs legs;
    for (Row maker = 0; maker < makers.count(); ++maker) {
        double const spot = 1e-6 * spot_inventory(run.world(), place, makers.desk(maker, 0));
        double const perp = 1e-6 * perp_inventory(run.world(), place, makers.desk(maker, 0));
        legs.spot += spot;
        legs.perp += perp;
        legs.uneven += std::abs(spot + perp);
    }
    return legs;
}

/// Contracts of makers closed by force so far [coins].
double closed_by_force(Configured& run)
{
    ClassId const makers = population<MarketMakers>(run, "makers").enrolment().owner_class;
    Events const& events = run.world().events;
    double closed = 0;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (events.kind(i) == EventKind::deleveraging && run.world().ledger.owner_class(events.account(i)) == makers)
            closed += 1e-6 * static_cast<double>(events.happening(i).amount.value());
    return closed;
}

}  // namespace

TEST_CASE("deleveraging breaks the hedges of makers, who even out over time", "[agents][makers]")
{
    Configured run{hedged_makers()};
    run.go(squeeze);
    Legs const before = legs_of(run);
    CHECK(before.spot < -0.9 * coins);
    CHECK(before.perp > 0.9 * coins);
    CHECK(before.uneven < 0.1 * coins);
    REQUIRE(closed_by_force(run) == 0);
    run.go(1);
    double const closed = closed_by_force(run);
    Legs const broken = legs_of(run);
    CHECK(closed > 0.9 * coins);
    CHECK(broken.perp == Approx(before.perp - closed).margin(0.05 * coins));
    CHECK(broken.uneven == Approx(before.uneven + closed).margin(0.05 * coins));
    run.go(30);
    CHECK(legs_of(run).uneven > 0.9 * broken.uneven);  // nobody sells them all of it at once
    run.finish();
    CHECK(legs_of(run).uneven < 0.5 * broken.uneven);
}
