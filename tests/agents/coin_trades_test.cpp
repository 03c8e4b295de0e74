// Who trades a coin because of what its issuer promises, in numbers that are reckoned by hand: defenders who sell a
// reserve, arbitrage over a virtual pool, and arbitrage over a window that swaps one coin for another.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/holdings.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// A market for dollars without spread that has the same depth in every 1 % up to 30 %.
std::string market(std::string const& base, double depth)
{
    return fmt::format(R"("{0}-USD": {{"venue": "Exchange", "base": "{0}", "quote": "USD", "depth": {1},
                          "half_spread": 0, "edges": [0.01, 0.3], "profile": [1, 1], "floor": 0}})",
                       base, depth);
}

/// Steps of five minutes; a coin falls by 5 % in that of an hour, and again in that of three.
std::string world(std::string const& assets, std::string const& institutions, std::string const& others)
{
    return fmt::format(
        R"("step_seconds": 300, "days": 0.2, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}}, {}}},
        "institutions": {{"Exchange": {{}}, {}}}, "shocks": {{"fall": {{"kind": "price_jump", "at": "1h",
        "asset": "PAR", "change": -0.05}}, "again": {{"kind": "price_jump", "at": "3h", "asset": "PAR",
        "change": -0.05}}}}, {})",
        assets, institutions, others);
}

constexpr std::int64_t fall = 12, again = 36;  // steps

void run_to(Simulation& run, std::int64_t step)
{
    while (run.world().clock.step < step)
        run.step();
}

double price(View& seen, std::string const& asset)
{
    return seen.price(seen.asset(asset)).value();
}

Market const& called(View& seen, std::string const& name)
{
    for (Market const& market : seen.markets)
        if (market.name == name)
            return market;
    throw BrokenInvariant{"test asks for an unknown market " + name};
}

}  // namespace

// A step of five minutes of a time constant of an hour takes k = 1 - exp(-1/12) of what is left. The books are so deep
// that prices stay; what is bought is reckoned at 2 % above mid and costs the mid.
TEST_CASE("a defender sells its reserve for money as it spends the money", "[agents][coins]")
{
    auto const run = world_of(world(
        R"("PAR": {"kind": "stablecoin", "decimals": 6, "supply": 1e10}, "BTC": {"price": 100, "decimals": 6},
           "ETH": {"price": 50, "decimals": 6})",
        R"("Issuer": {"kind": "issuer", "issues": "PAR", "par": "USD"})",
        fmt::format(R"("markets": {{{}, {}, {}}}, "agents": {{"defenders": {{"kind": "peg_defender", "coin": "PAR",
            "venue": "Exchange", "count": 2, "money": 1000, "reserve": {{"BTC": 30, "ETH": 20}}, "speed": "1h"}}}})",
                    market("PAR", 1e7), market("BTC", 1e8), market("ETH", 1e8))));
    View& seen = run->world();
    auto const of_both = [&](std::string const& asset) { return holdings(seen, "defenders", asset) / 2; };
    run_to(*run, fall);
    CHECK(of_both("BTC") == 30);
    CHECK(of_both("ETH") == 20);
    CHECK(of_both("USD") == 1000);
    double const k = 1 - std::exp(-1.0 / 12);
    double bitcoins = 30, ether = 20, money = 1000, bought = 0;
    for (int step = 0; step < 6; ++step) {
        CAPTURE(step);
        run->step();
        double const coins = money * k / (0.95 * 1.02);
        bought += coins;
        money += 100 * k * bitcoins + 50 * k * ether - 0.95 * coins;
        bitcoins -= k * bitcoins;
        ether -= k * ether;
        CHECK_THAT(of_both("BTC"), WithinAbs(bitcoins, 1e-5));
        CHECK_THAT(of_both("ETH"), WithinAbs(ether, 1e-5));
        CHECK_THAT(of_both("PAR"), WithinRel(bought, 1e-5));
        CHECK_THAT(of_both("USD"), WithinRel(money, 1e-5));
    }
}

