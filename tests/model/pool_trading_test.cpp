// Pools in a world: somebody swaps, the pool moves, the ledger balances, and the owners of its shares bear it.

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "agents/liquidity_providers.hpp"
#include "agents/pool_arbitrageurs.hpp"
#include "model/policies/stable_swap.hpp"
#include "model/pool_quotes.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::string const coins = R"("step_seconds": 60, "days": 0.1, "assets": {"USD": {"kind": "fiat", "decimals": 6},
    "UST": {"kind": "stablecoin", "decimals": 6, "supply": 1e12}}, "institutions": {"Exchange": {}}, )";

std::string pool(std::string const& curve, double each, double fee)
{
    return R"("pools": {"Curve": {"curve": {)" + curve + R"(}, "coins": {"USD": )" + std::to_string(each) +
           R"(, "UST": )" + std::to_string(each) + R"(}, "quote": "USD", "fee": )" + std::to_string(fee) + "}}";
}

std::string dump(double amount, std::string const& more = "")
{
    return R"("dump": {"kind": "swap", "at": "1min", "pool": "Curve", "give": "UST", "take": "USD", "coins": )" +
           std::to_string(amount) + more + "}";
}

double held(View& seen, std::string const& where, std::string const& asset)
{
    return static_cast<double>(seen.ledger.stored(seen.institution(where), seen.asset(asset), Storage::hot).value()) *
           1e-6;
}

ClassId class_called(View& seen, std::string const& name)
{
    auto const& all = seen.ledger.wealth().classes();
    auto const found = std::find(all.begin(), all.end(), name);
    REQUIRE(found != all.end());
    return ClassId::of(static_cast<std::size_t>(found - all.begin()));
}

double lost(View& seen, std::string const& name, Channel channel)
{
    return static_cast<double>(seen.ledger.wealth().loss(class_called(seen, name), channel).value()) * 1e-6;
}

double lost(View& seen, std::string const& name)
{
    return static_cast<double>(seen.ledger.wealth().loss(class_called(seen, name)).value()) * 1e-6;
}

/// What a constant product pays for coins that come in equal parts, one after the other, each less its fee.
double paid_in_turns(double in, double out, double kept, double given, int turns)
{
    double const before = out, part = given / turns;
    for (int turn = 0; turn < turns; ++turn) {
        out -= out * kept * part / (in + kept * part);
        in += part;
    }
    return before - out;
}

}  // namespace

