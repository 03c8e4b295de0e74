// The published swaps, first shares and prices of pools once more, in worlds: the pool moves, whoever swaps has as much
// more and less, and nothing else does. The same cases as pure functions: analytic/pool_curve_test.cpp.

#include <fmt/format.h>

#include "model/pool_quotes.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/analytic/pool_prices.hpp"
#include "tests/support/validation.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::string const digits = "000000000000";  // that 18 decimals have beyond 6

/// A number of coins with 6 decimals, from one with 18 of them written as an integer; the rest is cut off.
std::string six_decimals(cases::Json const& integer)
{
    auto const text = integer.get<std::string>();
    std::string units = text.substr(0, text.size() - digits.size());
    if (units.size() < 7)
        units.insert(0, 7 - units.size(), '0');
    return units.substr(0, units.size() - 6) + "." + units.substr(units.size() - 6);
}

/// What of an amount with 18 decimals is left with 6.
std::int64_t smallest_units(cases::Json const& integer)
{
    auto const text = integer.get<std::string>();
    return std::stoll("0" + text.substr(0, text.size() - digits.size()));
}

std::string curve_of(double amplification)
{
    return amplification > 0 ? fmt::format(R"("kind": "stableswap", "amplification": {})", amplification)
                             : R"("kind": "constant_product")";
}

/// A pool of such coins, by name "A", "B" and so on, and a whale with a million of each that swaps from the first into
/// the second after a minute.
struct PoolCase {
    std::string curve;
    std::vector<std::string> balances;
    std::string fee = "0", amount = "0", give = "A", take = "B";
    double least_price = 0;  ///< taken per coin given

    [[nodiscard]] std::unique_ptr<Simulation> world() const
    {
        std::string assets, held, tokens;
        for (std::size_t i = 0; i < balances.size(); ++i) {
            char const name = static_cast<char>('A' + i), *const comma = i == 0 ? "" : ", ";
            assets += fmt::format(R"(, "{}": {{"kind": "stablecoin", "decimals": 6, "supply": 1e10}})", name);
            held += fmt::format(R"({}"{}": {})", comma, name, balances[i]);
            tokens += fmt::format(R"({}"{}": 1e6)", comma, name);
        }
        return world_of(fmt::format(
            R"("step_seconds": 60, "days": 0.003, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}}{}}},
            "institutions": {{"Whale": {{"kind": "fund", "tokens": {{{}}}}}}},
            "pools": {{"Pool": {{"curve": {{{}}}, "coins": {{{}}}, "quote": "B", "fee": {}}}}},
            "shocks": {{"swap": {{"kind": "swap", "at": "1min", "pool": "Pool", "owner": "Whale", "give": "{}",
                                  "take": "{}", "coins": {}, "least_price": {}}}}})",
            assets, tokens, curve, held, fee, give, take, amount, least_price));
    }
};

std::vector<std::int64_t> held(View& seen, std::string const& where)
{
    std::vector<std::int64_t> units;
    for (AssetId const coin : seen.pools.front().coins)
        units.push_back(seen.ledger.stored(seen.institution(where), coin).value());
    return units;
}

double first_shares(View& seen)
{
    Pool const& pool = seen.pools.front();
    return static_cast<double>(seen.ledger.claims(pool.id, pool.share).value()) * 1e-6;
}

/// Runs a swap. @return what was paid [smallest units], once it is sure that nothing but the two coins changed hands
std::int64_t paid(PoolCase const& swap, std::int64_t given)
{
    auto const run = swap.world();
    View& seen = run->world();
    std::vector<std::int64_t> const pool = held(seen, "Pool"), whale = held(seen, "Whale");
    std::size_t const in = coin_of(seen.pools.front(), seen.asset(swap.give));
    std::size_t const out = coin_of(seen.pools.front(), seen.asset(swap.take));
    double const shares = first_shares(seen);
    run_to_end(*run);
    run->changeable_world().ledger.audit_all();
    std::vector<std::int64_t> const pool_now = held(seen, "Pool"), whale_now = held(seen, "Whale");
    std::int64_t const out_of_it = pool[out] - pool_now[out];
    for (std::size_t i = 0; i < pool.size(); ++i) {
        CAPTURE(i);
        std::int64_t const change = i == in ? given : i == out ? -out_of_it : 0;
        CHECK(pool_now[i] - pool[i] == change);
        CHECK(whale_now[i] - whale[i] == -change);
    }
    CHECK(first_shares(seen) == shares);
    return out_of_it;
}

}  // namespace

