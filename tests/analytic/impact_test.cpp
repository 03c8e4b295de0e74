// Closed forms of price impact. Sources: Kyle 1985; Donier, Bonart 2015; geometric series for the cascade.

#include "model/impact.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "model/base/check.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using testing::validation_row;

TEST_CASE("Kyle's equilibrium", "[analytic][impact]")
{
    auto const [variance, noise, lambda, beta, profit] = GENERATE(table<double, double, double, double, double>({
        {1, 1, 0.5, 1, 0.5},
        {4, 1, 1, 0.5, 1},
        {1, 2, 0.25, 2, 1},
    }));
    KyleEquilibrium const found = kyle(variance, noise);
    CHECK_THAT(found.lambda, WithinAbs(lambda, 1e-15));
    CHECK_THAT(found.beta, WithinAbs(beta, 1e-15));
    CHECK_THAT(found.profit, WithinAbs(profit, 1e-15));
    validation_row(fmt::format("Kyle's lambda, variance {}, noise {}", variance, noise), "Kyle 1985", lambda,
                   found.lambda);
    CHECK_THAT(found.posterior_variance, WithinAbs(variance / 2, 1e-15));
    // The maker breaks even: lambda is the regression of the value on beta (v - p0) + u.
    CHECK_THAT(beta * variance / (beta * beta * variance + noise * noise), WithinRel(lambda, 1e-14));
    CHECK_THROWS_AS(kyle(0, 1), InputError);
}

TEST_CASE("the square-root law", "[analytic][impact]")
{
    CHECK_THAT(square_root_impact(1, 0.04, 1, 100), WithinAbs(0.004, 1e-15));
    validation_row("square-root law, volatility 4 %, 1 % of the volume", "Donier, Bonart 2015", 0.004,
                   square_root_impact(1, 0.04, 1, 100));
    CHECK_THAT(square_root_impact(1, 0.04, 10, 100) / square_root_impact(1, 0.04, 1, 100), WithinAbs(3.162, 5e-4));
    CHECK_THROWS_AS(square_root_impact(1, 0.04, -1, 100), InputError);
}

TEST_CASE("the shape of the book gives the law of impact", "[analytic][impact]")
{
    double const quantity = GENERATE(0.0, 3.0, 700.0);
    CHECK_THAT(even_depth_impact(quantity, 50), WithinAbs(quantity / 50, 1e-12));
    double const distance = growing_depth_impact(quantity, 8);
    CHECK_THAT(8 * distance * distance / 2, WithinAbs(quantity, 1e-9));  // the depth passed is the quantity
    CHECK_THROWS_AS(even_depth_impact(1, 0), InputError);
    CHECK_THROWS_AS(growing_depth_impact(1, 0), InputError);
}

TEST_CASE("the linear liquidation cascade", "[analytic][impact]")
{
    CHECK_THAT(cascade_drop(100, 0.5), WithinAbs(200, 1e-12));
    CHECK_THAT(cascade_drop_after(100, 0.5, 5), WithinAbs(193.75, 1e-12));
    CHECK(cascade_drop_after(100, 0.5, 0) == 0);
    CHECK_THAT(cascade_drop_after(100, 1, 7), WithinAbs(700, 1e-12));
    CHECK(std::isinf(cascade_drop(100, 1)));
    CHECK_THAT(cascade_drop_after(100, 0.9, 1000), WithinRel(cascade_drop(100, 0.9), 1e-12));
    CHECK_THROWS_AS(cascade_drop(100, -0.5), InputError);
}
