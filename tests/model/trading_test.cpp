// Orders of institutions and clients against resting depth that can be reckoned by hand; every audit is on.

#include "model/mechanisms/trading.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using Deed = ScriptedClients::Deed;

namespace {

// Depth of 1000 dollars inside 1 % at 100 dollars a coin: 1000 coins per unit of log price, 100 coins in all.
constexpr double depth = 1000;

TinyWorld exchange()
{
    TinyWorld tiny;
    tiny.institution("exchange");
    tiny.market("exchange", depth);
    return tiny;
}

/// Somebody sells 5 coins at a time, which is half a percent of log price when the book is full.
void sell(TinyWorld& tiny, std::string const& name, double at, std::string const& owner = "", double coins = 5,
          std::string const& venue = "exchange")
{
    tiny.shock(name, "order", {{"at", at}, {"coins", coins}},
               {{"venue", venue}, {"asset", "COIN"}, {"owner", owner}, {"side", "sell"}});
}

double mid(Running& run, std::size_t market = 0)
{
    return run.world().markets[market].mid;
}

}  // namespace

TEST_CASE("an order walks the ladder at one price; depth comes back with its time", "[model][trading]")
{
    auto const resilience = GENERATE(0.0, 3600.0);
    CAPTURE(resilience);
    TinyWorld tiny = exchange();
    tiny.declared.markets.begin()->second.resilience_time = Duration{resilience};
    sell(tiny, "first", 0);
    sell(tiny, "second", 600);
    Running run = tiny.start();
    run.go();
    double const first = 100 * std::exp(-0.005);
    CHECK_THAT(mid(run), WithinRel(first, 1e-7));
    CHECK_THAT(run.world().markets[0].last.price, WithinRel(100 * (1 - std::exp(-0.005)) / 0.005, 1e-6));
    CHECK_THAT(run.world().price(run.world().asset("COIN")).value(), WithinRel(first, 1e-7));
    run.go();
    double const missing = resilience > 0 ? 5 * std::exp(-600 / resilience) : 0;
    double const density = 1e5 / first * (1 - missing / (1e4 / first));
    CHECK_THAT(mid(run), WithinRel(first * std::exp(-5 / density), 1e-6));
}

TEST_CASE("an institution brings its coins, and takes the money home a step later", "[model][trading]")
{
    TinyWorld tiny = exchange();
    tiny.institution("fund").tokens["COIN"] = 10;
    sell(tiny, "order", 0, "fund");
    Running run = tiny.start();
    run.go();
    double const proceeds = 5 * run.world().markets[0].last.price;
    CHECK(run.stored("fund", "COIN") == 5);
    CHECK(run.stored("fund", "USD") == 0);
    CHECK_THAT(run.stored("fund", "USD", Storage::transit), WithinAbs(proceeds, 1e-5));
    run.go();
    CHECK_THAT(run.stored("fund", "USD"), WithinAbs(proceeds, 1e-5));
    CHECK_THAT(run.equity("fund"), WithinAbs(5 * mid(run) + proceeds, 1e-5));
    CHECK_THAT(run.lost("fund", Channel::fire_sale), WithinAbs(1000 - run.equity("fund"), 1e-5));
    CHECK(run.lost("fund", Channel::price) == 0);
    CHECK(run.causes(run.last(EventKind::sale)) == std::vector{EventKind::shock});
}

TEST_CASE("behind its gate an exchange pays institutions no more than clients", "[model][trading]")
{
    TinyWorld tiny = exchange();
    tiny.institution("fund").tokens["COIN"] = 10;
    tiny.shock("shut", "gate", {{"at", 0}}, {{"venue", "exchange"}});
    tiny.shock("open", "open_gate", {{"at", 1800}}, {{"venue", "exchange"}});
    sell(tiny, "order", 0, "fund");
    Running run = tiny.start();
    run.go(3);
    CHECK(run.stored("fund", "COIN") == 5);
    CHECK(run.stored("fund", "USD") + run.stored("fund", "USD", Storage::transit) == 0);
    run.go(2);
    CHECK(run.stored("fund", "USD") > 490);
}

TEST_CASE("orders of an institution that has failed are not carried out", "[model][trading]")
{
    TinyWorld tiny = exchange();
    tiny.institution("fund").tokens["COIN"] = 10;
    sell(tiny, "a", 0, "fund");
    tiny.shock("b", "failure", {{"at", 0}}, {{"institution", "fund"}});
    Running run = tiny.start();
    run.go(3);
    CHECK(mid(run) == 100);
    CHECK(run.stored("fund", "COIN") == 10);
}

