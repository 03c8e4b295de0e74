// The beta quantile and the gamma function against Boost.Math, which only tests use, and against closed forms.

#include "model/base/beta.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "model/base/check.hpp"

using namespace stampede;
using Catch::Matchers::WithinRel;

TEST_CASE("log gamma agrees with the C library", "[base][beta]")
{
    double worst = 0;
    for (double x = 0.01; x < 3e6; x *= 1.003) {
        long double const exact = std::lgamma(static_cast<long double>(x));
        worst = std::max(worst, static_cast<double>(std::abs(log_gamma(x) - exact) / std::max(1.0L, std::abs(exact))));
    }
    CHECK(worst < 1e-14);
    CHECK_THAT(log_gamma(0.5), WithinRel(0.57236494292470009, 1e-14));  // log sqrt(pi)
}

TEST_CASE("beta quantiles are right to 1e-6", "[base][beta]")
{
    double const a = GENERATE(0.05, 0.3, 1.0, 2.0, 7.5, 40.0, 1000.0, 1e6);
    double const b = GENERATE(0.05, 0.3, 1.0, 2.0, 7.5, 40.0, 1000.0, 1e6);
    BetaQuantile const quantile{a, b};
    double worst = 0;
    for (int i = 0; i < 150; ++i) {
        double const p = 1 / (1 + std::exp(34 - 68 * (i + 0.37) / 150));  // both tails, down to 1e-15
        auto const exact = static_cast<double>(boost::math::ibeta_inv(
            static_cast<long double>(a), static_cast<long double>(b), static_cast<long double>(p)));
        if (exact > 1e-290)
            worst = std::max(worst, std::abs(quantile(p) - exact) / exact);
    }
    CAPTURE(a, b);
    CHECK(worst < 1e-6);
}

TEST_CASE("beta quantiles where the integral has a closed form", "[base][beta]")
{
    double const p = GENERATE(1e-12, 1e-3, 0.1, 0.25, 0.5, 0.77, 0.999);
    CAPTURE(p);
    CHECK_THAT(BetaQuantile(1, 1)(p), WithinRel(p, 1e-12));
    CHECK_THAT(BetaQuantile(3, 1)(p), WithinRel(std::cbrt(p), 1e-7));                     // I = x^3
    CHECK_THAT(BetaQuantile(1, 4)(p), WithinRel(-std::expm1(std::log1p(-p) / 4), 1e-7));  // I = 1 - (1-x)^4
    double const arcsine = std::pow(std::sin(std::acos(-1.0) * p / 2), 2);                // I = 2/pi asin sqrt x
    CHECK_THAT(BetaQuantile(0.5, 0.5)(p), WithinRel(arcsine, 1e-7));
}

TEST_CASE("a beta quantile never falls and is symmetric when its shapes are", "[base][beta]")
{
    BetaQuantile const quantile{0.4, 3};
    double last = 0;
    for (int i = 1; i < 100'000; ++i) {
        double const next = quantile(i * 1e-5);
        REQUIRE(next >= last);
        last = next;
    }
    BetaQuantile const even{2.5, 2.5};
    for (double const p : {1e-6, 0.01, 0.3, 0.49})
        CHECK_THAT(even(p) + even(1 - p), WithinRel(1.0, 1e-9));
}

TEST_CASE("shapes that make no beta distribution are refused", "[base][beta]")
{
    CHECK_THROWS_AS(BetaQuantile(0, 1), InputError);
    CHECK_THROWS_AS(BetaQuantile(1, -1), InputError);
    CHECK_THROWS_AS(BetaQuantile(std::nan(""), 1), InputError);
    CHECK_THROWS_AS(BetaQuantile(1, 1e9), InputError);
}
