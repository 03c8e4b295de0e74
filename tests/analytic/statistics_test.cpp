// Metrics with the number each must give. Sources: small numbers worked by hand unless a case names another.

#include "model/statistics.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "model/base/check.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using testing::validation_row;
using namespace stampede::statistics;
using Catch::Matchers::WithinAbs;
using Values = std::vector<double>;

TEST_CASE("volatility is that of log returns", "[analytic][statistics]")
{
    Values const prices{100, 101, 99, 100};
    CHECK_THAT(realised_volatility(prices), WithinAbs(0.02449582, 5e-9));
    CHECK_THAT(annualised_volatility(prices, 365), WithinAbs(0.02449582 / std::sqrt(3.0) * std::sqrt(365.0), 2e-7));
    CHECK(realised_volatility(Values{5, 5, 5}) == 0);
    CHECK_THROWS_AS(realised_volatility(Values{5}), InputError);
    CHECK_THROWS_AS(realised_volatility(Values{5, 0}), InputError);
}

TEST_CASE("drawdown and recovery", "[analytic][statistics]")
{
    Values const prices{100, 120, 90, 110, 60, 80};
    CHECK_THAT(drawdown(prices), WithinAbs(0.5, 1e-15));
    CHECK(drawdown(Values{1, 2, 3}) == 0);

    Duration const hour{3600};
    CHECK(time_to_recover(prices, 100, Share{0.2}, hour) == hour);
    CHECK(!time_to_recover(prices, 100, Share{0.1}, hour).has_value());  // censored
    CHECK(time_to_recover(Values{1, 0.88, 0.9, 0.97, 0.995, 1}, 1, Share{0.01}, hour) == Duration{3 * 3600});
    CHECK(time_to_recover(Values{1, 1}, 1, Share{0}, hour) == Duration{0});
}

TEST_CASE("depeg-hours and time beyond the band", "[analytic][statistics]")
{
    Values const coin{1, 0.9, 0.95, 1.02, 0.998};
    CHECK_THAT(depeg_hours(coin, Duration{1800}), WithinAbs((0.1 + 0.05 + 0.002) / 2, 1e-12));
    CHECK_THAT(share_beyond_peg(coin, Share{0.005}), WithinAbs(0.6, 1e-15));
}

