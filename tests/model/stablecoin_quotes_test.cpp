// Markets that are quoted in a stablecoin: what things are worth in USD, what arbitrage earns between two monies, and
// who flees from one coin into another.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "agents/arbitrageurs.hpp"
#include "tests/support/holdings.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double bitcoin = 30'000, depth = 1e6;

/// A market without spread that has the same depth in every 1 % up to 20 %.
std::string market(std::string const& venue, std::string const& base, std::string const& quote,
                   std::string const& more = "")
{
    return fmt::format(R"("{0}-{1}": {{"venue": "{2}", "base": "{0}", "quote": "{1}", "depth": {3}, "half_spread": 0,
                          "edges": [0.01, 0.3], "profile": [1, 1], "floor": 0{4}}})",
                       base, quote, venue, depth, more);
}

std::string world(std::string const& markets, std::string const& agents, std::string const& shocks)
{
    return fmt::format(
        R"("step_seconds": 60, "days": 0.02, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}},
            "BTC": {{"price": {}, "decimals": 6}}, "USDC": {{"kind": "stablecoin", "decimals": 6, "supply": 1e9}},
            "USDT": {{"kind": "stablecoin", "decimals": 6, "supply": 1e9}}}},
        "institutions": {{"Onshore": {{}}, "Offshore": {{}},
            "Circle": {{"kind": "issuer", "issues": "USDC", "par": "USD"}}}},
        "markets": {{{}}}, "agents": {{{}}}, "shocks": {{{}}})",
        bitcoin, markets, agents, shocks);
}

std::string const bitcoins = market("Onshore", "BTC", "USD") + ", " + market("Offshore", "BTC", "USDC");

std::string const dollars = market("Onshore", "USDC", "USD", R"(, "resilience_time": "10d")");
/// Brings the coin down to 0.9.
std::string const sale =
    fmt::format(R"("sale": {{"kind": "order", "at": "5min", "asset": "USDC", "side": "sell", "coins": {}}})",
                -std::log(0.9) * depth / 0.01);

/// Buys and sells bitcoins at once wherever they are cheap and dear.
std::string arbitrage(int count = 2)
{
    return fmt::format(R"("arbs": {{"kind": "arbitrageur", "venue": "Offshore", "hedge_venue": "Onshore",
        "base": "BTC", "count": {}, "on_perp": false, "capital": 2e7, "cost": 0, "speed": 0, "reach": 1e-6, "slippage": 0.2}})",
                       count);
}

double price(View& seen, std::string const& asset)
{
    return seen.price(seen.asset(asset)).value();
}

Market const& called(View& seen, std::string const& name)
{
    auto const found = std::find_if(seen.markets.begin(), seen.markets.end(),
                                    [&](Market const& market) { return market.name == name; });
    REQUIRE(found != seen.markets.end());
    return *found;
}

void run_to(Simulation& run, std::int64_t step)
{
    while (run.world().clock.step < step)
        run.step();
}

}  // namespace

TEST_CASE("a coin keeps its price in USD when the money of one of its markets falls", "[markets][engine]")
{
    auto const run =
        world_of(world(bitcoins + ", " + market("Offshore", "BTC", "USDT"), arbitrage(),
                       R"("fall": {"kind": "price_jump", "at": "5min", "asset": "USDC", "change": -0.1})"));
    View& seen = run_to_end(*run);
    CHECK_THAT(price(seen, "USDC"), WithinRel(0.9, 1e-12));
    CHECK_THAT(price(seen, "BTC"), WithinRel(bitcoin, 1e-9));
    CHECK_THAT(called(seen, "BTC-USDC").mid, WithinRel(bitcoin / 0.9, 1e-9));
    CHECK_THAT(called(seen, "BTC-USDT").mid, WithinRel(bitcoin, 1e-9));
    CHECK_THAT(holdings(seen, "arbs", "BTC"), WithinRel(2e7 / bitcoin, 1e-6));  // there was no gap
}

