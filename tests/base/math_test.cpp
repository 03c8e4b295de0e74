// Our own elementary functions against the C library's long double ones, which tests may use.
// Tolerances are relative; 2^-53 = 1.11e-16 is half a unit in the last place.

#include "model/base/math.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "model/base/draws.hpp"

using Catch::Matchers::WithinRel;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int points = 200'000;

double error(double found, long double exact)
{
    return static_cast<double>(std::abs((found - exact) / exact));
}

/// Largest relative error of `found` against `exact` at keyed points of (low, high).
template <class Found, class Exact>
double worst_error(double low, double high, Found found, Exact exact)
{
    stampede::DrawStream luck = stampede::Draws{1, 0}.stream("math test");
    double worst = 0;
    for (int i = 0; i < points; ++i) {
        double const x = low + (high - low) * luck.uniform();
        if (long double const wanted = exact(x); wanted != 0)
            worst = std::max(worst, error(found(x), wanted));
    }
    return worst;
}

/// The bits of a function at 10000 points, folded into one number.
template <class Function>
std::uint64_t digest(double low, double high, Function function)
{
    std::uint64_t sum = 0xcbf29ce484222325ULL;
    for (int i = 0; i < 10'000; ++i)
        sum =
            (sum ^ std::bit_cast<std::uint64_t>(function(low + (high - low) * (i + 0.5) / 10'000))) * 0x100000001b3ULL;
    return sum;
}

long double normal_probability(double x)
{
    return 0.5L * std::erfc(-static_cast<long double>(x) / std::sqrt(2.0L));
}

}  // namespace

TEST_CASE("exp is right to 1e-15 over its whole range", "[base][math]")
{
    auto const exact = [](double x) { return std::exp(static_cast<long double>(x)); };
    CHECK(worst_error(-708, 709.7, stampede::exp, exact) < 1e-15);
    CHECK(worst_error(-1, 1, stampede::exp, exact) < 1e-15);
    CHECK(worst_error(-1e-9, 1e-9, stampede::exp, exact) < 1e-15);

    CHECK(stampede::exp(0) == 1);
    CHECK(stampede::exp(-infinity) == 0);
    CHECK(stampede::exp(-746) == 0);
    CHECK(stampede::exp(709.79) == infinity);
    CHECK(stampede::exp(infinity) == infinity);
    CHECK(std::isnan(stampede::exp(std::nan(""))));
    for (double x = -745; x < -708; x += 0.37)  // results below 2^-1022 have fewer bits
        CHECK(std::abs(stampede::exp(x) - static_cast<double>(std::exp(static_cast<long double>(x)))) <= 0x1p-1073);
}

TEST_CASE("log is right to 1e-15, also next to 1 and below 2^-1022", "[base][math]")
{
    auto const exact = [](double x) { return std::log(static_cast<long double>(x)); };
    CHECK(worst_error(0, 1, stampede::log, exact) < 1e-15);
    CHECK(worst_error(0.9, 1.1, stampede::log, exact) < 1e-15);
    CHECK(worst_error(1 - 1e-9, 1 + 1e-9, stampede::log, exact) < 1e-15);
    CHECK(worst_error(0, 1e300, stampede::log, exact) < 1e-15);
    CHECK(worst_error(0, 1e-300, stampede::log, exact) < 1e-15);
    CHECK(worst_error(0, 1e-310, stampede::log, exact) < 1e-15);

    CHECK(stampede::log(1) == 0);
    CHECK(stampede::log(0) == -infinity);
    CHECK(stampede::log(infinity) == infinity);
    CHECK(std::isnan(stampede::log(-1)));
    CHECK(std::isnan(stampede::log(std::nan(""))));
    CHECK_THAT(stampede::log(std::numeric_limits<double>::denorm_min()), WithinRel(-744.4400719213812, 1e-15));
    CHECK_THAT(stampede::log(std::numeric_limits<double>::max()), WithinRel(709.782712893384, 1e-15));
}

TEST_CASE("pow loses no more than the exponent amplifies", "[base][math]")
{
    // x^y = e^(y log x): an error of 2^-53 in log x becomes |y log x| 2^-53.
    for (double const y : {-7.5, -1.0 / 3, 0.5, 1.9, 2.0, 12.0, 100.0}) {
        CAPTURE(y);
        auto const found = [y](double x) { return stampede::pow(x, y); };
        auto const exact = [y](double x) { return std::pow(static_cast<long double>(x), static_cast<long double>(y)); };
        double const amplified = std::abs(y) * std::log(50.0);
        CHECK(worst_error(0.02, 50, found, exact) < 2.3e-16 * (2 + amplified));
    }
    CHECK(stampede::pow(0, 0) == 1);
    CHECK(stampede::pow(0, 3) == 0);
    CHECK(stampede::pow(0, -1) == infinity);
    CHECK(stampede::pow(17.25, 1) == 17.25);
}

TEST_CASE("logistic and log-odds undo each other", "[base][math]")
{
    auto const exact = [](double x) { return 1 / (1 + std::exp(-static_cast<long double>(x))); };
    CHECK(worst_error(-700, 700, stampede::logistic, exact) < 1.5e-15);
    CHECK(worst_error(-3, 3, stampede::logistic, exact) < 1.5e-15);
    CHECK(stampede::logistic(0) == 0.5);
    CHECK(stampede::logistic(800) == 1);
    CHECK(stampede::logistic(-800) == 0);
    CHECK(stampede::log_odds(0.5) == 0);
    auto const there_and_back = [](double x) { return stampede::log_odds(stampede::logistic(x)); };
    CHECK(worst_error(-600, -1, there_and_back, [](double x) { return static_cast<long double>(x); }) < 2e-15);
}

TEST_CASE("the normal quantile is the inverse of the normal distribution", "[base][math]")
{
    // Published check values of AS 241 (Wichura 1988), and the median.
    CHECK_THAT(stampede::normal_quantile(0.25), WithinRel(-0.6744897501960817, 1e-15));
    CHECK_THAT(stampede::normal_quantile(0.001), WithinRel(-3.090232306167814, 1e-15));
    CHECK_THAT(stampede::normal_quantile(1e-20), WithinRel(-9.262340089798408, 1e-15));
    CHECK(stampede::normal_quantile(0.5) == 0);

    // An error of e in x, relative, changes p by about x^2 e of p in the tail; AS 241 promises about 1e-16.
    for (double p = 0.4; p > 1e-300; p *= 0.93) {
        double const x = stampede::normal_quantile(p);
        CAPTURE(p, x);
        CHECK(error(p, normal_probability(x)) < 1e-15 * (1 + x * x));
    }
    for (double p = 1.0 / 1024; p < 0.5; p += 1.0 / 1024)  // p and 1 - p are exact
        CHECK(stampede::normal_quantile(1 - p) == -stampede::normal_quantile(p));
    CHECK(stampede::normal_quantile(0) == -infinity);
    CHECK(stampede::normal_quantile(1) == infinity);
}

TEST_CASE("floor is the C library's", "[base][math]")
{
    stampede::DrawStream luck = stampede::Draws{2, 0}.stream("floor");
    for (int i = 0; i < points; ++i) {
        double const x = (luck.uniform() - 0.5) * std::ldexp(1.0, static_cast<int>(luck() % 80));
        CHECK(stampede::floor(x) == std::floor(x));
    }
    for (double const x : {0.0, -0.5, 0.5, -1.0, 1.0, 0x1p52, -0x1p53, infinity, -infinity})
        CHECK(stampede::floor(x) == std::floor(x));
}

TEST_CASE("larger arguments never give smaller values", "[base][math]")
{
    auto const never_falls = [](double low, double high, auto function) {
        double last = function(low);
        for (int i = 1; i <= points; ++i) {
            double const next = function(low + (high - low) * i / points);
            if (next < last)
                return false;
            last = next;
        }
        return true;
    };
    CHECK(never_falls(-745, 709, stampede::exp));
    CHECK(never_falls(-1e-3, 1e-3, stampede::exp));
    CHECK(never_falls(1e-6, 3, stampede::log));
    CHECK(never_falls(0.999, 1.001, stampede::log));
    CHECK(never_falls(-40, 40, stampede::logistic));
    CHECK(never_falls(1e-9, 1 - 1e-9, stampede::normal_quantile));
    CHECK(never_falls(0.0749, 0.0751, stampede::normal_quantile));  // where two of its pieces meet
}

TEST_CASE("the same bits on every machine", "[base][math]")
{
    CHECK(digest(-700, 700, stampede::exp) == 0xd26d8c213b6f0dd8ULL);
    CHECK(digest(1e-6, 1e6, stampede::log) == 0x989cf49949a79210ULL);
    CHECK(digest(0, 1, stampede::log) == 0x84b5b93e2edc7ec0ULL);
    CHECK(digest(-40, 40, stampede::logistic) == 0x43f903344fd20fbfULL);
    CHECK(digest(0, 1, stampede::normal_quantile) == 0x534e77acee2bbb68ULL);
}
