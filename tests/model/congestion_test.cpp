// Orders that arrive late, later under load, and venues that fall over; every audit is on.

#include "model/mechanisms/congestion.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "model/mechanisms/fundamentals.hpp"
#include "model/shocks/outage.hpp"
#include "tests/model/random_perp.hpp"
#include "tests/support/column_store.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

double coins(Units size)
{
    return static_cast<double>(size.value()) / 1e6;
}

double held(PerpWorld& tiny, std::size_t trader)
{
    return coins(tiny.position(trader).size);
}

double inventory(PerpWorld& tiny)
{
    return coins(tiny.perp().positions.position(tiny.perp().engine).size);
}

/// The price falls or rises, in all markets.
void jump(PerpWorld& tiny, double factor)
{
    jump_price(tiny.world(), tiny.world().asset("COIN"), factor, Channel::price);
}

/// Begins an outage of so many steps, as a shock does.
void fall_over(PerpWorld& tiny, std::int64_t steps, bool holds)
{
    InstitutionId const venue = tiny.perp().venue;
    begin_outage(tiny.world(), venue, tiny.world().clock.step + steps, holds, Cause::calm());
}

/// Anna is about to buy 10 coins at 100 in a deep market.
PerpWorld deep(std::size_t& anna)
{
    PerpWorld tiny;
    tiny.market().depth = 1e9;
    anna = tiny.trader(100);
    return tiny;
}

}  // namespace

TEST_CASE("an order reaches the book after the latency of its venue", "[model][congestion]")
{
    double const latency = GENERATE(0, 60, 170);  // steps of a minute
    CAPTURE(latency);
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    tiny.congestion.rules.latency = Duration{latency};
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    int steps = 0;
    for (; held(tiny, anna) == 0; ++steps)
        tiny.go();
    CHECK(steps == (latency == 0 ? 0 : latency == 60 ? 1 : 3));
    CHECK(held(tiny, anna) == 10);
    CHECK(tiny.world().late_orders.empty());
}

TEST_CASE("under load orders are later, by so much for each capacity beyond one", "[model][congestion]")
{
    auto const [capacity, steps] = GENERATE(table<double, int>({{0, 0}, {2000, 0}, {1000, 0}, {500, 1}, {100, 9}}));
    CAPTURE(capacity);
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    tiny.congestion.rules.capacity = capacity;
    tiny.congestion.rules.per_load = Duration{60};
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);  // 1000 USD in a minute
    int late = 0;
    for (; held(tiny, anna) == 0; ++late)
        tiny.go();
    CHECK(late == steps);
    CHECK(held(tiny, anna) == 10);
}

TEST_CASE("only the populations that are named are late, and venues have rules of their own", "[model][congestion]")
{
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    tiny.congestion.rules.latency = Duration{600};
    enum class Named { this_one, another, venue };
    auto const named = GENERATE(Named::this_one, Named::another, Named::venue);
    if (named == Named::venue)
        tiny.congestion.at["venue"] = {};
    else
        tiny.congestion.late = {named == Named::this_one ? "traders" : "somebody else"};
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    CHECK(held(tiny, anna) == (named == Named::this_one ? 0 : 10));
}

TEST_CASE("a late liquidation engine sells late, and nothing twice", "[model][congestion]")
{
    bool const late = GENERATE(true, false);
    CAPTURE(late);
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    tiny.congestion.late = {"somebody else"};
    tiny.congestion.rules.latency = Duration{300};
    tiny.congestion.rules.engine = late;
    tiny.margin.rules.liquidation_time = Duration{86.5617};  // half of it in a minute
    tiny.market().perp.insurance_fund = 1000;
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    jump(tiny, 0.905);
    tiny.go();
    REQUIRE_THAT(inventory(tiny), WithinRel(10.0, 1e-9));
    tiny.go(late ? 5 : 0);
    CHECK_THAT(inventory(tiny), WithinRel(10.0, 1e-9));
    tiny.go();
    CHECK_THAT(inventory(tiny), WithinRel(5.0, 1e-3));
    tiny.go();
    CHECK_THAT(inventory(tiny), WithinRel(2.5, 1e-3));
    for (int step = 0; step < 40; ++step) {
        tiny.go();
        REQUIRE(inventory(tiny) >= 0);
    }
    CHECK(inventory(tiny) == 0);
}

TEST_CASE("what an engine has under way is no load again", "[model][congestion]")
{
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    std::size_t const bert = tiny.trader(1000);
    tiny.congestion.rules.capacity = 300;
    tiny.congestion.rules.per_load = Duration{60};
    tiny.market().perp.insurance_fund = 1000;
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    tiny.go(3);
    jump(tiny, 0.905);
    tiny.go();
    REQUIRE_THAT(inventory(tiny), WithinRel(10.0, 1e-9));
    tiny.go();
    tiny.order(bert, Side::sell, 1, 1);  // a third of the capacity
    CHECK_THAT(inventory(tiny), WithinRel(10.0, 1e-9));
    CHECK(held(tiny, bert) == -1);
    tiny.go();
    CHECK(inventory(tiny) == 0);
}