TEST_CASE("a coin is worth the middle of what its markets say, each by what its money is worth", "[markets][engine]")
{
    auto const run = world_of(world(bitcoins + ", " + dollars, "", sale));
    View& seen = run_to_end(*run);
    CHECK_THAT(price(seen, "USDC"), WithinAbs(0.9, 1e-4));
    CHECK(called(seen, "BTC-USDC").mid == bitcoin);
    CHECK_THAT(price(seen, "BTC"), WithinRel(0.5 * bitcoin * (1 + price(seen, "USDC")), 1e-9));
}

// Two books with density d = depth / P / 1 % meet half way: V = d g / 2 coins for a gap g, bought at (e^(g/2) - 1) /
// (g/2) and sold at (1 - e^(-g/2)) / (g/2) of what they stood at.
TEST_CASE("arbitrage between two monies brings the mids together in USD and earns the gap in USD", "[markets][engine]")
{
    auto const run = world_of(world(bitcoins + ", " + dollars, arbitrage(), sale));
    run_to(*run, 6);
    View& seen = run->world();
    double const usdc = price(seen, "USDC"), gap = -std::log(usdc);
    CHECK(called(seen, "BTC-USDC").mid == bitcoin);                               // so it has become cheap there
    CHECK_THAT(price(seen, "BTC"), WithinRel(0.5 * bitcoin * (1 + usdc), 1e-9));  // at once, though it comes first
    auto const& arbs = dynamic_cast<Arbitrageurs const&>(*run->populations().front());
    double const bought_before = holdings(seen, "arbs", "BTC") - 2e7 / bitcoin;
    CHECK_THAT(bought_before, WithinAbs(0, 0.01));

    run_to(*run, 7);
    double const volume = 0.5 * gap * depth / bitcoin / 0.01, half = 0.5 * gap;
    double const paid = volume * usdc * bitcoin * (std::exp(half) - 1) / half;
    double const got = volume * bitcoin * (1 - std::exp(-half)) / half;
    CHECK_THAT(got - paid, WithinAbs(263'600, 500));
    CHECK_THAT(called(seen, "BTC-USD").mid, WithinRel(bitcoin * std::exp(-half), 1e-4));
    CHECK_THAT(called(seen, "BTC-USDC").mid * usdc, WithinRel(bitcoin * std::exp(-half), 1e-4));
    CHECK_THAT(price(seen, "BTC"), WithinRel(bitcoin * std::exp(-half), 1e-4));
    CHECK_THAT(arbs.gain(seen, 0) + arbs.gain(seen, 1), WithinRel(got - paid, 1e-3));
    CHECK_THAT(holdings(seen, "arbs", "BTC"), WithinAbs(2e7 / bitcoin, 0.01));  // bought there, sold here
    double const born = 0.25 * 2 * 2e7;
    CHECK_THAT(holdings(seen, "arbs", "USDC"), WithinRel(born - paid / usdc, 1e-4));
    CHECK_THAT(holdings(seen, "arbs", "USD"), WithinRel(born + got, 1e-4));
}

TEST_CASE("a perpetual in a stablecoin has the index of its base in that coin", "[markets][engine]")
{
    auto const run = world_of(
        world(market("Onshore", "BTC", "USD") + R"(, "BTC perp": {"kind": "perp", "venue": "Offshore", "base": "BTC",
            "quote": "USDC", "depth": 1e6, "perp": {"mark": "index", "funding_interval": 0}})",
              R"("longs": {"kind": "leveraged_trader", "venue": "Offshore", "base": "BTC", "count": 20,
                  "notional": 10000, "shorts": 0.5, "leverage": 2, "entry": 0})",
              R"("fall": {"kind": "price_jump", "at": "5min", "asset": "USDC", "change": -0.1})"));
    View& seen = run_to_end(*run);
    PerpMarket const& perp = seen.perps.front();
    CHECK(perp.settle == seen.asset("USDC"));
    CHECK_THAT(perp.index, WithinRel(bitcoin / 0.9, 1e-9));
    CHECK_THAT(perp.mark, WithinRel(bitcoin / 0.9, 1e-3));
    CHECK_THAT(price(seen, "BTC"), WithinRel(bitcoin, 1e-9));
}

