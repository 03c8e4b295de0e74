#include "model/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede::statistics {
namespace {

constexpr double hour = 3600;
constexpr double day = 86400;

double sum_of_squared_returns(Series prices)
{
    require(prices.size() >= 2, "volatility: two or more prices are needed");
    require(std::ranges::all_of(prices, [](double p) { return p > 0; }), "volatility: prices must be positive");
    double sum = 0;
    for (std::size_t t = 1; t < prices.size(); ++t) {
        double const log_return = stampede::log(prices[t] / prices[t - 1]);
        sum += log_return * log_return;
    }
    return sum;
}

std::vector<double> sorted(Series values)
{
    std::vector<double> copy(values.begin(), values.end());
    std::ranges::sort(copy);
    return copy;
}

void require_confidence(double confidence)
{
    require(confidence > 0 && confidence < 1, "interval: a confidence must lie between 0 and 1");
}

}  // namespace

double realised_volatility(Series prices)
{
    return std::sqrt(sum_of_squared_returns(prices));
}

double annualised_volatility(Series prices, double periods_per_year)
{
    double const sum = sum_of_squared_returns(prices);
    return std::sqrt(sum / static_cast<double>(prices.size() - 1) * periods_per_year);
}

double drawdown(Series prices)
{
    double peak = 0;
    double worst = 0;
    for (double const price : prices) {
        require(price > 0, "drawdown: prices must be positive");
        peak = std::max(peak, price);
        worst = std::max(worst, 1 - price / peak);
    }
    return worst;
}

std::optional<Duration> time_to_recover(Series prices, double reference, Share tolerance, Duration step)
{
    auto const trough = std::ranges::min_element(prices);
    auto const back =
        std::find_if(trough, prices.end(), [&](double price) { return price >= (1 - tolerance.value()) * reference; });
    if (back == prices.end())
        return std::nullopt;
    return Duration{static_cast<double>(back - trough) * step.value()};
}

double depeg_hours(Series prices, Duration step)
{
    double sum = 0;
    for (double const price : prices)
        sum += std::max(0.0, 1 - price);
    return sum * step.value() / hour;
}

double share_beyond_peg(Series prices, Share band)
{
    require(!prices.empty(), "peg: a price is needed");
    auto const beyond = std::ranges::count_if(prices, [&](double p) { return std::abs(p - 1) > band.value(); });
    return static_cast<double>(beyond) / static_cast<double>(prices.size());
}

double hill_exponent(Series values, std::size_t k)
{
    require(k >= 1 && k < values.size(), "Hill: 1 <= k < sample size is needed");
    std::vector<double> const order = sorted(values);
    double const threshold = order[order.size() - 1 - k];
    require(threshold > 0, "Hill: the tail must be positive");
    double sum = 0;
    for (std::size_t i = order.size() - k; i < order.size(); ++i)
        sum += stampede::log(order[i] / threshold);
    return static_cast<double>(k) / sum;
}

double amihud(Series returns, Series dollar_volumes)
{
    require(returns.size() == dollar_volumes.size(), "Amihud: one volume per return is needed");
    double sum = 0;
    int steps = 0;
    for (std::size_t t = 0; t < returns.size(); ++t)
        if (dollar_volumes[t] > 0) {
            sum += std::abs(returns[t]) / dollar_volumes[t];
            ++steps;
        }
    require(steps > 0, "Amihud: no step has volume");
    return sum / steps;
}

double kyle_lambda(Series signed_volumes, Series price_changes)
{
    require(signed_volumes.size() == price_changes.size(), "Kyle's lambda: one price change per volume is needed");
    double const mean_volume = mean(signed_volumes);
    double const mean_change = mean(price_changes);
    double covariance = 0;
    double variance = 0;
    for (std::size_t t = 0; t < signed_volumes.size(); ++t) {
        double const volume = signed_volumes[t] - mean_volume;
        covariance += volume * (price_changes[t] - mean_change);
        variance += volume * volume;
    }
    require(variance > 0, "Kyle's lambda: the volumes do not vary");
    return covariance / variance;
}

double liquidity_coverage_ratio(double liquid, double outflow, double inflow)
{
    require(liquid >= 0 && outflow >= 0 && inflow >= 0, "coverage: amounts must not be negative");
    if (outflow == 0)
        return std::numeric_limits<double>::infinity();
    return liquid / std::max(outflow - std::min(inflow, 0.75 * outflow), 0.25 * outflow);
}

