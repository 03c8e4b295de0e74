// Cross accounts through the whole step: several positions and several assets behind one equity, published cases and by
// hand, in markets without spread.

#include <catch2/catch.hpp>

#include <cmath>

#include "model/cross_standing.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/model/cross_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

void set_tier(MarketParameters& rules, double rate, double deduction)
{
    rules.perp.tiers.from = {0, deduction / rate};
    rules.perp.tiers.rate = {0, rate};
    rules.perp.tiers.leverage = {1e6, 1 / rate};
}

int count(World const& world, EventKind kind)
{
    int sum = 0;
    for (std::size_t i = 0; i < world.events.size(); ++i)
        sum += world.events.kind(i) == kind ? 1 : 0;
    return sum;
}

}  // namespace

TEST_CASE("the published cross account is taken over at its liquidation price", "[model][cross]")
{
    int done = 0;
    for (auto const& one : cases::all("liquidation_price_isolated_and_cross.json")) {
        if (one.at("margin") != "cross")
            continue;
        double const expected = one.at("liquidation_price"), tolerance = one.at("abs_tolerance");
        for (bool const below : {false, true}) {
            CrossWorld world;
            auto const& other = one.at("other_positions").at(0);
            double const start = one.at("entry_price"), at = expected + (below ? -tolerance : tolerance);
            set_tier(world.add("BTC", other.at("mark_price")), other.at("maintenance_rate"),
                     other.at("maintenance_amount"));
            set_tier(world.add("ETH", start), one.at("maintenance_rate"), one.at("maintenance_amount"));
            world.held = {{"ETH-PERP", one.at("amount"), start},
                          {"BTC-PERP", other.at("amount"), other.at("entry_price")}};
            world.money = one.at("wallet_balance");
            world.starts();
            world.jump("ETH", at / start);
            CHECK((world.size(0) == 0) == below);
            CHECK((world.size(1) == 0) == below);
            ++done;
        }
    }
    CHECK(done >= 2);
}

TEST_CASE("the engine pays what equity and maintenance leave of each position", "[model][cross]")
{
    // dYdX's published quotes of whole positions; what the account has paid lies in its quote balance.
    int done = 0;
    for (auto const& one : cases::all("perp_bankruptcy_and_fillable_price.json")) {
        auto const& positions = one.at("account").at("positions");
        if (one.at("kind") != "bankruptcy_price_of_order")
            continue;
        std::size_t const which = one.at("position_index");
        double const size = positions.at(which).at("size");
        if (one.at("size_delta") != -size)
            continue;
        CAPTURE(one.dump());
        CrossWorld world;
        double money = one.at("account").at("quote_balance");
        for (auto const& held : positions) {
            double const price = held.at("oracle_price");
            world.add(held.at("asset"), price).perp.tiers.rate = {held.at("maintenance_rate")};
            world.held.push_back({held.at("asset").get<std::string>() + "-PERP", held.at("size"), price});
            money += held.at("size").get<double>() * price;
        }
        if (money < 0) {
            world.held.front().entry -= money / world.held.front().size;
            money = 0;
        }
        world.money = money;
        world.starts();
        CHECK(world.size(which) == 0);
        CHECK_THAT(static_cast<double>(world.engine(which).cost.value()) * 1e-6,
                   WithinAbs(one.at("quote_received_at_bankruptcy").get<double>(), 1e-6));
        ++done;
    }
    CHECK(done >= 3);
}

TEST_CASE("what wins in one market holds what loses in another", "[model][cross]")
{
    CrossWorld world;
    world.add("ETH", 50);
    world.held = {{"COIN-PERP", 10, 100}, {"ETH-PERP", -20, 50}};
    world.money = 100;
    world.starts();
    world.jump("COIN", 0.7);  // alone it would have lost three times its money
    CHECK(world.size(0) == 0);
    CHECK(world.size(1) == 0);

    CrossWorld both;
    both.add("ETH", 50);
    both.held = world.held;
    both.money = 100;
    both.starts();
    jump_price(both.tiny.world(), both.tiny.world().asset("ETH"), 0.7, Channel::price);
    both.jump("COIN", 0.7);
    CHECK(both.size(0) == 10);
    CHECK(both.size(1) == -20);
}

