// Funding through the whole engine, by configuration alone: an order pushes spot away from the perpetual and leaves it
// there, so that the premium is constant over the interval. BitMEX's numbers: interest of 0.01 %, clamp of 0.05 %;
// M 1.4.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/support/leverage_config.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

TEST_CASE("four premiums make four funding rates, paid by one side to the other", "[analytic][funding]")
{
    auto const [premium, rate] =
        GENERATE(table<double, double>({{0, 0.0001}, {0.0003, 0.0001}, {0.001, 0.0005}, {-0.002, -0.0015}}));
    CAPTURE(premium);
    constexpr double depth = 1000;  // [coins per USD]
    Json world = leverage_world({.price = 100});
    world["markets"]["COIN-PERP"]["perp"]["funding_interval"] = "8h";
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"},
                                    {"quote", "USD"},      {"distance", "linear"},
                                    {"depth", depth},      {"edges", {0.5}},
                                    {"profile", {1}},      {"half_spread", 0},
                                    {"floor", 0},          {"resilience_time", "9000d"}};
    double const push = 100 / (1 + premium) - 100;  // of spot [USD]
    if (push != 0)
        world["shocks"]["push"] = {{"kind", "order"},
                                   {"at", 0},
                                   {"venue", "Exchange"},
                                   {"asset", "COIN"},
                                   {"side", push > 0 ? "buy" : "sell"},
                                   {"coins", std::abs(push) * depth}};
    add_holder(world, "long", 10, 100, 500);
    add_holder(world, "short", -10, 100, 500);
    Configured run{world};
    LeverageView const seen{run};
    run.go(47);
    CHECK_THAT(seen.equity_of("long"), WithinAbs(500, 1e-6));
    CHECK_THAT(seen.market().mid / seen.market().index - 1, WithinAbs(premium, 1e-8));
    run.go(1);  // eight hours are over
    CHECK_THAT(seen.market().funding_rate, WithinAbs(rate, 1e-8));
    CHECK_THAT(seen.equity_of("long"), WithinAbs(500 - 1000 * rate, 1e-4));
    CHECK_THAT(seen.equity_of("short"), WithinAbs(500 + 1000 * rate, 1e-4));
    validation_row(fmt::format("funding rate through the engine at a premium of {} %", 100 * premium), "M 1.4", rate,
                   seen.market().funding_rate);
}