// ODD 7.14: (g - cost) H is bought at once, 1 / H = 1 / D + 2 / (B + d) + 1 / D of the tokens' book, a gap of
// g = log(0.995 / 0.95) after the least spread. The book of 1e6 dollars in 1 % was last seen at par, with 1e8 coins per
// log price; at 0.95 it has 1e8 / 0.95. Tokens count by what they are worth.
TEST_CASE("arbitrage over a virtual pool buys as much as three books in a row can bear", "[agents][coins]")
{
    auto const [base, tokens, cost] =
        GENERATE(table<double, double, double>({{1e8, 5e5, 0}, {1e8, 5e5, 0.01}, {1e7, 1e6, 0}, {1e9, 1e5, 0}}));
    CAPTURE(base, tokens, cost);
    auto const run = world_of(world(
        R"("PAR": {"kind": "stablecoin", "decimals": 6, "supply": 1e9},
           "LUN": {"price": 50, "decimals": 6, "supply": 1e8})",
        R"("Protocol": {"kind": "protocol", "issues": "PAR", "par": "USD", "sister": "LUN", "hot": 0})",
        fmt::format(R"("markets": {{{}, {}}}, "agents": {{"burners": {{"kind": "primary_arbitrageur",
            "issuer": "Protocol", "venue": "Exchange", "count": 3, "capital": 1e7, "speed": 0, "cost": {}}}}},
            "mechanisms": {{"swaps": {{"base": {}, "least_spread": 0.005, "period": 1e5}}}})",
                    market("PAR", 1e6), market("LUN", tokens), cost, base)));
    View& seen = run->world();
    run_to(*run, fall);
    double const before = holdings(seen, "burners", "PAR");
    run->step();
    double const joint = 1 / (1 / 1e8 + 2 / base + 1 / (100 * tokens));
    double const volume = (std::log(0.995 / 0.95) - cost) * joint;
    CHECK_THAT(holdings(seen, "burners", "PAR") - before, WithinRel(volume, 1e-3));
    CHECK_THAT(called(seen, "PAR-USD").mid, WithinRel(0.95 * std::exp(volume * 0.95 / 1e8), 1e-3));

    run_to(*run, again);  // they were burnt, and the pool is as much fuller
    CoinState const& coin = seen.coins.front();
    Market const &book = called(seen, "PAR-USD"), &sister = called(seen, "LUN-USD");
    CHECK(coin.pool > 0.9 * volume);
    auto const coins_per_log = [](Market const& market) {
        return static_cast<double>(market.near_depth.value()) * 1e-6 / 0.01;
    };
    double const now =
        1 / (1 / coins_per_log(book) + 2 / (base + coin.pool) + 1 / (coins_per_log(sister) * sister.mid));
    double const gap = std::log(coin.redeems_at * sister.mid / coin.oracle / (0.95 * book.mid)) - cost;
    CHECK((gap > 0) == (base > 1e7));  // a small pool is too full
    run->step();
    CHECK_THAT(static_cast<double>(book.last.bought.value()) * 1e-6, WithinRel(std::max(0.0, gap) * now, 1e-5));
}

// The module of Maker: one DAI for one USDC and back, as long as there is any.
TEST_CASE("a window of one for one takes a coin along when the other loses its peg", "[agents][coins][pools]")
{
    auto const [module, count, follows] =
        GENERATE(table<double, int, bool>({{1e8, 3, true}, {1e8, 0, false}, {1e5, 3, false}}));
    CAPTURE(module, count);
    double const cost = 0.001;
    auto const run = world_of(fmt::format(
        R"("step_seconds": 60, "days": 0.5, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}},
            "USDC": {{"kind": "stablecoin", "decimals": 6, "supply": 1e9}},
            "DAI": {{"kind": "stablecoin", "decimals": 6, "supply": 1e9}}}},
        "institutions": {{"Exchange": {{}}}}, "markets": {{{}, {}}},
        "pools": {{"module": {{"curve": {{"kind": "constant_sum"}}, "coins": {{"USDC": {}, "DAI": {}}}, "quote": "USDC",
            "fee": 0, "marks": false}}}},
        "agents": {{"arbs": {{"kind": "pool_arbitrageur", "pool": "module", "venue": "Exchange", "base": "DAI",
            "count": {}, "capital": 2e7, "cost": {}}}}},
        "shocks": {{"fall": {{"kind": "price_jump", "at": "1h", "asset": "USDC", "change": -0.1}}}})",
        market("USDC", 1e5), market("DAI", 1e5), module, module, count, cost));
    View& seen = run->world();
    run_to(*run, 60);
    CHECK(price(seen, "DAI") == 1);
    run_to_end(*run);
    CHECK_THAT(price(seen, "USDC"), WithinRel(0.9, 1e-12));
    double const left =
        static_cast<double>(seen.ledger.stored(seen.institution("module"), seen.asset("DAI"), Storage::hot).value());
    if (follows) {
        CHECK_THAT(std::log(price(seen, "DAI") / 0.9), WithinAbs(0, cost + 1e-4));
        CHECK(left > 0);
    }
    else {
        CHECK(price(seen, "DAI") > 0.98);
        CHECK((left < 1e-3 * 1e6 * module) == (count > 0));  // a small module has given out all it had
    }
}
