// Forecasts of tomorrow's variance against closed forms.

#include "model/policies/volatility_forecast.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "model/base/draws.hpp"
#include "model/base/math.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr Duration day{86400}, eight_hours{8 * 3600};

/// Prices whose log returns are +r, -r, +r, ...
std::vector<double> zigzag(double r, std::size_t returns)
{
    std::vector<double> prices{100};
    for (std::size_t i = 0; i < returns; ++i)
        prices.push_back(i % 2 == 0 ? 100 * std::exp(r) : 100);
    return prices;
}

}  // namespace

// Sum of squared log returns of 100, 101, 99, 100: its root is printed as 0.02449582 in the mechanics reference.
TEST_CASE("realised variance of three returns within a day", "[policies][volatility_forecast]")
{
    std::vector<double> const prices{100, 101, 99, 100};
    auto const forecast = made<VolatilityForecast>("realised", {{"window", day.value()}});
    CHECK(std::sqrt(forecast->daily_variance(prices, eight_hours)) == Approx(0.02449582).margin(5e-9));
    // A window of one step sees the last return only, three times as much per day.
    auto const last = made<VolatilityForecast>("realised", {{"window", eight_hours.value()}});
    CHECK(last->daily_variance(prices, eight_hours) == Approx(3 * std::pow(std::log(100.0 / 99), 2)).epsilon(1e-12));
}

// Weights 1, 1/2, 1/4 from the newest return back.
TEST_CASE("the weights of EWMA halve in a half-life", "[policies][volatility_forecast]")
{
    std::vector<double> const prices{100, 110, 105, 120};
    double const expected = (std::pow(std::log(120.0 / 105), 2) + std::pow(std::log(105.0 / 110), 2) / 2 +
                             std::pow(std::log(110.0 / 100), 2) / 4) /
                            1.75;
    auto const forecast = made<VolatilityForecast>("ewma", {{"half_life", day.value()}});
    CHECK(forecast->daily_variance(prices, day) == Approx(expected).epsilon(1e-12));
    CHECK(forecast->daily_variance(prices, day) ==
          Approx(made<VolatilityForecast>("ewma", {{"half_life", 3600}})->daily_variance(prices, Duration{3600}) / 24)
              .epsilon(1e-12));
}

TEST_CASE("GARCH(1,1) with a step of a day is the textbook recursion", "[policies][volatility_forecast]")
{
    std::vector<double> const prices{100, 110, 105};
    double const omega = 1e-4, alpha = 0.2, beta = 0.7;
    double const h0 = omega / (1 - alpha - beta);
    double const h1 = omega + alpha * std::pow(std::log(1.1), 2) + beta * h0;
    double const h2 = omega + alpha * std::pow(std::log(105.0 / 110), 2) + beta * h1;
    auto const forecast = made<VolatilityForecast>("garch", {{"omega", omega}, {"alpha", alpha}, {"beta", beta}});
    CHECK(forecast->daily_variance(prices, day) == Approx(h2).epsilon(1e-12));
}

TEST_CASE("returns of the long-run size keep GARCH at omega / (1 - alpha - beta)", "[policies][volatility_forecast]")
{
    for_all("fixed point", [] {
        double const alpha = *number(0, 0.3), beta = *number(0, 0.69), omega = *number(1e-6, 1e-3);
        Duration const step{*number(60, 86400)};
        double const long_run = omega / (1 - alpha - beta);
        auto const prices = zigzag(std::sqrt(long_run * step.value() / day.value()), *whole<std::size_t>(1, 300));
        auto const forecast = made<VolatilityForecast>("garch", {{"omega", omega}, {"alpha", alpha}, {"beta", beta}});
        RC_ASSERT(forecast->daily_variance(prices, step) == Approx(long_run).epsilon(1e-9));
    });
}

