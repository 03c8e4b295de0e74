// Value and noise traders in a market of their own, through the whole step.

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::string market_world(std::string const& agents, std::string const& more = "")
{
    return R"("step_seconds": 60, "days": 1,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4}},
        "institutions": {"Exchange": {}},
        "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e6, "half_spread": 0,
                                 "edges": [0.2], "profile": [1]}},
        "agents": {)" +
           agents + "}" + more;
}

double mid(View& world)
{
    return world.markets.front().mid;
}

std::string value_trader(std::string const& more)
{
    return R"("value": {"kind": "value_trader", "venue": "Exchange", "base": "COIN", "count": 1, "capital": 1e6,
                        "in_coins": 0.5, "entry": 0.05, "scale": 0.1, )" +
           more + "}";
}

std::string const sale = R"(, "shocks": {"sale": {"kind": "order", "at": "1h", "venue": "Exchange", "asset": "COIN",
                                                  "side": "sell", "coins": 10000}})";

}  // namespace

TEST_CASE("the flow of noise moves the price by its square root in time", "[agents][noise]")
{
    // Within 1 % rests 1 / 20 of the ladder of 20 %; an order of x times that moves the mid by x percent.
    auto const spread = [](int step_seconds) {
        double sum = 0;
        int const replicates = 60;
        for (int i = 0; i < replicates; ++i) {
            auto const run = world_of(R"("step_seconds": )" + std::to_string(step_seconds) + R"(, "days": 0.25,
                "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4}},
                "institutions": {"Exchange": {}},
                "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 2e7,
                    "half_spread": 0, "edges": [0.2], "profile": [1], "resilience_time": 0}},
                "agents": {"noise": {"kind": "noise_trader", "venue": "Exchange", "base": "COIN", "wealth": 1e8}})",
                                      {1, static_cast<std::uint64_t>(i)});
            double const move = std::log(mid(run_to_end(*run)) / 100);
            sum += move * move;
        }
        return std::sqrt(sum / replicates);
    };
    // 5 % of the near depth a minute for 360 minutes: 0.05 * 1 % * sqrt(360), give or take the luck of 60 draws.
    double const expected = 0.05 * 0.01 * std::sqrt(360.0);
    CHECK_THAT(spread(60), WithinRel(expected, 0.25));
    CHECK_THAT(spread(120), WithinRel(expected, 0.25));
}

TEST_CASE("a fall is shallower with value traders, and they never hold more than they have", "[agents][value]")
{
    auto const low = [](std::string const& agents) {
        auto const run = world_of(market_world(agents, sale));
        double lowest = 1e300;
        while (!run->done()) {
            run->step();
            lowest = std::min(lowest, mid(run->world()));
        }
        return lowest;
    };
    double const alone = low("");
    double const resting = low(value_trader(R"("resting": 1)"));
    double const slow = low(value_trader(R"("resting": 0)"));
    CHECK(alone < 90);
    CHECK(resting > alone);
    CHECK(slow == alone);  // they follow, so that the first wave meets the ladder alone
}

TEST_CASE("a slow value trader reaches its wanted position in its time", "[agents][value]")
{
    // Value jumps 12 % above the price of a market that nobody else moves: wanted = (log(1.12) - 0.05) / 0.1.
    auto const run = world_of(R"("step_seconds": 600, "days": 2,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4}},
        "institutions": {"Exchange": {}},
        "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e9, "half_spread": 0}},
        "mechanisms": {"trading": {"moves_prices": false}},
        "agents": {)" + value_trader(R"("resting": 0, "slow_time": "6h")") +
                              "}");
    run->changeable_world().assets[run->world().asset("COIN").index()].fundamental = 112;
    View& world = run_to_end(*run);
    AccountId const base = AccountId::of(2);  // the first two are those that rest
    double const bought = world.usd(world.asset("COIN"), world.ledger.balance(base)) - 0.5e6;
    double const wanted = std::min((std::log(1.12) - 0.05) / 0.1, 1.0) * 1e6;
    // Money for half of its capital is all it has.
    CHECK_THAT(bought, WithinRel(std::min(wanted, 0.5e6), 0.01));
}

TEST_CASE("what rests was bought at its own prices and is offered again on the way up", "[agents][value]")
{
    std::string const back = R"(, "shocks": {
        "sale": {"kind": "order", "at": "1h", "venue": "Exchange", "asset": "COIN", "side": "sell", "coins": 10000},
        "back": {"kind": "order", "at": "8h", "venue": "Exchange", "asset": "COIN", "side": "buy", "coins": 10000}})";
    auto const run = world_of(market_world(value_trader(R"("resting": 1)"), back));
    View& world = run->world();
    auto const coins = [&] { return world.ledger.balance(AccountId::of(0)).value(); };
    std::int64_t const born = coins();
    for (int i = 0; i < 120; ++i)
        run->step();
    CHECK(coins() > born);
    double const low = mid(world);
    while (!run->done())
        run->step();
    CHECK(mid(world) > low);
    CHECK(coins() <= born + born / 100);  // sold again
    double const money = static_cast<double>(world.ledger.balance(AccountId::of(1)).value()) / 1e4 - 0.5e6;
    double const kept = static_cast<double>(coins() - born) / 1e4 * 100;
    CHECK(money + kept > 0);  // bought low, sold high
}