TEST_CASE("StableSwap through the engine: the published swap of three coins", "[pools][engine]")
{
    int swaps = 0;
    for (auto const& one : cases::all("stableswap_invariant_and_swaps.json")) {
        if (one.at("kind") != "exact_input")
            continue;
        CAPTURE(one.at("name").get<std::string>());
        PoolCase swap{curve_of(one.at("A").get<double>()), {}, one.at("fee"), six_decimals(one.at("amount_in"))};
        for (auto const& balance : one.at("balances"))
            swap.balances.push_back(six_decimals(balance));
        swap.give = std::string(1, static_cast<char>('A' + one.at("token_in").get<int>()));
        swap.take = std::string(1, static_cast<char>('A' + one.at("token_out").get<int>()));
        std::int64_t const found = paid(swap, smallest_units(one.at("amount_in")));
        CHECK_THAT(static_cast<double>(found), WithinAbs(one.at("amount_out_6_decimals").get<double>(), 1));
        ++swaps;
    }
    CHECK(swaps == 1);
}

TEST_CASE("Uniswap through the engine: the published swaps to the last unit, and the first mint", "[pools][engine]")
{
    int swaps = 0, mints = 0, refused = 0;
    for (auto const& one : cases::all("uniswap_v2_constant_product.json")) {
        CAPTURE(one.dump());
        if (one.at("kind") == "exact_input") {
            PoolCase swap{curve_of(0),
                          {six_decimals(one.at("reserve_in")), six_decimals(one.at("reserve_out"))},
                          "0.003",
                          six_decimals(one.at("amount_in"))};
            std::int64_t const given = smallest_units(one.at("amount_in"));
            std::int64_t const most = smallest_units(one.at("max_amount_out"));
            auto const asking = [&](std::int64_t least) {  // half a unit more, so that rounding does not ask for less
                swap.least_price = (static_cast<double>(least) + 0.5) / static_cast<double>(given);
                return swap;
            };
            CHECK(paid(asking(most), given) == most);
            CHECK(paid(asking(most + 1), 0) == 0);
            ++swaps;
        }
        if (one.at("kind") == "initial_mint") {  // of which Uniswap locks a thousand units; here its owners have all
            PoolCase const pool{curve_of(0), {six_decimals(one.at("amount_0")), six_decimals(one.at("amount_1"))}};
            auto const run = pool.world();
            CHECK(first_shares(run->world()) * 1e6 == static_cast<double>(smallest_units(one.at("liquidity_total"))));
            ++mints;
        }
        if (one.at("kind") == "same_token_in_and_out") {  // held by the pure test: no world has such a swap
            PoolCase swap{curve_of(0), {six_decimals(one.at("reserve_in")), six_decimals(one.at("reserve_other"))}};
            swap.take = swap.give;
            CHECK_THROWS_WITH(swap.world(), Contains("must be another coin than the one that is given"));
            ++refused;
        }
    }
    CHECK(swaps == 3);
    CHECK(mints == 1);
    CHECK(refused == 1);
}