TEST_CASE("in an outage nobody is deleveraged", "[model][congestion]")
{
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    std::size_t const bert = tiny.trader(1000);
    tiny.margin.rules.liquidation_time = Duration{86400};
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    tiny.order(bert, Side::sell, 10, 1);
    jump(tiny, 0.905);
    tiny.go();
    REQUIRE_THAT(inventory(tiny), WithinRel(10.0, 1e-9));
    double const before = held(tiny, bert);
    fall_over(tiny, 2, false);
    jump(tiny, 0.9);  // the engine bought at 90, and has no fund
    tiny.go(2);
    CHECK(held(tiny, bert) == before);
    end_outages(tiny.world());
    tiny.go();
    CHECK(held(tiny, bert) > before);
}

TEST_CASE("in an outage nobody trades and nobody is liquidated; what was sent waits for its end, or is lost",
          "[model][congestion]")
{
    bool const holds = GENERATE(true, false);
    CAPTURE(holds);
    std::size_t anna = 0;
    PerpWorld tiny = deep(anna);
    std::size_t const bert = tiny.trader(1000);
    tiny.market().perp.insurance_fund = 1000;
    tiny.starts();
    tiny.order(anna, Side::buy, 10, 10);
    fall_over(tiny, 5, holds);
    jump(tiny, 0.905);
    tiny.order(bert, Side::sell, 1, 1);
    tiny.go(3);
    CHECK(held(tiny, anna) == 10);
    CHECK(held(tiny, bert) == 0);
    jump(tiny, 1 / 0.905);  // the price comes back before anybody can be liquidated
    end_outages(tiny.world());
    tiny.go();
    end_outages(tiny.world());
    tiny.go();
    CHECK(held(tiny, anna) == 10);
    CHECK(held(tiny, bert) == (holds ? -1 : 0));
    CHECK(tiny.world().active(tiny.perp().venue));
}

// A load L, orders of so many times the capacity a minute, has 2 L^2 outages an hour; each ends with its minute.
TEST_CASE("outages come by chance, at a rate that grows with the square of the load", "[model][congestion]")
{
    double const load = GENERATE(1e-4, 1.0, 2.0, 3.0);
    PerpWorld tiny{false};
    tiny.market().depth = 1e9;
    tiny.congestion.rules.capacity = 1000 / load;
    tiny.congestion.rules.outage_rate = 2;
    tiny.congestion.rules.outage_time = Duration{60};
    std::size_t const anna = tiny.trader(1e6);
    constexpr int steps = 1000;
    tiny.starts(steps);
    int count = 0;
    for (int step = 0; step < steps; ++step) {
        end_outages(tiny.world());
        tiny.order(anna, step % 2 == 0 ? Side::buy : Side::sell, 10, 1);
        count += tiny.world().signals[tiny.perp().venue.index()].outage_until >= 0 ? 1 : 0;
    }
    double const chance = 1 - std::exp(-2 * load * load / 60), expected = steps * chance;
    CAPTURE(load, expected);
    CHECK_THAT(count, WithinAbs(expected, 4 * std::sqrt(expected * (1 - chance))));
}

TEST_CASE("random trade under latency, load and outages keeps every sum, and goes on alike when restored",
          "[model][congestion]")
{
    bool const inverse = GENERATE(false, true);
    auto const made = [inverse] {
        PerpWorld tiny = random_perp(inverse, "fraction");
        tiny.congestion.rules.capacity = 3e4;
        tiny.congestion.rules.latency = Duration{60};
        tiny.congestion.rules.per_load = Duration{60};
        tiny.congestion.rules.outage_rate = 0.05;
        tiny.congestion.rules.outage_time = Duration{300};
        tiny.congestion.rules.holds = true;
        tiny.starts(300);
        return tiny;
    };
    auto const go = [](PerpWorld& tiny, int steps) {
        for (int step = 0; step < steps; ++step) {
            end_outages(tiny.world());
            tiny.go();
        }
    };
    PerpWorld first = made(), second = made();
    go(first, 200);
    CHECK_FALSE(first.world().late_orders.perp.empty());
    ColumnStore const store = saved(*first.simulation);
    restore(*second.simulation, store);
    CHECK(saved(*second.simulation) == store);
    go(first, 60);
    go(second, 60);
    CHECK(saved(*first.simulation) == saved(*second.simulation));
    CHECK(first.perp().positions.open_interest() > Units{0});
}