// M 6.2.
TEST_CASE("the published swaps, by a whale in a pool of a world", "[pools][engine]")
{
    auto const [curve, each, fee, given, paid] = GENERATE(table<std::string, double, double, double, double>({
        {R"("kind": "stableswap", "amplification": 10)", 1e6, 0.0, 500e3, 473'401.37},
        {R"("kind": "stableswap", "amplification": 100)", 1e6, 0.0, 500e3, 496'752.70},
        {R"("kind": "stableswap", "amplification": 2000)", 1e6, 0.0, 500e3, 499'833.56},
        {R"("kind": "stableswap", "amplification": 100)", 1e6, 0.0, 1500e3, 992'273.91},
        {R"("kind": "constant_product")", 1e6, 0.0, 500e3, 333'333.33},
        {R"("kind": "constant_product")", 1000, 0.003, 10, 9.871580},
        {R"("kind": "constant_sum")", 1e6, 0.0, 500e3, 500e3},
    }));
    CAPTURE(curve, given);
    auto const run = world_of(coins + pool(curve, each, fee) + R"(, "shocks": {)" + dump(given) + "}");
    View& seen = run_to_end(*run);
    CHECK_THAT(each - held(seen, "Curve", "USD"), WithinAbs(paid, each > 1e5 ? 0.01 : 1e-6));
    CHECK_THAT(held(seen, "Curve", "UST") - each, WithinAbs(given, 1e-9));
}

TEST_CASE("a pool values its coin, and its owners bear the swap through its channel", "[pools][engine]")
{
    auto const run = world_of(coins + pool(R"("kind": "stableswap", "amplification": 100)", 1e6, 0) +
                              R"(, "shocks": {)" + dump(500e3) + "}");
    View& seen = run_to_end(*run);
    std::array const balances{1.5e6, held(seen, "Curve", "USD")};
    double const price = StableSwap{100}.price(balances, 0, 1);
    CHECK_THAT(seen.price(seen.asset("UST")).value(), WithinRel(price, 1e-9));
    double const before = 2e6, after = 1.5e6 * price + balances[1];
    CHECK_THAT(lost(seen, "passive_maker"), WithinAbs(before - after, 1));
    CHECK_THAT(lost(seen, "passive_maker", Channel::fire_sale), WithinAbs(before - after, 1));
    CHECK_THAT(lost(seen, "Curve"), WithinAbs(0, 1e-3));
    CHECK_THAT(virtual_price(state_of(seen, seen.pools.front())), WithinAbs(1, 1e-9));
    CHECK(seen.active(seen.institution("Curve")));
}

TEST_CASE("a swap that would pay too little is refused, and the price stays", "[pools][engine]")
{
    auto const run = world_of(coins + pool(R"("kind": "stableswap")", 1e6, 0) + R"(, "shocks": {)" +
                              dump(1500e3, R"(, "least_price": 0.9)") + "}");
    View& seen = run_to_end(*run);
    CHECK(held(seen, "Curve", "UST") == 1e6);
    CHECK(seen.price(seen.asset("UST")).value() == 1);
}

TEST_CASE("of a pool and a book the deeper one values a coin", "[pools][engine]")
{
    auto const [depth, deeper_is_pool] = GENERATE(table<double, bool>({{100, true}, {1e9, false}}));
    CAPTURE(depth);
    auto const run = world_of(coins + pool(R"("kind": "stableswap")", 1e6, 0) + R"(, "markets": {"UST-USD": {
        "venue": "Exchange", "base": "UST", "quote": "USD", "depth": )" +
                              std::to_string(depth) + R"(}}, "shocks": {)" + dump(900e3) + "}");
    View& seen = run_to_end(*run);
    double const by_pool = pool_price(seen, seen.pools.front(), coin_of(seen.pools.front(), seen.asset("UST")));
    CHECK(by_pool < 0.9);
    CHECK_THAT(seen.price(seen.asset("UST")).value(), WithinRel(deeper_is_pool ? by_pool : 1.0, 1e-9));
}

TEST_CASE("arbitrage brings a book to where the pool is, and earns by it", "[pools][engine][agents]")
{
    auto const run = world_of(coins + pool(R"("kind": "stableswap")", 1e6, 0.0004) + R"(, "markets": {"UST-USD": {
        "venue": "Exchange", "base": "UST", "quote": "USD", "depth": 1e5}}, "agents": {"arbs": {
        "kind": "pool_arbitrageur", "pool": "Curve", "venue": "Exchange", "base": "UST", "count": 5,
        "capital": 1e6}}, "shocks": {)" +
                              dump(700e3) + "}");
    run->step();
    run->step();
    View& seen = run->world();
    auto const gap = [&] {
        double const by_pool = pool_price(seen, seen.pools.front(), coin_of(seen.pools.front(), seen.asset("UST")));
        return std::abs(std::log(seen.markets.front().mid / by_pool));
    };
    CHECK(gap() > 0.03);
    run_to_end(*run);
    CHECK(gap() < 0.002);
    auto const& arbs = dynamic_cast<PoolArbitrageurs const&>(*run->populations().front());
    for (Row row = 0; row < 5; ++row)
        CHECK(arbs.gain(seen, row) > 0);
}

// One price of a constant product of k is k / x^2 for a coin of which it has x, so that the pool has sqrt(k / p) of it
// at the price p. Arbitrage goes on until what the pool's price and its fee leave is the mid; the fee stays in the
// pool.
TEST_CASE("the first swap of arbitrage is the one that brings a constant product to the mid", "[pools][engine][agents]")
{
    auto const [coins_held, usd_held, fee, cost] = GENERATE(table<double, double, double, double>({
        {10'000, 1'100'000, 0, 0},
        {10'000, 1'100'000, 0.003, 0},
        {10'000, 1'100'000, 0.003, 0.001},
        {11'000, 1'000'000, 0, 0},
        {11'000, 1'000'000, 0.003, 0.001},
    }));
    CAPTURE(coins_held, usd_held, fee, cost);
    double const mid = 100, k = coins_held * usd_held, price = usd_held / coins_held;
    bool const sells = price > mid;
    auto const run = world_of(fmt::format(
        R"("step_seconds": 60, "days": 0.01, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}},
        "COIN": {{"price": 100, "decimals": 6}}}}, "institutions": {{"Exchange": {{}}}},
        "markets": {{"COIN-USD": {{"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e10,
        "floor": 0}}}},
        "pools": {{"Curve": {{"curve": {{"kind": "constant_product"}}, "coins": {{"COIN": {}, "USD": {}}},
                             "quote": "USD", "fee": {}, "marks": false}}}},
        "agents": {{"arbs": {{"kind": "pool_arbitrageur", "pool": "Curve", "venue": "Exchange", "base": "COIN",
                             "count": 3, "capital": 1e6, "speed": 0, "cost": {}}}}})",
        coins_held, usd_held, fee, cost));
    View& seen = run->world();
    while (seen.pools.front().last.swaps == 0 && !run->done())
        run->step();
    REQUIRE(seen.pools.front().last.swaps == 3);
    double const kept = 1 - fee, least = std::exp(-cost);
    auto const& arbs = dynamic_cast<PoolArbitrageurs const&>(*run->populations().front());
    double gain = 0;
    for (Row row = 0; row < 3; ++row)
        gain += arbs.gain(seen, row);
    if (sells) {
        double const given = std::sqrt(k * kept * least / mid) - coins_held;
        double const received = paid_in_turns(coins_held, usd_held, kept, given, 3);
        CHECK_THAT(held(seen, "Curve", "COIN") - coins_held, WithinRel(given, 2e-6));
        CHECK_THAT(usd_held - held(seen, "Curve", "USD"), WithinRel(received, 2e-6));
        CHECK_THAT(gain, WithinRel(received - given * mid, 1e-3));
        return;
    }
    // What it gives is reckoned at the mean of the two prices instead of their geometric mean.
    double const target = mid * kept * least, taken = coins_held - std::sqrt(k / target);
    double const given = taken * 0.5 * (price + target) / kept;
    double const received = paid_in_turns(usd_held, coins_held, kept, given, 3);
    CHECK_THAT(held(seen, "Curve", "USD") - usd_held, WithinRel(given, 2e-6));
    CHECK_THAT(given * kept, WithinRel(std::sqrt(k * target) - usd_held, 2e-3));
    CHECK_THAT(coins_held - held(seen, "Curve", "COIN"), WithinRel(received, 2e-6));
    CHECK_THAT(gain, WithinRel(received * mid - given, 1e-3));
}

TEST_CASE("frightened providers leave in the good coin, and those who stay own the bad one", "[pools][engine][agents]")
{
    auto const run = world_of(coins + pool(R"("kind": "stableswap")", 1e6, 0.0004) + R"(, "agents": {"providers": {
        "kind": "liquidity_provider", "pool": "Curve", "count": 50, "owned": 0.5, "attention": "10min",
        "threshold": 0.01}}, "shocks": {)" +
                              dump(700e3) + "}");
    View& seen = run_to_end(*run);
    auto const& providers = dynamic_cast<LiquidityProviders const&>(*run->populations().front());
    int gone = 0;
    for (Row row = 0; row < 50; ++row)
        gone += providers.shares(seen, row).value() == 0 ? 1 : 0;
    CHECK(gone > 5);
    CHECK(held(seen, "Curve", "USD") < 0.1 * held(seen, "Curve", "UST"));
    CHECK(lost(seen, "passive_maker") > lost(seen, "providers"));
}

TEST_CASE("passive owners take liquidity out in one coin, or in all", "[pools][engine]")
{
    bool const one = GENERATE(true, false);
    auto const run = world_of(coins + pool(R"("kind": "stableswap")", 1e6, 0) + R"(, "shocks": {"out": {
        "kind": "liquidity_removal", "at": "1min", "pool": "Curve", "share": 0.25, "coin": ")" +
                              (one ? "USD" : "") + R"("}})");
    View& seen = run_to_end(*run);
    CHECK_THAT(held(seen, "Curve", "UST"), WithinAbs(one ? 1e6 : 0.75e6, 1e-3));
    CHECK(held(seen, "Curve", "USD") < (one ? 0.51e6 : 0.7500001e6));
    CHECK_THAT(static_cast<double>(seen.ledger.claims(seen.institution("Curve"), seen.asset("Curve share")).value()),
               WithinRel(1.5e12, 1e-9));
}

