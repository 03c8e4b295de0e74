// Haircuts that move, through the whole step: a position on coins that swing, in a market without spread.

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/cross_world.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// Long 10 coins at 100 behind coins that count for 270 at the start, whatever the rule; 0.1 is agreed.
void long_behind(CrossWorld& world, std::string const& kind, double at_first)
{
    long_on_coins(world, 2.7 / (1 - at_first));
    Choice<HaircutRule>& rule = world.tiny.declared.institutions["venue"].haircut_rule;
    REQUIRE(rule.choose(kind));
    if (kind != "fixed")
        set(*rule, {{"multiple", 6}, {"horizon", 86400}, {"half_life", 6 * 3600}});
    if (kind == "through_the_cycle")
        set(*rule, {{"stress_volatility", 0.05}});
    world.starts();
}

double haircut(CrossWorld& world)
{
    World const& now = world.tiny.world();
    return now.haircut(now.institution("venue"), now.asset("COIN"));
}

}  // namespace

TEST_CASE("swings raise the haircut until it takes what holds a position; not through the cycle", "[model][haircuts]")
{
    // At 95 the position has lost 50 and needs 9.5. Each move of 5 % adds ln(0.95)^2 ln 2 x 4 to the variance of a day.
    struct Case {
        std::string kind;
        double at_first;  // 6 (0.75 x 0.1 / 6 + 0.25 x 0.05) = 0.15
        double after;     // three moves: volatility 0.149
        bool held;        // 285 x 0.9 - 50 = 206;  285 x 0.107 - 50 < 0;  301.8 x 0.255 - 50 = 27
    };
    for (Case const& one : {Case{"fixed", 0.1, 0.1, true}, Case{"volatility_scaled", 0.1, 0.893, false},
                            Case{"through_the_cycle", 0.15, 0.745, true}}) {
        CAPTURE(one.kind);
        CrossWorld world;
        long_behind(world, one.kind, one.at_first);
        CHECK_THAT(haircut(world), WithinAbs(one.at_first, 1e-3));
        world.jump("COIN", 0.95);
        world.jump("COIN", 1 / 0.95);
        CHECK(world.size(0) == 10);
        world.jump("COIN", 0.95);
        CHECK_THAT(haircut(world), WithinAbs(one.after, 2e-3));
        CHECK((world.size(0) == 10) == one.held);
    }
}

TEST_CASE("in the calm a haircut comes back to the agreed one", "[model][haircuts]")
{
    CrossWorld world;
    long_behind(world, "volatility_scaled", 0.1);
    world.jump("COIN", 0.95);
    double const high = haircut(world);
    CHECK(high > 0.5);
    world.tiny.go(6 * 60);  // the half-life of the variance
    CHECK_THAT(haircut(world), WithinRel(high / std::sqrt(2.0), 1e-9));
    world.tiny.go(500);
    CHECK_THAT(haircut(world), WithinRel(high / std::exp2(860 / 720.0), 1e-9));
}

TEST_CASE("what a haircut takes may not leave the venue", "[model][haircuts]")
{
    CrossWorld world;
    long_behind(world, "volatility_scaled", 0.1);
    AccountId const coins = world.account().collateral.front().account;
    Amount const before = withdrawable(world.tiny.world(), coins);
    world.jump("COIN", 1.05);
    world.jump("COIN", 1 / 1.05);
    CHECK(withdrawable(world.tiny.world(), coins) < before);
}

TEST_CASE("a row of haircuts is kept only where a rule moves one", "[model][haircuts]")
{
    CrossWorld fixed, moving, refuses;
    long_behind(fixed, "fixed", 0.1);
    CHECK(fixed.tiny.world().haircuts.empty());
    long_behind(moving, "volatility_scaled", 0.1);
    CHECK(moving.tiny.world().haircuts.size() == 1);
    refuses.tiny.declared.institutions["venue"].collateral.clear();
    refuses.held = {{"COIN-PERP", 10, 100}};
    refuses.money = 100;
    REQUIRE(refuses.tiny.declared.institutions["venue"].haircut_rule.choose("volatility_scaled"));
    refuses.starts();
    CHECK(refuses.tiny.world().haircuts.empty());
}