TEST_CASE("an account on coins falls with their price, earlier than one on money", "[model][cross]")
{
    // 0.9 * 3 P + 10 (P - 100) = 0.01 * 10 P at P = 79.365; on 300 of money at 70.7.
    for (double const at : {79.4, 79.3, 70.8, 70.6}) {
        CrossWorld on_coins, on_money;
        long_on_coins(on_coins, 3);
        on_money.held = {{"COIN-PERP", 10, 100}};
        on_money.money = 300;
        for (CrossWorld* const world : {&on_coins, &on_money}) {
            world->starts();
            world->jump("COIN", at / 100);
        }
        CHECK((on_coins.size(0) == 0) == (at < 79.365));
        CHECK((on_money.size(0) == 0) == (at < 70.707));
    }
}

TEST_CASE("a deficit is a loan of the venue, paid back by selling collateral; the haircut stays with its owner",
          "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    world.starts();
    world.jump("COIN", 0.79);
    REQUIRE(world.size(0) == 0);
    // All that collateral counts for is gone: 0.9 * 3 * 79.
    CHECK_THAT(world.loan(), WithinAbs(0.9 * 3 * 79, 1e-5));
    CHECK(world.balance(world.account().money) == 0);
    world.tiny.go();
    CHECK_THAT(world.loan(), WithinAbs(0, 0.1));
    world.tiny.go(2);  // what the spread took
    CHECK(world.loan() == 0);
    CHECK_THAT(world.balance(world.account().collateral.front().account), WithinRel(0.3, 0.01));
}

TEST_CASE("collateral goes over the liquidation time of the venue", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    world.tiny.margin.rules.liquidation_time = Duration{600};
    world.starts();
    world.jump("COIN", 0.79);
    double const at_first = world.loan();
    world.tiny.go(10);
    CHECK_THAT(world.loan(), WithinRel(at_first * std::exp(-1.0), 0.01));
}

TEST_CASE("collateral whose sale is late is not sold twice", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 6);
    world.tiny.congestion.rules.latency = Duration{600};
    world.starts();
    world.jump("COIN", 0.5);
    double const owed = world.loan();
    REQUIRE(owed > 0);
    world.tiny.go(25);
    CHECK_THAT(world.loan(), WithinAbs(0, 0.1));
    CHECK_THAT(6 - world.balance(world.account().collateral.front().account), WithinRel(owed / 50, 0.01));
}

TEST_CASE("what collateral does not bring is the engine's loss, then the insurance fund's", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    world.tiny.market().perp.insurance_fund = 5000;
    world.starts();
    world.jump("COIN", 0.79);
    REQUIRE(world.loan() > 0);
    double const before = world.fund(0);
    world.jump("COIN", 0.5);  // before the sale
    world.tiny.go(3);
    CHECK(world.loan() == 0);
    CHECK(world.balance(world.account().collateral.front().account) == 0);
    CHECK(world.balance(world.account().money) == 0);
    // The loan was 213, the coins brought 3 * 39.5; the engine sold 10 coins, bought at 1000 - 213, at 39.5.
    double const loan = 0.9 * 3 * 79;
    CHECK_THAT(before - world.fund(0), WithinRel(loan - 3 * 39.5 + 1000 - loan - 10 * 39.5, 0.01));
}