TEST_CASE("a window that has given out all of one coin still gives the other", "[pools][engine]")
{
    auto const run = world_of(coins + pool(R"("kind": "constant_sum")", 1e6, 0) + R"(, "shocks": {)" + dump(1e6) +
                              R"(, "back": {"kind": "swap", "at": "3min", "pool": "Curve", "give": "USD",
        "take": "UST", "coins": 5e5}})");
    View& seen = run->world();
    run->step();
    run->step();
    CHECK(held(seen, "Curve", "USD") == 0);
    Pool const& window = seen.pools.front();
    std::size_t const coin = coin_of(window, seen.asset("UST"));
    CHECK(pool_price(seen, window, coin) == 0);  // nobody can sell there
    CHECK(pool_depth(seen, window, coin) == 0);
    run_to_end(*run);
    CHECK(pool_price(seen, window, coin) == 1);
    CHECK_THAT(pool_depth(seen, window, coin), WithinRel(5e11, 1e-9));
    CHECK_THAT(held(seen, "Curve", "USD"), WithinAbs(5e5, 1e-6));
    CHECK_THAT(held(seen, "Curve", "UST"), WithinAbs(1.5e6, 1e-6));
}

TEST_CASE("pool shares of an institution that fails, and what a removal pays it, are part of its estate",
          "[pools][engine]")
{
    bool const removed_before = GENERATE(false, true);
    std::string const all = pool(R"("kind": "stableswap")", 1e6, 0);
    std::string const removal =
        R"("out": {"kind": "liquidity_removal", "at": "1min", "pool": "Curve", "share": 0.25}, )";
    auto const run = world_of(
        R"("step_seconds": 60, "days": 0.1, "assets": {"USD": {"kind": "fiat", "decimals": 6}, "UST":
        {"kind": "stablecoin", "decimals": 6, "supply": 1e12}}, "institutions": {"Exchange": {}, "Owner": {}, "Bank":
        {}}, "exposures": {"loan": {"creditor": "Bank", "debtor": "Owner", "asset": "USD", "amount": 5e5}}, )" +
        all.substr(0, all.size() - 2) + R"(, "owner": "Owner"}}, "shocks": {)" + (removed_before ? removal : "") +
        R"("end": {"kind": "failure", "at": "5min", "institution": "Owner"}})");
    View& seen = run->world();
    double const usd = held(seen, "Owner", "USD"), ust = held(seen, "Owner", "UST");
    while (run->world().clock.step < 3)
        run->step();
    CHECK_THAT(held(seen, "Owner", "UST") - ust, WithinAbs(removed_before ? 0.25e6 : 0, 1e-3));
    run_to_end(*run);
    CHECK_THAT(held(seen, "Curve", "USD") + held(seen, "Curve", "UST"), WithinAbs(0, 1));
    CHECK_THAT(held(seen, "Owner", "USD") + held(seen, "Owner", "UST") - usd - ust, WithinAbs(2e6 - 5e5, 1));
    CHECK(seen.institutions[seen.institution("Owner").index()].recovery.value() == 1);
    CHECK(seen.institutions[seen.institution("Bank").index()].status == Status::active);
    CHECK(lost(seen, "Bank") == 0);
}

TEST_CASE("a pool that cannot be is told with its place", "[pools][errors]")
{
    auto const wrong = [](std::string const& members) {
        return [=] { static_cast<void>(world_of(coins + R"("pools": {"P": {)" + members + "}}")); };
    };
    CHECK_THROWS_WITH(wrong(R"("coins": {"USD": 1000}, "quote": "USD")")(), Contains("/pools/P/coins"));
    CHECK_THROWS_WITH(wrong(R"("coins": {"USD": 1000, "UST": 1000})")(), Contains("/pools/P/quote"));
    CHECK_THROWS_WITH(wrong(R"("coins": {"USD": 1000, "UST": 1000}, "quote": "USDT")")(), Contains("no such asset"));
    CHECK_THROWS_WITH(world_of(coins + R"("pools": {"Exchange": {"coins": {"USD": 1, "UST": 1}, "quote": "USD"}})"),
                      Contains("also the name of an institution"));
}
