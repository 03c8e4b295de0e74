// Funding through the whole engine, by configuration alone: orders push spot away from the perpetual and leave it
// there, so that the premium is constant until the next of them. BitMEX's numbers: interest of 0.01 %, clamp of 0.05 %;
// M 1.4.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/support/leverage_config.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

namespace {

constexpr double depth = 1000;    ///< of spot [coins per USD]
constexpr int steps_due = 8 * 6;  ///< of ten minutes, after which funding is paid

/// A perpetual that stays at 100 while spot, its index, is pushed; a long and a short of ten coins.
Json funding_world(double half_spread = 0)
{
    Json world = leverage_world({.price = 100});
    world["days"] = 1;
    world["markets"]["COIN-PERP"]["half_spread"] = half_spread;
    world["markets"]["COIN-PERP"]["perp"]["funding_interval"] = "8h";
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"},
                                    {"quote", "USD"},      {"distance", "linear"},
                                    {"depth", depth},      {"edges", {0.5}},
                                    {"profile", {1}},      {"half_spread", 0},
                                    {"floor", 0},          {"resilience_time", "9000d"}};
    add_holder(world, "long", 10, 100, 500);
    add_holder(world, "short", -10, 100, 500);
    return world;
}

/// An order in a step brings spot from one price to another.
void push(Json& world, int step, double from, double to)
{
    if (to != from)
        world["shocks"]["push " + std::to_string(step)] = {{"kind", "order"},
                                                           {"at", 600 * step},
                                                           {"venue", "Exchange"},
                                                           {"asset", "COIN"},
                                                           {"side", to > from ? "buy" : "sell"},
                                                           {"coins", std::abs(to - from) * depth}};
}

/// Index at which a price of 100 has a premium.
double index_at(double premium)
{
    return 100 / (1 + premium);
}

void check_paid(LeverageView const& seen, double rate, double all_rates)
{
    CHECK_THAT(seen.market().funding_rate, WithinAbs(rate, 1e-8));
    CHECK_THAT(seen.equity_of("long"), WithinAbs(500 - 1000 * all_rates, 1e-4));
    CHECK_THAT(seen.equity_of("short"), WithinAbs(500 + 1000 * all_rates, 1e-4));
}

}  // namespace

TEST_CASE("four premiums make four funding rates, paid by one side to the other", "[analytic][funding]")
{
    auto const [premium, rate] =
        GENERATE(table<double, double>({{0, 0.0001}, {0.0003, 0.0001}, {0.001, 0.0005}, {-0.002, -0.0015}}));
    CAPTURE(premium);
    Json world = funding_world();
    push(world, 0, 100, index_at(premium));
    Configured run{world};
    LeverageView const seen{run};
    run.go(steps_due - 1);
    CHECK_THAT(seen.equity_of("long"), WithinAbs(500, 1e-6));
    CHECK_THAT(seen.market().mid / seen.market().index - 1, WithinAbs(premium, 1e-8));
    run.go(1);  // eight hours are over
    check_paid(seen, rate, rate);
    validation_row(fmt::format("funding rate through the engine at a premium of {} %", 100 * premium), "M 1.4", rate,
                   seen.market().funding_rate);
}

// A bid of 99.9 and an ask of 100.1. An index of 100.05 lies between them: no premium, and the interest is left. From
// one of 99.8 the bid is 0.1 away, from one of 100.3 the ask is 0.2: premiums of 0.1002 % and -0.1994 %, and a clamp of
// 0.05 % towards the interest.
TEST_CASE("a premium counts only what lies outside the spread", "[analytic][funding]")
{
    auto const [index, rate] = GENERATE(
        table<double, double>({{100.05, 0.0001}, {99.95, 0.0001}, {99.8, 0.000502004}, {100.3, -0.001494018}}));
    CAPTURE(index);
    Json world = funding_world(0.001);
    push(world, 0, 100, index);
    Configured run{world};
    LeverageView const seen{run};
    run.go(steps_due);
    CHECK_THAT(seen.market().mid, WithinAbs(100, 1e-9));
    CHECK_THAT(seen.market().index, WithinAbs(index, 1e-6));
    check_paid(seen, rate, rate);
    validation_row(fmt::format("funding rate through the engine, bid 99.9 and ask 100.1, index {}", index), "M 1.4",
                   rate, seen.market().funding_rate);
}

// There is no premium until one comes up. Halfway: (0 + 0.2) / 2 = 0.1 % less the clamp of 0.05 % is paid, not the 0.15
// that follow from the last premium or the 0.08 that two rates have as their mean. After three quarters: 0.32 / 4 =
// 0.08 %, of which 0.03 are left. The next interval has a mean of its own: 0.15 % and 0.27 %.
TEST_CASE("the mean premium of an interval is paid, and the next interval begins anew", "[analytic][funding]")
{
    auto const [step, premium, rate, next] =
        GENERATE(table<int, double, double, double>({{24, 0.002, 0.0005, 0.0015}, {36, 0.0032, 0.0003, 0.0027}}));
    CAPTURE(step, premium);
    Json world = funding_world();
    push(world, step, 100, index_at(premium));
    Configured run{world};
    LeverageView const seen{run};
    run.go(step);
    CHECK_THAT(seen.market().index, WithinAbs(100, 1e-9));
    run.go(steps_due - step);
    CHECK_THAT(seen.market().mid / seen.market().index - 1, WithinAbs(premium, 1e-8));
    check_paid(seen, rate, rate);
    validation_row(
        fmt::format("funding rate through the engine, a premium of {} % from step {} of 48", 100 * premium, step),
        "M 1.4", rate, seen.market().funding_rate);
    run.go(steps_due);
    check_paid(seen, next, rate + next);
}