TEST_CASE("a shock to GARCH is forgotten at the pace of beta, whatever the step", "[policies][volatility_forecast]")
{
    // Prices stand still after one jump: h - omega / (1 - beta) shrinks by beta a day.
    double const alpha = 0.1, beta = 0.8, omega = 1e-4;
    double const phi = alpha + beta;
    auto const forecast = made<VolatilityForecast>("garch", {{"omega", omega}, {"alpha", alpha}, {"beta", beta}});
    auto const after_days = [&](std::size_t days, std::size_t steps_a_day) {
        std::vector<double> prices{100};
        prices.resize(2 + days * steps_a_day, 110);
        return forecast->daily_variance(prices, Duration{day.value() / static_cast<double>(steps_a_day)});
    };
    auto const calm = [&](double n) {  // forecast once h stands at its fixed point for returns of zero
        double const d = 1 / n, gap = 1 - std::pow(phi, d);
        double const h = omega * gap / (1 - phi) / (1 - std::pow(beta, d));
        double const long_run = omega / (1 - phi);
        return long_run + (h - long_run) * (1 - phi) / (n * gap);
    };
    for (std::size_t const n : {1U, 24U, 288U}) {
        CAPTURE(n);
        double const rest = calm(static_cast<double>(n));
        double const first = after_days(1, n) - rest;
        CHECK(first > 0);
        CHECK((after_days(3, n) - rest) / first == Approx(beta * beta).epsilon(1e-9));
    }
}

TEST_CASE("integrated GARCH without a constant is EWMA of the same decay", "[policies][volatility_forecast]")
{
    // From the first squared return on; a long history makes the start of both irrelevant.
    Draws const draws{7, 0};
    std::vector<double> prices{100};
    for (std::uint64_t i = 0; i < 4000; ++i)
        prices.push_back(prices.back() * std::exp(0.01 * normal_quantile(draws.inner_uniform("test/returns", 0, i))));
    double const kept = 0.5;  // a day
    Duration const hour{3600};
    auto const garch = made<VolatilityForecast>("garch", {{"omega", 0}, {"alpha", 1 - kept}, {"beta", kept}});
    auto const ewma = made<VolatilityForecast>("ewma", {{"half_life", day.value()}});
    CHECK(garch->daily_variance(prices, hour) == Approx(ewma->daily_variance(prices, hour)).epsilon(1e-9));
}

TEST_CASE("every forecast of random returns finds their variance", "[policies][volatility_forecast]")
{
    // 20 000 normal returns of 0.1 % a minute: 1440e-6 a day. The standard error of a mean of n squares is sqrt(2 / n);
    // GARCH gives up its long-run mean for a recent one.
    Draws const draws{11, 0};
    std::vector<double> prices{100};
    for (std::uint64_t i = 0; i < 20'000; ++i)
        prices.push_back(prices.back() * std::exp(1e-3 * normal_quantile(draws.inner_uniform("test/returns", 0, i))));
    double const truth = 1440e-6;
    Duration const minute{60};
    auto const close = [&](std::string const& kind, std::map<std::string, double> const& numbers, double error) {
        CAPTURE(kind);
        CHECK(made<VolatilityForecast>(kind, numbers)->daily_variance(prices, minute) == Approx(truth).epsilon(error));
    };
    close("realised", {{"window", 20'000 * 60.0}}, 3 * std::sqrt(2.0 / 20'000));
    close("ewma", {{"half_life", 5'000 * 60.0}}, 3 * std::sqrt(2.0 / 10'000));
    close("garch", {{"omega", truth * 0.05}, {"alpha", 0.1}, {"beta", 0.85}}, 0.1);
}

TEST_CASE("prices that do not move forecast no variance", "[policies][volatility_forecast]")
{
    for_all("constant", [] {
        std::vector<double> const prices(*whole<std::size_t>(0, 50), *number(0.01, 1e5));
        Duration const step{*number(1, 86400)};
        for (char const* const kind : {"ewma", "realised"})
            RC_ASSERT(made<VolatilityForecast>(kind)->daily_variance(prices, step) == 0);
        RC_ASSERT(made<VolatilityForecast>("garch", {{"omega", 0}})->daily_variance(prices, step) == 0);
    });
    for (char const* const kind : {"ewma", "garch", "realised"}) {
        CHECK(made<VolatilityForecast>(kind)->daily_variance({}, day) == 0);
        CHECK(made<VolatilityForecast>(kind)->daily_variance(std::vector<double>{5}, day) == 0);
    }
}

TEST_CASE("the unit of price does not matter, and no forecast is negative", "[policies][volatility_forecast]")
{
    for_all("scale", [] {
        std::vector<double> const prices = *rc::gen::container<std::vector<double>>(number(1, 1000));
        std::vector<double> doubled = prices;
        for (double& price : doubled)
            price *= 2;  // exact, so equal to the last bit
        for (char const* const kind : {"ewma", "garch", "realised"}) {
            double const variance = made<VolatilityForecast>(kind)->daily_variance(prices, Duration{600});
            RC_ASSERT(variance >= 0);
            RC_ASSERT(variance == made<VolatilityForecast>(kind)->daily_variance(doubled, Duration{600}));
        }
    });
}
