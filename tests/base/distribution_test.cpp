// Distributions by their quantiles against closed forms, and how rows of a population draw from them.

#include "model/base/distribution.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "model/base/check.hpp"

using namespace stampede;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::vector<Distribution> one_of_each()
{
    return {Distribution::constant(3),
            Distribution::uniform(-2, 5),
            Distribution::normal(1, 2),
            Distribution::lognormal(100, 1.5),
            Distribution::pareto(10, 1.2),
            Distribution::beta(0.7, 3),
            Distribution::quantiles({0, 0.5, 0.5, 1}, {0, 1, 10, 20}),
            Distribution::histogram({0, 1, 10, 1000}, {5, 0, 3}),
            Distribution::column({4, 1, 3})};
}

}  // namespace

TEST_CASE("quantiles of the named distributions", "[base][distribution]")
{
    double const p = GENERATE(1e-12, 0.001, 0.25, 0.5, 0.9, 0.999999);
    CAPTURE(p);
    CHECK(Distribution::constant(3).quantile(p) == 3);
    CHECK_THAT(Distribution::uniform(-2, 5).quantile(p), WithinRel(-2 + 7 * p, 1e-15));
    // Phi(z) = p
    double const z = Distribution::normal(0, 1).quantile(p);
    CHECK_THAT(std::erfc(-z / std::sqrt(2.0)) / 2, WithinRel(p, 1e-13));
    CHECK_THAT(Distribution::normal(1, 2).quantile(p), WithinAbs(1 + 2 * z, 1e-14));
    CHECK_THAT(Distribution::lognormal(100, 1.5).quantile(p), WithinRel(100 * std::exp(1.5 * z), 1e-14));
    // (10 / x)^1.2 = 1 - p
    CHECK_THAT(std::pow(10 / Distribution::pareto(10, 1.2).quantile(p), 1.2), WithinRel(1 - p, 1e-13));
    // I_x(1, 3) = 1 - (1-x)^3
    CHECK_THAT(Distribution::beta(1, 3).quantile(p), WithinRel(-std::expm1(std::log1p(-p) / 3), 1e-7));
}

TEST_CASE("quantiles given as pairs: straight lines, jumps and atoms", "[base][distribution]")
{
    auto const pairs = Distribution::quantiles({0, 0.2, 0.5, 0.5, 0.8, 1}, {0, 1, 1, 10, 20, 21});
    CHECK_THAT(pairs.quantile(0.1), WithinRel(0.5, 1e-15));
    CHECK(pairs.quantile(0.3) == 1);  // atom at 1
    CHECK(pairs.quantile(0.4999) == 1);
    CHECK(pairs.quantile(0.5) == 10);  // nothing between 1 and 10
    CHECK_THAT(pairs.quantile(0.65), WithinRel(15.0, 1e-15));
    CHECK_THAT(pairs.quantile(0.9), WithinRel(20.5, 1e-15));
}

TEST_CASE("a histogram is log-linear inside its classes, a first edge of 0 linear", "[base][distribution]")
{
    auto const sizes = Distribution::histogram({0, 1, 10, 100, 1000}, {50, 30, 0, 20});
    CHECK_THAT(sizes.quantile(0.1), WithinRel(0.2, 1e-14));
    CHECK_THAT(sizes.quantile(0.5), WithinRel(1.0, 1e-14));
    CHECK_THAT(sizes.quantile(0.65), WithinRel(std::sqrt(10.0), 1e-14));  // middle of [1, 10) in logs
    CHECK_THAT(sizes.quantile(0.8), WithinRel(100.0, 1e-13));             // the empty class is stepped over
    CHECK_THAT(sizes.quantile(0.9), WithinRel(std::sqrt(1e5), 1e-13));
}

TEST_CASE("every quantile function rises inside its ends", "[base][distribution]")
{
    for (Distribution const& distribution : one_of_each()) {
        CAPTURE(static_cast<int>(distribution.kind()));
        double last = distribution.lowest();
        for (int i = 0; i < 5000; ++i) {
            double const value = distribution.quantile((i + 0.5) / 5000);
            REQUIRE(value >= last);
            last = value;
        }
        CHECK(last <= distribution.highest());
    }
    CHECK(Distribution::normal(0, 1).lowest() == -std::numeric_limits<double>::infinity());
    CHECK(Distribution::normal(7, 0).highest() == 7);
    CHECK(Distribution::pareto(10, 1).lowest() == 10);
    CHECK(Distribution::column({4, 1, 3}).lowest() == 1);
    CHECK(Distribution::histogram({2, 3}, {1}).highest() == 3);
}

