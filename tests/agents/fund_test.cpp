// A fund on credit: it sells when its leverage is too high, and takes its lenders with it when it falls.

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinRel;

namespace {

/// A fund with 1,000 coins at 100 and a loan of 60,000 of each of two lenders, who owe clients nearly as much.
std::string fund_world(std::string const& fund, std::string const& shock, std::string const& more = "")
{
    return R"("step_seconds": 600, "days": 2,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4}},
        "institutions": {"Exchange": {},
            "Fund": {"kind": "fund", "tokens": {"COIN": 2000, "USD": 0}},
            "Lender A": {"kind": "lender", "hot": 0.5, "tokens": {"USD": 0}},
            "Lender B": {"kind": "lender", "hot": 0.5, "tokens": {"USD": 0}}},
        "exposures": {
            "a": {"creditor": "Lender A", "debtor": "Fund", "asset": "USD", "amount": 60000},
            "b": {"creditor": "Lender B", "debtor": "Fund", "asset": "USD", "amount": 60000}},
        "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e6}},
        "agents": {
            "at A": {"kind": "retail_user", "count": 100, "venue": "Lender A", "coins": {"USD": 1}, "balance": 1000},
            "at B": {"kind": "retail_user", "count": 100, "venue": "Lender B", "coins": {"USD": 1}, "balance": 1000},
            "fund": {"kind": "fund", "institution": "Fund", )" +
           fund + R"(}},
        "shocks": {"fall": {"kind": "price_jump", "at": "6h", "asset": "COIN", )" +
           shock + "}}" + more;
}

double coins_of(View& world)
{
    return static_cast<double>(world.ledger.stored(world.institution("Fund"), world.asset("COIN")).value()) / 1e4;
}

double leverage_of(View& world)
{
    InstitutionId const fund = world.institution("Fund");
    double const equity = static_cast<double>(world.true_equity(fund).value()) * 1e-6;
    return world.usd(world.asset("COIN"), world.ledger.stored(fund, world.asset("COIN"))) / equity;
}

}  // namespace

TEST_CASE("a fund below its limit does nothing", "[agents][fund]")
{
    auto const run = world_of(fund_world(R"("most_leverage": 3, "target_leverage": 2.5)", R"("change": 0)"));
    CHECK(coins_of(run_to_end(*run)) == 2000);
}

TEST_CASE("after a fall a fund sells down to its target", "[agents][fund]")
{
    // 200,000 of coins on 80,000 of equity; a fall of 15 % makes that 170,000 on 50,000: 3.4 times.
    auto const run =
        world_of(fund_world(R"("most_leverage": 3, "target_leverage": 2, "unwind_time": "2h")", R"("change": -0.15)"));
    View& world = run_to_end(*run);
    CHECK(coins_of(world) < 1250);
    CHECK_THAT(leverage_of(world), WithinRel(2.0, 0.02));
    CHECK_FALSE(world.failed(world.institution("Fund")));
}

TEST_CASE("what a fund buys raises prices, and is no fire sale", "[agents][fund]")
{
    std::string text = fund_world(R"("most_leverage": 3, "target_leverage": 2, "releverages": true)", R"("change": 0)");
    std::string const poor = R"("USD": 0)";
    text.replace(text.find(poor), poor.size(), R"("USD": 1e5)");
    auto const run = world_of(text);
    View& world = run_to_end(*run);
    CHECK(coins_of(world) > 2500);
    CHECK(world.markets.front().mid > 100);
    WealthBook const& wealth = world.ledger.wealth();
    for (std::size_t owner = 0; owner < wealth.classes().size(); ++owner)
        CHECK(wealth.loss(ClassId::of(owner), Channel::fire_sale) == MicroUsd{0});
}

TEST_CASE("the same fund is as far after a day whatever the step", "[agents][fund]")
{
    auto const sold = [](std::string const& step) {
        std::string text =
            fund_world(R"("most_leverage": 3, "target_leverage": 2, "unwind_time": "12h")", R"("change": -0.15)");
        text.replace(text.find("600"), 3, step);
        return 2000 - coins_of(run_to_end(*world_of(text)));
    };
    CHECK_THAT(sold("300"), WithinRel(sold("600"), 0.01));
}

TEST_CASE("a fund that falls below its debts takes both lenders with it, a wave later", "[agents][fund]")
{
    auto const run = world_of(fund_world(R"("most_leverage": 3)", R"("change": -0.5)"));
    View& world = run_to_end(*run);
    std::int64_t const fund = world.institutions[world.institution("Fund").index()].failed_step;
    REQUIRE(fund >= 0);
    for (char const* const name : {"Lender A", "Lender B"}) {
        Institution const& lender = world.institutions[world.institution(name).index()];
        // Of 60,000 less than 50,000 comes back: 50,000 of clients' 100,000 are in storage, 10,000 were its own.
        CHECK(lender.failed_step > fund);
        CHECK(lender.recovery.value() < 1);
    }
}

TEST_CASE("a fund sells on all markets in proportion to their depth", "[agents][fund]")
{
    std::string text =
        fund_world(R"("most_leverage": 3, "target_leverage": 2, "unwind_time": "2h")", R"("change": -0.15)");
    text.replace(text.find(R"("Exchange": {})"), 14, R"("Exchange": {}, "Other": {})");
    text.replace(text.find(R"("depth": 1e6})"), 13,
                 R"("depth": 1e6}, "deeper": {"venue": "Other", "base": "COIN", "quote": "USD", "depth": 3e6})");
    auto const run = world_of(text);
    View& world = run_to_end(*run);
    CHECK(world.markets[0].mid < 0.9999 * 85);
    CHECK_THAT(world.markets[1].mid, WithinRel(world.markets[0].mid, 1e-6));
}
