#pragma once
// Metrics of a series, a balance sheet or a sample, each with unit and formula. Pure functions, not part of the step.
// All throw InputError where a precondition named here fails.

#include <cstdint>
#include <optional>
#include <span>

#include "model/base/draws.hpp"
#include "model/base/quantity.hpp"

namespace stampede::statistics {

using Series = std::span<double const>;

// --- price ----------------------------------------------------------------------------------------------------------

/// sqrt(sum of squared log returns) [1] of two or more positive prices.
[[nodiscard]] double realised_volatility(Series prices);

/// The same per year: sqrt(mean squared log return * periods per year) [1/sqrt(year)].
[[nodiscard]] double annualised_volatility(Series prices, double periods_per_year);

/// Largest fall from a peak, max_t (1 - p_t / max_{s <= t} p_s) [1]; prices positive.
[[nodiscard]] double drawdown(Series prices);

/// Time from the lowest price to the first one at or above (1 - tolerance) * reference; empty if none (censored).
/// @param step  between two prices [s]
[[nodiscard]] std::optional<Duration> time_to_recover(Series prices, double reference, Share tolerance, Duration step);

/// Depeg-hours: integral of (1 - p)+ over time [h], p the price of a coin pegged to 1, each held for one step.
[[nodiscard]] double depeg_hours(Series prices, Duration step);

/// Share of time [1] in which a coin pegged to 1 stands more than `band` away from it.
[[nodiscard]] double share_beyond_peg(Series prices, Share band);

/// Hill's estimate of the tail exponent [1]: k / sum_{i <= k} ln(x_(i) / x_(k+1)), x_(1) the largest.
/// @param k  values in the tail, 1 <= k < size; the k + 1 largest must be positive
/// @source Hill, Annals of Statistics 3(5), 1975, 1163-1174
[[nodiscard]] double hill_exponent(Series values, std::size_t k);

// --- liquidity ------------------------------------------------------------------------------------------------------

/// Mean of |return| per unit of volume [1/USD], over the steps with volume.
/// @source Amihud, Journal of Financial Markets 5(1), 2002, 31-56
[[nodiscard]] double amihud(Series returns, Series dollar_volumes);

/// Slope of price changes on signed volume [price/coin], least squares with an intercept: Kyle's lambda by regression.
[[nodiscard]] double kyle_lambda(Series signed_volumes, Series price_changes);

/// Liquid assets after haircut / net outflow over the horizon [1]:
/// liquid / max(outflow - min(inflow, 0.75 outflow), 0.25 outflow); infinite without outflow.
/// @source Basel Committee, Basel III: the liquidity coverage ratio, 2013
[[nodiscard]] double liquidity_coverage_ratio(double liquid, double outflow, double inflow);

/// First time at which the outflow so far exceeds liquid assets plus proceeds so far [s]; empty if it never does.
/// @param outflows, proceeds  per step, of equal size; a step's flows count at its end
[[nodiscard]] std::optional<Duration> survival_time(double liquid, Series outflows, Series proceeds, Duration step);

/// Share of the balance that left [1]: (first - last) / first, before price effects; first > 0.
[[nodiscard]] double run_off_ratio(double first, double last);

/// Largest share of the balance that left in one step, per day [1/day]; 0 if nothing ever left.
[[nodiscard]] double peak_daily_hazard(Series balances, Duration step);

// --- samples --------------------------------------------------------------------------------------------------------

[[nodiscard]] double mean(Series values);

/// Quantile [unit of the values], linear between order statistics (type 7 of Hyndman and Fan); p in [0, 1].
[[nodiscard]] double quantile(Series values, double p);
[[nodiscard]] double median(Series values);

/// Mean of the worst (largest) 1 - level of the losses [unit of the losses]; a loss on the edge counts in part.
/// @param level  in [0, 1)
[[nodiscard]] double expected_shortfall(Series losses, double level);

struct Interval {
    double low, high;
};

/// Wilson's interval for a probability [1] of which `hits` of `trials` were seen.
/// @param confidence  in (0, 1), e.g. 0.95
/// @source Wilson, Journal of the American Statistical Association 22, 1927, 209-212
[[nodiscard]] Interval wilson_interval(std::uint64_t hits, std::uint64_t trials, double confidence);

/// Percentile bootstrap: quantiles (1 - confidence) / 2 and (1 + confidence) / 2 of a statistic over resamples.
/// @param statistic  e.g. mean or median
/// @source Efron, Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13
[[nodiscard]] Interval bootstrap_interval(Series values, double (*statistic)(Series), double confidence,
                                          std::size_t resamples, Draws const& draws);

/// Distribution-free interval for the median: order statistics l and n + 1 - l with the largest l whose coverage
/// 1 - 2 P(Binomial(n, 1/2) < l) is at least `confidence`; the whole range if the sample is too small for it.
/// @source Conover, Practical Nonparametric Statistics, 3rd ed., 1999, section 3.2
[[nodiscard]] Interval median_interval(Series values, double confidence);

}  // namespace stampede::statistics