TEST_CASE("StableSwap through the engine: published invariants are the first shares, and the price of a lost peg",
          "[pools][engine]")
{
    int prices = 0;
    for (auto const& one : cases::all("stableswap_invariant_and_swaps.json")) {
        if (one.at("kind") != "invariant")
            continue;
        CAPTURE(one.at("name").get<std::string>());
        PoolCase pool{curve_of(one.at("A").get<double>()), {}, "0", "0.0001"};
        for (auto const& balance : one.at("balances"))
            pool.balances.push_back(balance.get<std::string>());
        auto const run = pool.world();
        View& seen = run->world();
        double const size = cases::number(one.at("D"));
        CHECK_THAT(first_shares(seen), WithinAbs(size, 1e-6 + 1e-9 * size));
        if (!one.contains("spot_price_of_token_0_in_token_1"))
            continue;
        double const price = one.at("spot_price_of_token_0_in_token_1").get<double>();
        CHECK_THAT(pool_price(seen, seen.pools.front(), 0), WithinRel(price, 1e-9));
        run_to_end(*run);  // after a swap of a few smallest units
        CHECK_THAT(seen.price(seen.asset("A")).value(), WithinRel(price, 1e-5));
        ++prices;
    }
    CHECK(prices == 1);
}

TEST_CASE("StableSwap through the engine: a coin that fills the pool is worth what the pool says", "[pools][engine]")
{
    for (PoolPrice const& one : pool_prices) {
        CAPTURE(one.amplification, one.share);
        PoolCase const pool{curve_of(static_cast<double>(one.amplification)),
                            {fmt::format("{}", one.share * 1e6), fmt::format("{}", (1 - one.share) * 1e6)},
                            "0",
                            "0.01"};
        auto const run = pool.world();
        View& seen = run_to_end(*run);
        CHECK(seen.pools.front().coins.front() == seen.asset("A"));
        double const found = seen.price(seen.asset("A")).value();
        CHECK_THAT(found, WithinAbs(one.price, 5e-6));
        validation_row(fmt::format("StableSwap through the engine, price at {:.0f} % of the pool, A {}",
                                   100 * one.share, one.amplification),
                       "M 6.2", one.price, found);
    }
}

// M 6.2: the book falls, arbitrage takes the pool there, and what its owner has is worth less than what it brought.
TEST_CASE("impermanent loss through the engine: what arbitrage costs the owner of a pool", "[pools][engine]")
{
    auto const [factor, expected] = GENERATE(table<double, double>({{0.5, -0.05719}, {0.25, -0.20}, {0.01, -0.80198}}));
    CAPTURE(factor);
    auto const run = world_of(fmt::format(
        R"("step_seconds": 60, "days": 0.01, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}},
        "COIN": {{"price": 100, "decimals": 6}}}}, "institutions": {{"Exchange": {{}}, "Owner": {{"kind": "fund"}}}},
        "markets": {{"COIN-USD": {{"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e10,
            "half_spread": 0, "floor": 0}}}},
        "pools": {{"Pool": {{"curve": {{"kind": "constant_product"}}, "coins": {{"COIN": 10000, "USD": 1000000}},
            "quote": "USD", "fee": 0, "marks": false, "owner": "Owner"}}}},
        "agents": {{"arbs": {{"kind": "pool_arbitrageur", "pool": "Pool", "venue": "Exchange", "base": "COIN",
            "count": 3, "capital": 1e8, "speed": 0, "cost": 0}}}},
        "shocks": {{"fall": {{"kind": "price_jump", "at": "2min", "asset": "COIN", "change": {}}}}})",
        factor - 1));
    View& seen = run_to_end(*run);
    Pool const& pool = seen.pools.front();
    std::size_t const coin = coin_of(pool, seen.asset("COIN"));
    CHECK_THAT(pool_price(seen, pool, coin), WithinRel(100 * factor, 1e-5));
    auto const& classes = seen.ledger.wealth().classes();
    auto const owner = std::find(classes.begin(), classes.end(), "Owner");
    REQUIRE(owner != classes.end());
    MicroUsd const lost = seen.ledger.wealth().loss(ClassId::of(static_cast<std::size_t>(owner - classes.begin())));
    double const left = 2e6 - static_cast<double>(lost.value()) * 1e-6, kept = 1e6 * (1 + factor);
    CHECK_THAT(left / kept - 1, WithinAbs(expected, 5e-6));
    validation_row(fmt::format("impermanent loss through the engine at a price of {}", factor), "M 6.2", expected,
                   left / kept - 1);
}