std::optional<Duration> survival_time(double liquid, Series outflows, Series proceeds, Duration step)
{
    require(outflows.size() == proceeds.size(), "survival time: one row of proceeds per outflow is needed");
    double left = liquid;
    for (std::size_t t = 0; t < outflows.size(); ++t) {
        left += proceeds[t] - outflows[t];
        if (left < 0)
            return Duration{static_cast<double>(t + 1) * step.value()};
    }
    return std::nullopt;
}

double run_off_ratio(double first, double last)
{
    require(first > 0, "run-off: the first balance must be positive");
    return (first - last) / first;
}

double peak_daily_hazard(Series balances, Duration step)
{
    double peak = 0;
    for (std::size_t t = 1; t < balances.size(); ++t)
        if (balances[t - 1] > 0)
            peak = std::max(peak, run_off_ratio(balances[t - 1], balances[t]));
    return peak * day / step.value();
}

double mean(Series values)
{
    require(!values.empty(), "mean: a value is needed");
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double quantile(Series values, double p)
{
    require(!values.empty() && p >= 0 && p <= 1, "quantile: a value and p in [0, 1] are needed");
    std::vector<double> const order = sorted(values);
    double const place = p * static_cast<double>(order.size() - 1);
    auto const below = std::min(static_cast<std::size_t>(place), order.size() - 1);
    auto const above = std::min(below + 1, order.size() - 1);
    return order[below] + (place - static_cast<double>(below)) * (order[above] - order[below]);
}

double median(Series values)
{
    return quantile(values, 0.5);
}

double expected_shortfall(Series losses, double level)
{
    require(!losses.empty() && level >= 0 && level < 1, "expected shortfall: a loss and a level in [0, 1) are needed");
    std::vector<double> const order = sorted(losses);
    double const mass = (1 - level) * static_cast<double>(order.size());
    double left = mass;
    double sum = 0;
    for (auto loss = order.rbegin(); loss != order.rend() && left > 0; ++loss) {
        sum += std::min(left, 1.0) * *loss;
        left -= 1;
    }
    return sum / mass;
}

Interval wilson_interval(std::uint64_t hits, std::uint64_t trials, double confidence)
{
    require(trials > 0 && hits <= trials, "Wilson: trials and no more hits than trials are needed");
    require_confidence(confidence);
    auto const n = static_cast<double>(trials);
    double const share = static_cast<double>(hits) / n;
    double const z = normal_quantile((1 + confidence) / 2);
    double const centre = share + z * z / (2 * n);
    double const half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    double const scale = 1 + z * z / n;
    return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

Interval bootstrap_interval(Series values, double (*statistic)(Series), double confidence, std::size_t resamples,
                            Draws const& draws)
{
    require(!values.empty() && resamples > 0, "bootstrap: values and resamples are needed");
    require_confidence(confidence);
    std::vector<double> found(resamples);
    std::vector<double> sample(values.size());
    for (std::size_t round = 0; round < resamples; ++round) {
        DrawStream stream = draws.stream("bootstrap", round);
        for (double& value : sample)
            value = values[static_cast<std::size_t>(stream.uniform() * static_cast<double>(values.size()))];
        found[round] = statistic(sample);
    }
    return {quantile(found, (1 - confidence) / 2), quantile(found, (1 + confidence) / 2)};
}

Interval median_interval(Series values, double confidence)
{
    require(!values.empty(), "median interval: a value is needed");
    require_confidence(confidence);
    // Binomial(n, 1/2) relative to its centre, which neither over- nor underflows into the sum.
    std::size_t const n = values.size();
    std::vector<double> weight(n + 1, 1.0);
    for (std::size_t k = n / 2; k > 0; --k)
        weight[k - 1] = weight[k] * static_cast<double>(k) / static_cast<double>(n - k + 1);
    for (std::size_t k = n / 2; k < n; ++k)
        weight[k + 1] = weight[k] * static_cast<double>(n - k) / static_cast<double>(k + 1);
    double const all = std::accumulate(weight.begin(), weight.end(), 0.0);

    std::size_t from = 1;
    double tail = weight[0];  // of those below `from`
    while (from < (n + 1) / 2 && 1 - 2 * (tail + weight[from]) / all >= confidence)
        tail += weight[from++];
    std::vector<double> const order = sorted(values);
    return {order[from - 1], order[n - from]};
}

}  // namespace stampede::statistics
