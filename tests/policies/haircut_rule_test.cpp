// Haircuts by hand: multiple x volatility x sqrt(horizon), between what is agreed and the most.

#include "model/policies/haircut_rule.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fields.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr double day = 86400;

/// Three standard deviations over four days: 6 days of volatility.
std::map<std::string, double> six(std::map<std::string, double> more = {})
{
    more.insert({{"multiple", 3}, {"horizon", 4 * day}, {"most", 0.8}});
    return more;
}

}  // namespace

TEST_CASE("a fixed haircut is the agreed one", "[policies][haircut_rule]")
{
    auto const rule = made<HaircutRule>("fixed");
    CHECK(rule->haircut({0.05, 0}) == 0.05);
    CHECK(rule->haircut({0.05, 10}) == 0.05);
    CHECK(rule->half_life() == Duration{0});
}

TEST_CASE("a haircut scaled by volatility", "[policies][haircut_rule]")
{
    auto const rule = made<HaircutRule>("volatility_scaled", six());
    auto const [agreed, volatility, expected] = GENERATE(table<double, double, double>({
        {0.06, 0.01, 0.06},   // what the agreed haircut covers
        {0.06, 0.002, 0.06},  // the agreed one is a floor
        {0.06, 0.05, 0.30},
        {0.00, 0.05, 0.30},
        {0.06, 0.10, 0.60},
        {0.06, 0.50, 0.80},  // the most
        {0.90, 0.50, 0.90},  // unless more is agreed
    }));
    CAPTURE(agreed, volatility);
    CHECK(rule->haircut({agreed, volatility}) == Approx(expected).epsilon(1e-14));
}

TEST_CASE("through the cycle a haircut starts higher and rises less", "[policies][haircut_rule]")
{
    // 6 x (0.75 x volatility + 0.25 x 0.08)
    auto const rule = made<HaircutRule>("through_the_cycle", six({{"stress_volatility", 0.08}}));
    CHECK(rule->haircut({0.06, 0}) == Approx(0.12).epsilon(1e-14));
    CHECK(rule->haircut({0.06, 0.01}) == Approx(0.165).epsilon(1e-14));
    CHECK(rule->haircut({0.06, 0.05}) == Approx(0.345).epsilon(1e-14));
    CHECK(rule->haircut({0.06, 0.08}) == Approx(0.48).epsilon(1e-14));  // in that stress both are alike
    CHECK(rule->haircut({0.06, 0.10}) == Approx(0.57).epsilon(1e-14));
    CHECK(rule->haircut({0.06, 0.50}) == 0.8);
    CHECK(rule->haircut({0.30, 0.01}) == 0.3);
    // From a volatility of 1 % to one of 5 % the scaled one rises fivefold, this one 2.09-fold.
    CHECK(rule->haircut({0.06, 0.05}) / rule->haircut({0.06, 0.01}) == Approx(2.0909).epsilon(1e-4));
}

TEST_CASE("the defaults cover 99 % of a normal loss in two days", "[policies][haircut_rule]")
{
    // 2.33 x sqrt(2) x 3 % = 9.885 %;  2.33 x sqrt(2) x (0.75 x 3 % + 0.25 x 9 %) = 14.828 %
    CHECK(made<HaircutRule>("volatility_scaled")->haircut({0.05, 0.03}) == Approx(0.0988535).epsilon(1e-5));
    CHECK(made<HaircutRule>("through_the_cycle")->haircut({0.05, 0.03}) == Approx(0.1482803).epsilon(1e-5));
}

TEST_CASE("the estimate starts where the agreed haircut is what the volatility asks for", "[policies][haircut_rule]")
{
    auto const scaled = made<HaircutRule>("volatility_scaled", six());
    CHECK(scaled->calm_volatility(0.06) == Approx(0.01).epsilon(1e-14));
    CHECK(scaled->calm_volatility(0) == 0);
    CHECK(scaled->haircut({0.06, scaled->calm_volatility(0.06)}) == Approx(0.06).epsilon(1e-14));
    CHECK(made<HaircutRule>("through_the_cycle", six())->calm_volatility(0.06) == Approx(0.01).epsilon(1e-14));
    for (auto const kind : {"volatility_scaled", "through_the_cycle"}) {
        CHECK(made<HaircutRule>(kind, {{"multiple", 0}})->calm_volatility(0.06) == 0);
        CHECK(made<HaircutRule>(kind, {{"half_life", 3 * day}})->half_life() == Duration{3 * day});
    }
}

TEST_CASE("haircuts lie between the agreed one and 1 and rise with volatility", "[policies][haircut_rule]")
{
    for_all("bounds", [] {
        double const agreed = *number(0, 1), low = *number(0, 2), high = low + *number(0, 2);
        for (auto const& entry : roster<HaircutRule>().entries()) {
            auto const rule = entry.make();
            RC_ASSERT(rule->haircut({agreed, low}) >= agreed);
            RC_ASSERT(rule->haircut({agreed, low}) <= rule->haircut({agreed, high}));
            RC_ASSERT(rule->haircut({agreed, high}) <= 1);
        }
    });
}