TEST_CASE("a part is taken at mark and the account keeps the rest", "[model][cross]")
{
    CrossWorld world;
    world.held = {{"COIN-PERP", 10, 100}};
    world.money = 100;
    world.tiny.margin.rules.style.choose("minimal");
    world.starts();
    world.jump("COIN", 0.908);  // equity 8, maintenance 9.08
    CHECK(world.size(0) > 0);
    CHECK(world.size(0) < 10);
    CHECK_THAT(world.balance(world.account().money), WithinAbs(100 - (10 - world.size(0)) * 9.2, 1e-4));
    CHECK_THAT(static_cast<double>(world.engine(0).cost.value()) * 1e-6, WithinAbs((10 - world.size(0)) * 90.8, 1e-4));
}

TEST_CASE("who is called has until the deadline", "[model][cross]")
{
    CrossWorld world;
    world.held = {{"COIN-PERP", 10, 100}};
    world.money = 100;
    world.call_at = 3;
    world.deadline = Duration{1800};
    world.starts();
    world.jump("COIN", 0.92);  // equity 20, maintenance 9.2
    World& now = world.tiny.world();
    CHECK(count(now, EventKind::margin_call) == 1);
    std::int64_t const called = world.account().called;
    world.jump("COIN", 0.9 / 0.92);  // equity 0
    world.tiny.go(called + 30 - now.clock.step);
    CHECK(world.size(0) == 10);
    CHECK(count(now, EventKind::margin_call) == 1);
    world.tiny.go();
    CHECK(world.size(0) == 0);
    CHECK(count(now, EventKind::liquidation) == 1);

    CrossWorld saved;
    saved.held = world.held;
    saved.money = 100;
    saved.call_at = 3;
    saved.deadline = Duration{1800};
    saved.starts();
    saved.jump("COIN", 0.92);
    CHECK(saved.account().called >= 0);
    saved.jump("COIN", 1 / 0.92);
    CHECK(saved.account().called == -1);
    saved.tiny.go(60);
    CHECK(saved.size(0) == 10);
}

TEST_CASE("orders of a cross account are cut to what its equity margins", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    world.tiny.market().perp.leverage_cap = 10;
    world.starts();
    CrossPlace const place = world.account().positions.front();
    auto const buy = [&](double size) {
        world.tiny.traders->wishes_ = [=](View&, PerpTraders const&, Intents& wishes) {
            wishes.order({place.market, place.row, Side::buy, Units{round_to_integer(size * 1e6)}, Order::any_buy_price,
                          0, false, Channel::price, Cause::calm()});
        };
        world.tiny.go();
        world.tiny.traders->wishes_ = {};
    };
    // 270 of collateral margin 27 coins at 100, of which it has 10.
    buy(1000);
    CHECK_THAT(world.size(0), WithinAbs(27, 0.01));
    buy(1000);
    CHECK_THAT(world.size(0), WithinAbs(27, 0.01));
    CHECK(world.loan() == 0);
    CHECK(world.tiny.perp().positions.position(place.row).margin == Amount{0});
}

TEST_CASE("a failed venue takes collateral in place of its loan", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    world.tiny.margin.rules.liquidation_time = Duration{3600};
    world.starts();
    world.jump("COIN", 0.79);
    double const loan = world.loan();
    REQUIRE(loan > 0);
    AccountId const coins = world.account().collateral.front().account;
    double const had = world.balance(coins);
    world.tiny.world().institutions[world.tiny.perp().venue.index()].status = Status::failed;
    world.tiny.go();
    CHECK(world.loan() == 0);
    CHECK_THAT(had - world.balance(coins), WithinRel(loan / 79, 0.05));
}

TEST_CASE("collateral that a venue does not accept or could not sell is refused", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    SECTION("not accepted")
    {
        world.tiny.declared.institutions["venue"].collateral.clear();
        CHECK_THROWS_WITH(world.starts(), Catch::Contains("does not accept") && Catch::Contains("/institutions/venue"));
    }
    SECTION("no market")
    {
        world.tiny.declared.markets.erase("COIN-USD");
        CHECK_THROWS_WITH(world.starts(), Catch::Contains("could not sell"));
    }
}