// Pareto quantiles ((i - 1/2) / n)^(-1/3), n = 10,000, k = 500: threshold the 501st largest value.
TEST_CASE("Hill's estimate of Pareto quantiles", "[analytic][statistics]")
{
    Values sample;
    for (int i = 1; i <= 10'000; ++i)
        sample.push_back(std::pow((i - 0.5) / 10'000, -1.0 / 3));
    CHECK_THAT(hill_exponent(sample, 500), WithinAbs(2.99908, 5e-6));
    validation_row("Hill's estimate of Pareto quantiles", "computed independently", 2.99908,
                   hill_exponent(sample, 500));
    CHECK_THROWS_AS(hill_exponent(sample, 10'000), InputError);
    CHECK_THROWS_AS(hill_exponent(Values{-1, 0, 1}, 1), InputError);
}

TEST_CASE("illiquidity and impact from a series", "[analytic][statistics]")
{
    CHECK_THAT(amihud(Values{0.01, -0.02, 0.5}, Values{1e6, 4e6, 0}), WithinAbs(7.5e-9, 1e-18));
    CHECK_THROWS_AS(amihud(Values{0.01}, Values{0}), InputError);
    CHECK_THAT(kyle_lambda(Values{-3, 1, 2, 7}, Values{-1.4, 0.6, 1.1, 3.6}), WithinAbs(0.5, 1e-12));
    CHECK_THROWS_AS(kyle_lambda(Values{1, 1}, Values{0, 1}), InputError);
}

TEST_CASE("liquidity coverage", "[analytic][statistics]")
{
    CHECK_THAT(liquidity_coverage_ratio(100, 100, 50), WithinAbs(2, 1e-15));
    CHECK_THAT(liquidity_coverage_ratio(100, 100, 90), WithinAbs(4, 1e-15));  // inflow counts up to 75 % of outflow
    CHECK_THAT(liquidity_coverage_ratio(50, 100, 0), WithinAbs(0.5, 1e-15));
    CHECK(std::isinf(liquidity_coverage_ratio(1, 0, 0)));
}

TEST_CASE("survival time, run-off and hazard", "[analytic][statistics]")
{
    Duration const day{86400};
    Values const outflows(10, 40.0);
    Values const proceeds(10, 10.0);
    CHECK(survival_time(100, outflows, proceeds, day) == Duration{4 * 86400});  // 120 > 100, but 90 is not
    CHECK(survival_time(90, outflows, proceeds, day) == Duration{4 * 86400});   // equal is survived
    CHECK(!survival_time(300, outflows, proceeds, day).has_value());
    CHECK_THAT(run_off_ratio(200, 126), WithinAbs(0.37, 1e-15));
    CHECK_THAT(peak_daily_hazard(Values{100, 90, 60, 60, 0}, Duration{43200}), WithinAbs(2, 1e-15));
    CHECK_THAT(peak_daily_hazard(Values{100, 90, 60, 60}, Duration{43200}), WithinAbs(2.0 / 3, 1e-12));
}

TEST_CASE("quantiles and expected shortfall", "[analytic][statistics]")
{
    Values const losses{0, 0, 1, 2, 3, 5, 8, 13, 21, 34};
    CHECK_THAT(expected_shortfall(losses, 0.8), WithinAbs(27.5, 1e-12));
    CHECK_THAT(expected_shortfall(losses, 0.85), WithinAbs((34 + 0.5 * 21) / 1.5, 1e-12));
    CHECK_THAT(expected_shortfall(losses, 0), WithinAbs(8.7, 1e-12));
    CHECK_THAT(expected_shortfall(losses, 0.99), WithinAbs(34, 1e-12));
    CHECK_THAT(median(losses), WithinAbs(4, 1e-15));
    CHECK_THAT(mean(losses), WithinAbs(8.7, 1e-14));
    CHECK(quantile(losses, 1) == 34);
    CHECK_THAT(quantile(Values{1, 2, 3, 4}, 0.25), WithinAbs(1.75, 1e-15));  // type 7, as R and NumPy by default
    CHECK_THROWS_AS(expected_shortfall(losses, 1), InputError);
}

// Newcombe, Statistics in Medicine 17, 1998, 857-872, table I, method 3; printed to four decimals.
TEST_CASE("Wilson's interval", "[analytic][statistics]")
{
    auto const [hits, trials, low, high] = GENERATE(table<std::uint64_t, std::uint64_t, double, double>({
        {81, 263, 0.2553, 0.3662},
        {15, 148, 0.0624, 0.1605},
        {0, 20, 0.0000, 0.1611},
        {1, 29, 0.0061, 0.1718},
    }));
    Interval const found = wilson_interval(hits, trials, 0.95);
    CHECK_THAT(found.low, WithinAbs(low, 5.1e-5));
    CHECK_THAT(found.high, WithinAbs(high, 5.1e-5));
    validation_row(fmt::format("Wilson's interval, {} of {}, upper end", hits, trials), "Newcombe 1998", high,
                   found.high);
    Interval const mirrored = wilson_interval(trials - hits, trials, 0.95);
    CHECK_THAT(mirrored.low, WithinAbs(1 - found.high, 1e-12));
    CHECK_THROWS_AS(wilson_interval(2, 1, 0.95), InputError);
}

TEST_CASE("the bootstrap of a mean of zeros and ones is a binomial", "[analytic][statistics]")
{
    Values coin(100, 0.0);
    std::fill(coin.begin(), coin.begin() + 50, 1.0);
    Interval const found = bootstrap_interval(coin, mean, 0.95, 4000, Draws{1, 0});
    CHECK_THAT(found.low, WithinAbs(0.40, 0.011));  // quantiles 40 and 60 of Binomial(100, 1/2)
    CHECK_THAT(found.high, WithinAbs(0.60, 0.011));
    CHECK(bootstrap_interval(coin, mean, 0.95, 4000, Draws{1, 0}).low == found.low);
    Interval const same = bootstrap_interval(Values{3, 3, 3}, median, 0.9, 50, Draws{1, 0});
    CHECK(same.low == 3);
    CHECK(same.high == 3);
}

// Ranks: binomial tables, e.g. P(Binomial(10, 1/2) < 2) = 11/1024; for n = 1000 by exact sums.
TEST_CASE("an interval for the median from order statistics", "[analytic][statistics]")
{
    auto const [size, low, high] = GENERATE(table<int, double, double>({
        {5, 1, 5},
        {6, 1, 6},
        {10, 2, 9},
        {16, 4, 13},
        {25, 8, 18},
        {1000, 469, 532},
        {20'000, 9861, 10'140},
    }));
    Values ranks(static_cast<std::size_t>(size));
    std::iota(ranks.rbegin(), ranks.rend(), 1.0);
    Interval const found = median_interval(ranks, 0.95);
    CHECK(found.low == low);
    CHECK(found.high == high);
}