TEST_CASE("a stratified sample has the quantiles exactly, in an order of its own per purpose", "[base][distribution]")
{
    Draws const draws{11, 0};
    constexpr std::uint64_t rows = 1000;
    for (Distribution distribution : one_of_each()) {
        if (distribution.kind() == Distribution::Kind::column)
            continue;
        distribution.set_stratified(true);
        std::vector<double> sample, wanted, other;
        for (std::uint64_t row = 0; row < rows; ++row) {
            sample.push_back(distribution.at(row, rows, draws, "threshold"));
            other.push_back(distribution.at(row, rows, draws, "wealth"));
            wanted.push_back(distribution.quantile((static_cast<double>(row) + 0.5) / rows));
        }
        CAPTURE(static_cast<int>(distribution.kind()));
        if (distribution.kind() != Distribution::Kind::constant)
            CHECK(sample != other);
        std::sort(sample.begin(), sample.end());
        CHECK(sample == wanted);
        std::sort(other.begin(), other.end());
        CHECK(other == wanted);
    }
}

TEST_CASE("a random sample is the quantile of the row's keyed draw", "[base][distribution]")
{
    Draws const draws{12, 0};
    auto const wealth = Distribution::lognormal(1000, 2);
    constexpr std::uint64_t rows = 40'000;
    double worst = 0;
    std::vector<double> sample;
    for (std::uint64_t row = 0; row < rows; ++row) {
        sample.push_back(wealth.at(row, rows, draws, "wealth"));
        REQUIRE(sample.back() == wealth.quantile(draws.inner_uniform("wealth", row)));
    }
    std::sort(sample.begin(), sample.end());
    for (std::uint64_t i = 0; i < rows; ++i) {
        double const z = std::log(sample[i] / 1000) / 2;
        worst = std::max(worst, std::abs(std::erfc(-z / std::sqrt(2.0)) / 2 - (static_cast<double>(i) + 0.5) / rows));
    }
    CHECK(worst * std::sqrt(static_cast<double>(rows)) < 1.95);  // Kolmogorov-Smirnov at 0.1 %
}

TEST_CASE("a column gives each row its own value, and starts again", "[base][distribution]")
{
    auto const column = Distribution::column({4, 1, 3});
    std::vector<double> found;
    for (std::uint64_t row = 0; row < 7; ++row)
        found.push_back(column.at(row, 7, Draws{}, "any"));
    CHECK(found == std::vector<double>{4, 1, 3, 4, 1, 3, 4});
    CHECK(column.quantile(0.1) == 1);
    CHECK(column.quantile(0.5) == 3);
    CHECK(column.quantile(0.99) == 4);
}

TEST_CASE("a distribution keeps the numbers it was made of", "[base][distribution]")
{
    auto const pairs = Distribution::quantiles({0, 1}, {2, 3});
    CHECK(pairs.first() == std::vector<double>{0, 1});
    CHECK(pairs.second() == std::vector<double>{2, 3});
    CHECK(Distribution::beta(2, 5).first() == std::vector<double>{2, 5});
    CHECK(Distribution::lognormal(100, 1.5).first() == std::vector<double>{100, 1.5});
    CHECK(Distribution{}.quantile(0.3) == 0);
    CHECK(Distribution{}.kind() == Distribution::Kind::constant);
}

TEST_CASE("numbers that make no distribution are refused with the number", "[base][distribution]")
{
    double const nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(Distribution::constant(nan), InputError);
    CHECK_THROWS_WITH(Distribution::uniform(3, 2), Contains("low = 3") && Contains("high = 2"));
    CHECK_THROWS_WITH(Distribution::normal(0, -1), Contains("sd = -1"));
    CHECK_THROWS_WITH(Distribution::lognormal(-4, 1), Contains("median = -4"));
    CHECK_THROWS_WITH(Distribution::pareto(1, 0), Contains("exponent = 0"));
    CHECK_THROWS_AS(Distribution::beta(0, 1), InputError);
    CHECK_THROWS_AS(Distribution::quantiles({0, 1}, {1}), InputError);
    CHECK_THROWS_AS(Distribution::quantiles({0, 0.9}, {1, 2}), InputError);
    CHECK_THROWS_AS(Distribution::quantiles({0, 0.6, 0.5, 1}, {1, 2, 3, 4}), InputError);
    CHECK_THROWS_WITH(Distribution::quantiles({0, 0.5, 1}, {1, 3, 2}), Contains("3 is followed by 2"));
    CHECK_THROWS_AS(Distribution::histogram({0, 1}, {0}), InputError);
    CHECK_THROWS_AS(Distribution::histogram({0, 1, 1}, {1, 1}), InputError);
    CHECK_THROWS_AS(Distribution::histogram({-1, 1}, {1}), InputError);
    CHECK_THROWS_AS(Distribution::histogram({0, 1, 2}, {1, -1}), InputError);
    CHECK_THROWS_AS(Distribution::column({}), InputError);

    auto stratified = Distribution::uniform(0, 1);
    stratified.set_stratified(true);
    CHECK_THROWS_AS(stratified.at(10, 10, Draws{}, "any"), BrokenInvariant);
}
