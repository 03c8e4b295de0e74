// One perpetual market by hand: what a fill costs, what it locks, what a close gives back, in both kinds of contract.

#include <catch2/catch.hpp>

#include "model/base/fine.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "tests/model/perp_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// Deep enough that a few coins do not move the price visibly.
PerpWorld deep(bool inverse = false)
{
    PerpWorld tiny{inverse};
    tiny.market().depth = 1e9;
    return tiny;
}

double coins(Amount amount)
{
    return static_cast<double>(amount.value()) / 1e6;
}

}  // namespace

TEST_CASE("opening locks cost / leverage, closing gives it back with the gain", "[model][perp]")
{
    PerpWorld tiny = deep();
    std::size_t const anna = tiny.trader(1000);
    tiny.starts();
    tiny.order(anna, Side::buy, 20, 5);
    CHECK(tiny.position(anna).size == Units{20'000'000});
    CHECK_THAT(coins(tiny.position(anna).cost), WithinRel(2000.0, 1e-4));
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(400.0, 1e-4));
    CHECK_THAT(tiny.free(anna), WithinRel(600.0, 1e-4));

    jump_price(tiny.world(), tiny.world().asset("COIN"), 1.1, Channel::price);
    tiny.order(anna, Side::sell, 5, 0, true);
    CHECK_THAT(tiny.free(anna), WithinRel(600.0 + 100 + 50, 1e-4));
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(300.0, 1e-4));
    tiny.order(anna, Side::sell, 100, 0, true);
    CHECK(tiny.position(anna).size == Units{0});
    CHECK(tiny.position(anna).margin == Amount{0});
    CHECK_THAT(tiny.free(anna), WithinRel(1200.0, 1e-4));
}

TEST_CASE("an inverse long of 1000 contracts at 100 gains 10 (1 - 100 / 125) coins at 125", "[model][perp]")
{
    PerpWorld tiny = deep(true);
    std::size_t const anna = tiny.trader(5);
    tiny.starts();
    tiny.order(anna, Side::buy, 1000, 4);
    CHECK(tiny.position(anna).size == Units{1000});
    CHECK_THAT(coins(tiny.position(anna).cost), WithinRel(-10.0, 1e-4));
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(2.5, 1e-4));
    jump_price(tiny.world(), tiny.world().asset("COIN"), 1.25, Channel::price);
    tiny.order(anna, Side::sell, 1000);
    CHECK_THAT(tiny.free(anna), WithinRel(5 + 10 * (1 - 1 / 1.25), 1e-4));
}

TEST_CASE("nobody opens more than his account margins, nor above the tier's leverage", "[model][perp]")
{
    PerpWorld tiny = deep();
    tiny.market().perp.tiers.from = {0, 5000};
    tiny.market().perp.tiers.rate = {0.01, 0.02};
    tiny.market().perp.tiers.leverage = {50, 10};
    std::size_t const anna = tiny.trader(100), bert = tiny.trader(100);
    tiny.starts();
    tiny.order(anna, Side::buy, 1e6, 3);
    CHECK_THAT(coins(tiny.position(anna).cost), WithinRel(300.0, 1e-3));
    tiny.order(bert, Side::sell, 1e6);
    CHECK_THAT(coins(tiny.position(bert).cost), WithinRel(-1000.0, 1e-3));
}

// 60 coins were held long when concentration was last measured. Of 40 the surcharge is 0.2 (40 / 60 - 0.1), on top of
// the tenth that a leverage of 10 asks for, and on the first five coins, too, which had none. Who has half the money is
// cut to what it margins at the rate of what he asked for, and then has to margin what he got.
TEST_CASE("who adds to a position is asked for the surcharge on the whole of it", "[model][perp]")
{
    auto const rate = [](double coins_held) { return 0.1 + 0.2 * (coins_held / 60 - 0.1); };
    auto const [money, size] = GENERATE_COPY(table<double, double>({{1000, 40}, {500, 500 / (100 * rate(40))}}));
    double const margin = 100 * size * rate(size);
    PerpWorld tiny = deep();
    tiny.market().perp.tiers.leverage = {10};
    tiny.market().perp.concentration = Share{0.1};
    tiny.market().perp.add_on = 0.2;
    std::size_t const carl = tiny.trader(1e4), anna = tiny.trader(money);
    tiny.starts();
    tiny.order(carl, Side::buy, 60, 1);
    tiny.order(anna, Side::buy, 5, 10);
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(50.0, 1e-4));
    tiny.order(anna, Side::buy, 35, 10);
    CHECK_THAT(coins(Amount{tiny.position(anna).size.value()}), WithinRel(size, 1e-4));
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(margin, 1e-4));
    CHECK_THAT(tiny.free(anna), WithinAbs(money - margin, 0.1));
    CHECK_FALSE(tiny.perp().positions.below_maintenance(tiny.position(anna), tiny.perp().mark_price()));
}

TEST_CASE("an order that reduces never opens, one that flips opens the rest anew", "[model][perp]")
{
    PerpWorld tiny = deep();
    std::size_t const anna = tiny.trader(1000);
    tiny.starts();
    tiny.order(anna, Side::sell, 3, 0, true);
    CHECK(tiny.position(anna).size == Units{0});
    tiny.order(anna, Side::buy, 3, 2);
    tiny.order(anna, Side::sell, 5, 2);
    CHECK(tiny.position(anna).size == Units{-2'000'000});
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(100.0, 1e-3));
    CHECK_THAT(tiny.free(anna), WithinRel(900.0, 1e-3));
}

TEST_CASE("margin is posted and freed as wished, but for what the leverage at mark needs", "[model][perp]")
{
    PerpWorld tiny = deep();
    std::size_t const anna = tiny.trader(1000);
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    auto const post = [&](double money, double leverage) {
        tiny.traders->wishes_ = [=](View&, PerpTraders const& all, Intents& wishes) {
            wishes.post({PerpId{0}, all.rows[anna], Amount{round_to_integer(money * 1e6)}, leverage});
        };
        tiny.go();
    };
    post(300, 1);
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(400.0, 1e-3));
    post(-1e6, 5);
    CHECK_THAT(coins(tiny.position(anna).margin), WithinRel(200.0, 1e-3));
    CHECK_THAT(tiny.free(anna), WithinRel(800.0, 1e-3));
}

TEST_CASE("funding is paid by longs to shorts at each interval, to the last unit", "[model][perp]")
{
    PerpWorld tiny = deep();
    tiny.market().perp.funding_interval = Duration{600};
    tiny.market().perp.interest = 0.001;
    tiny.market().perp.funding_clamp = 0.01;
    std::size_t const anna = tiny.trader(1000);
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 5);
    Amount const before = tiny.position(anna).cost;
    tiny.go(8);
    CHECK(tiny.position(anna).cost == before);
    tiny.go(1);
    CHECK_THAT(tiny.perp().funding_rate, WithinAbs(0.001, 1e-6));
    CHECK_THAT(coins(tiny.position(anna).cost - before), WithinRel(1.0, 1e-3));
    bool const even =
        tiny.world().ledger.clearing(PerpId{0}).value() * fine_unit + tiny.perp().positions.total_paid() == 0;
    CHECK(even);
    tiny.go(10);
    CHECK_THAT(coins(tiny.position(anna).cost - before), WithinRel(2.0, 1e-3));
}