TEST_CASE("who flees from one stablecoin into another sells it on their market", "[markets][engine][agents]")
{
    double const total = 2e6;
    auto const run = world_of(world(
        market("Onshore", "USDT", "USD") + ", " + market("Offshore", "USDC", "USDT", R"(, "resilience_time": "10d")"),
        fmt::format(R"("holders": {{"kind": "coin_holder", "coin": "USDC", "venue": "Offshore", "quote": "USDT",
            "count": 50, "total_usd": {}, "panic_threshold": -50, "sale_time": 0, "slippage": 1, "return_gap": 0,
            "attention": {{"mode": "every_step"}}, "fear_memory": 0}})",
                    total),
        R"("news": {"kind": "news", "at": "5min", "venue": "Circle", "level": "insolvency_reported"},
           "fall": {"kind": "price_jump", "at": "20min", "asset": "USDT", "change": -0.02})"));
    View& seen = run->world();
    CHECK_THAT(holdings(seen, "holders", "USDC"), WithinAbs(total, 1));
    CHECK(holdings(seen, "holders", "USDT") == 0);
    run_to(*run, 15);
    double const mid = std::exp(-total / (depth / 0.01));
    CHECK_THAT(called(seen, "USDC-USDT").mid, WithinRel(mid, 1e-3));
    CHECK_THAT(price(seen, "USDC"), WithinRel(mid, 1e-3));
    CHECK(price(seen, "USDT") == 1);
    CHECK_THAT(holdings(seen, "holders", "USDC"), WithinAbs(0, 1e-3));
    CHECK_THAT(holdings(seen, "holders", "USDT"), WithinRel((1 - mid) * depth / 0.01, 1e-3));
    run_to_end(*run);
    CHECK_THAT(price(seen, "USDT"), WithinRel(0.98, 1e-12));
    CHECK_THAT(price(seen, "USDC"), WithinRel(mid, 1e-3));  // told in a money that has fallen, and no cheaper
    CHECK_THAT(called(seen, "USDC-USDT").mid, WithinRel(mid / 0.98, 1e-3));
}

// The later by number is marked first, by the other's price of the step before; the other by its new price. Numbers
// follow the names. Sold down to 0.9 for dollars, a coin is in the middle of that and of what the other one says.
TEST_CASE("of two coins that are quoted in each other one is marked first, and both come to the same",
          "[markets][engine]")
{
    auto const [sold, other, at_once] =
        GENERATE(table<std::string, std::string, double>({{"USDC", "USDT", 1}, {"USDT", "USDC", 0.95}}));
    CAPTURE(sold);
    auto const run = world_of(
        world(market("Onshore", sold, "USD", R"(, "resilience_time": "10d")") + ", " + market("Offshore", sold, other) +
                  ", " + market("Offshore", other, sold),
              "",
              fmt::format(R"("sale": {{"kind": "order", "at": "5min", "asset": "{}", "side": "sell", "coins": {}}})",
                          sold, -std::log(0.9) * depth / 0.01)));
    View& seen = run->world();
    run_to(*run, 6);
    CHECK_THAT(called(seen, sold + "-USD").mid, WithinAbs(0.9, 1e-4));
    CHECK_THAT(price(seen, sold), WithinAbs(0.95, 1e-4));
    CHECK_THAT(price(seen, other), WithinAbs(at_once, 1e-4));
    run_to(*run, 7);
    CHECK_THAT(price(seen, sold), WithinAbs(0.925, 1e-4));
    run_to_end(*run);
    CHECK_THAT(price(seen, sold), WithinAbs(0.9, 1e-4));
    CHECK_THAT(price(seen, other), WithinAbs(0.9, 1e-4));
    CHECK(called(seen, sold + "-" + other).mid == 1);
}