TEST_CASE("a market ends with its venue, and says no more what the asset is worth", "[model][trading]")
{
    TinyWorld tiny;
    tiny.institution("x");
    tiny.institution("y");
    tiny.market("x", depth);
    tiny.market("y", depth);
    sell(tiny, "order", 0, "", 5, "x");
    sell(tiny, "too late", 1200, "", 5, "x");
    tiny.shock("end", "failure", {{"at", 600}}, {{"institution", "x"}});
    Running run = tiny.start();
    run.go();
    AssetId const coin = run.world().asset("COIN");
    double const moved = 100 * std::exp(-0.005);
    CHECK_THAT(run.world().price(coin).value(), WithinRel(0.5 * (100 + moved), 1e-7));
    run.go(3);
    CHECK(run.world().price(coin).value() == 100);
    CHECK_THAT(mid(run), WithinRel(moved, 1e-7));
}

TEST_CASE("a halt stops trading for its time, at least for a step", "[model][trading]")
{
    std::int64_t const seconds = GENERATE(600, 3600);
    TinyWorld tiny{seconds};
    tiny.institution("exchange");
    MarketParameters& market = tiny.market("exchange", depth);
    market.resilience_time = Duration{0};
    choose(market.breaker, "halt", {{"trigger", 0.004}, {"cool_down", 1200}, {"window", 86400}});
    sell(tiny, "a", 0);
    auto const dt = static_cast<double>(seconds);
    std::int64_t const halted = seconds == 600 ? 2 : 1;
    sell(tiny, "b", dt);
    sell(tiny, "c", dt * static_cast<double>(halted + 1));
    Running run = tiny.start();
    run.go();
    double const first = 100 * std::exp(-0.005);
    CHECK(run.count(EventKind::halt) == 1);
    CHECK(run.causes(run.last(EventKind::halt)) == std::vector{EventKind::sale});
    run.go(halted);
    CHECK_THAT(mid(run), WithinRel(first, 1e-7));
    CHECK(run.count(EventKind::resumption) == 0);
    run.go();
    CHECK(run.count(EventKind::resumption) == 1);
    CHECK(mid(run) < first * 0.996);
    CHECK(run.count(EventKind::halt) == 2);
}

TEST_CASE("a band holds the price within its window, which is at least a step", "[model][trading]")
{
    std::int64_t const seconds = GENERATE(300, 3600);
    TinyWorld tiny{seconds};
    tiny.institution("exchange");
    MarketParameters& market = tiny.market("exchange", depth);
    market.resilience_time = Duration{0};
    choose(market.breaker, "band", {{"width", 0.01}, {"window", 300}});
    sell(tiny, "a", 0, "", 50);
    sell(tiny, "b", static_cast<double>(seconds), "", 50);
    Running run = tiny.start();
    run.go();
    CHECK_THAT(mid(run), WithinRel(99.0, 1e-6));
    run.go();
    CHECK_THAT(mid(run), WithinRel(98.01, 1e-6));
}

TEST_CASE("an empty side leaves the mid where it is", "[model][trading]")
{
    TinyWorld tiny;
    tiny.institution("exchange");
    tiny.market("exchange", 0);
    tiny.institution("fund").tokens["COIN"] = 10;
    sell(tiny, "a", 0, "fund");
    Running run = tiny.start();
    run.go();
    CHECK(mid(run) == 100);
    CHECK(run.world().markets[0].last.empty_side);
    CHECK(run.world().markets[0].last.volume == Amount{0});
}

TEST_CASE("the maker's money is finite", "[model][trading]")
{
    TinyWorld tiny = exchange();
    tiny.declared.markets.begin()->second.maker_quote = 100;
    tiny.institution("fund").tokens["COIN"] = 50;
    sell(tiny, "order", 0, "fund", 50);
    Running run = tiny.start();
    run.go();
    double const paid = static_cast<double>(run.world().markets[0].last.quote_volume.value()) / tiny_unit;
    double const sold = static_cast<double>(run.world().markets[0].last.sold.value()) / tiny_unit;
    CHECK(paid > 90);
    CHECK(paid <= 100);
    CHECK_THAT(sold * run.world().markets[0].last.price, WithinAbs(paid, 1e-4));
    run.go();
    CHECK_THAT(run.stored("fund", "USD"), WithinAbs(paid, 1e-5));
    CHECK_THAT(run.stored("fund", "COIN"), WithinAbs(50 - sold, 1e-5));  // what found no buyer came home
}

TEST_CASE("a client sells from its wallet no lower than its limit", "[model][trading]")
{
    TinyWorld tiny = exchange();
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "COIN", 20);
    tiny.ask(0, ann, 20);
    tiny.wish({1, ann, Deed::sell, 20, 99.8});
    Running run = tiny.start();
    run.go(2);
    CHECK(run.world().markets[0].last.price >= 99.8);
    CHECK(run.world().markets[0].last.sold > Amount{0});
    CHECK(run.world().markets[0].last.sold < coins(20));
}

TEST_CASE("a switch takes fire sales off: orders fill at mid", "[model][trading]")
{
    TinyWorld tiny = exchange();
    tiny.trading.moves_prices = false;
    tiny.institution("fund").tokens["COIN"] = 10;
    sell(tiny, "order", 0, "fund");
    Running run = tiny.start();
    run.go(2);
    CHECK(mid(run) == 100);
    CHECK_THAT(run.stored("fund", "USD"), WithinAbs(500, 1e-5));
}
