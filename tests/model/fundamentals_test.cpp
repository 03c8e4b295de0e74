// Values that move by themselves, and what trades do to them for a time.

#include "model/mechanisms/fundamentals.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// A fund with ten coins, and a market for them.
TinyWorld holder(std::int64_t seconds = 600)
{
    TinyWorld tiny{seconds};
    tiny.institution("fund").tokens["COIN"] = 10;
    tiny.institution("exchange");
    tiny.market("exchange", 1000);
    return tiny;
}

double price(Running& run)
{
    return run.world().price(run.world().asset("COIN")).value();
}

}  // namespace

TEST_CASE("a path is followed log-linearly, and what it costs is booked to the price", "[model][fundamentals]")
{
    std::int64_t const seconds = GENERATE(300, 600, 3600);
    TinyWorld tiny = holder(seconds);
    tiny.declared.assets["COIN"].path.hours = {0, 2};
    tiny.declared.assets["COIN"].path.prices = {100, 81};
    Running run = tiny.start();
    run.go(3600 / seconds);
    CHECK_THAT(price(run), WithinRel(90.0, 1e-9));
    CHECK_THAT(run.world().markets[0].mid, WithinRel(90.0, 1e-9));
    run.go(2 * 3600 / seconds);
    CHECK_THAT(price(run), WithinRel(81.0, 1e-9));
    CHECK_THAT(run.lost("fund", Channel::price), WithinAbs(190, 1e-3));
    CHECK(run.lost("fund", Channel::fire_sale) == 0);
}

TEST_CASE("what trades did to a price decays in time, whatever the step, and is booked to fire sales",
          "[model][fundamentals]")
{
    std::int64_t const seconds = GENERATE(300, 600, 1800);
    TinyWorld tiny = holder(seconds);
    AssetParameters& coin = tiny.declared.assets["COIN"];
    coin.path.hours = {0};
    coin.path.prices = {100};
    coin.reversion_time = Duration{3600};
    tiny.shock("order", "order", {{"at", 0}, {"coins", 5}},
               {{"venue", "exchange"}, {"asset", "COIN"}, {"side", "sell"}});
    Running run = tiny.start();
    run.go();
    CHECK_THAT(price(run), WithinRel(100 * std::exp(-0.005), 1e-7));
    CHECK_THAT(run.lost("fund", Channel::fire_sale), WithinAbs(10 * (100 - price(run)), 1e-5));
    run.go(7200 / seconds);
    CHECK_THAT(price(run), WithinRel(100 * std::exp(-0.005 * std::exp(-2)), 1e-7));
    CHECK_THAT(run.lost("fund", Channel::fire_sale), WithinAbs(10 * (100 - price(run)), 1e-5));
    CHECK(run.lost("fund", Channel::price) == 0);
}

TEST_CASE("a jump takes the price, its markets and the path with it", "[model][fundamentals]")
{
    TinyWorld tiny = holder();
    tiny.declared.assets["COIN"].path.hours = {0, 1};
    tiny.declared.assets["COIN"].path.prices = {100, 200};
    tiny.shock("crash", "price_jump", {{"at", 7200}, {"change", -0.3}}, {{"asset", "COIN"}});
    Running run = tiny.start();
    run.go(12);
    CHECK_THAT(price(run), WithinRel(200.0, 1e-9));
    run.go(5);
    CHECK_THAT(price(run), WithinRel(140.0, 1e-9));
    CHECK_THAT(run.world().markets[0].mid, WithinRel(140.0, 1e-9));
    CHECK_THAT(run.lost("fund", Channel::price), WithinAbs(-400, 1e-3));
}

TEST_CASE("diffusion has its volatility and correlation, whatever the step", "[model][fundamentals]")
{
    std::int64_t const seconds = GENERATE(3600, 14400);
    TinyWorld tiny{seconds};
    tiny.institution("exchange");
    for (std::string const name : {"COIN", "OTHER"}) {
        AssetParameters& asset = tiny.declared.assets[name];
        asset.decimals = 6;
        asset.price = Price{100};
        asset.volatility = Share{0.04};
        asset.market_beta = Share{0.8};
    }
    std::int64_t const steps = 200 * 86400 / seconds;
    Running run = tiny.start(steps);
    run.go(steps);
    auto const& coin = run.world().history.price[run.world().asset("COIN").index()];
    auto const& other = run.world().history.price[run.world().asset("OTHER").index()];
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 2; i < coin.size(); ++i) {
        double const x = std::log(coin[i] / coin[i - 1]), y = std::log(other[i] / other[i - 1]);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    auto const n = static_cast<double>(coin.size());
    // Three standard errors: sd / sqrt(2 n), and (1 - rho^2) / sqrt(n).
    CHECK_THAT(std::sqrt(xx / 200), WithinAbs(0.04, 3 * 0.04 / std::sqrt(2 * n)));
    CHECK_THAT(xy / std::sqrt(xx * yy), WithinAbs(0.64, 3 * (1 - 0.64 * 0.64) / std::sqrt(n)));
}
