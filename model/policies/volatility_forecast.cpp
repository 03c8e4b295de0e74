#include "model/policies/volatility_forecast.hpp"

#include <algorithm>

#include "model/base/math.hpp"

namespace stampede {
namespace {

/// Squared log return from prices[i - 1] to prices[i], scaled to a day.
double daily_square(std::span<double const> prices, std::size_t i, Duration step)
{
    if (prices[i] == prices[i - 1])
        return 0;
    double const move = log(prices[i] / prices[i - 1]);
    return move * move / in_days(step);
}

/// 1 + x + ... + x^(n-1) = (1 - x^n) / (1 - x), continued to any n.
double geometric_sum(double x, double n)
{
    double const gap = 1 - x;
    return gap > -1e-12 && gap < 1e-12 ? n : (1 - pow(x, n)) / gap;
}

/// Mean of the next n values of  h' = omega + phi h,  beginning with h itself.
double mean_ahead(double h, double omega, double phi, double n)
{
    double const gap = 1 - phi;
    if (gap > -1e-12 && gap < 1e-12)
        return h + omega * (n - 1) / 2;
    double const fixed_point = omega / gap;
    return fixed_point + (h - fixed_point) * (geometric_sum(phi, n) / n);
}

/// Exponentially weighted mean of squared returns.
/// @source default: decay of 0.94 a day, RiskMetrics Technical Document, J.P. Morgan, 4th ed. 1996
class Ewma final : public VolatilityForecast {
  public:
    void visit(FieldVisitor& field) override
    {
        field("half_life", half_life_, positive, "age at which a return counts half");
    }
    [[nodiscard]] double daily_variance(std::span<double const> prices, Duration step) const override
    {
        constexpr double ln2 = 0.6931471805599453;
        constexpr double negligible = 1e-12;
        double const kept = exp(-ln2 * (step.value() / half_life_.value()));
        double weight = 1, weights = 0, sum = 0;
        for (std::size_t i = prices.size(); i-- > 1 && weight > negligible; weight *= kept) {
            weights += weight;
            sum += weight * daily_square(prices, i, step);
        }
        return weights > 0 ? sum / weights : 0;
    }

  private:
    Duration half_life_{11.2 * 86400};
};

/// GARCH(1,1), its daily parameters carried over to steps of d days so that neither the long-run variance nor the
/// memory depends on d:
///   h' = omega (1 - phi^d) / (1 - phi) + (phi^d - beta^d) r^2 / d + beta^d h,   phi = alpha + beta,
/// which is the daily recursion for d = 1 and EWMA for omega = 0, phi = 1. The forecast is the mean of h over a day.
/// @source Bollerslev, Journal of Econometrics 31(3), 1986, 307-327; default: long-run volatility of 2.5 % a day
class Garch final : public VolatilityForecast {
  public:
    void visit(FieldVisitor& field) override
    {
        field("omega", omega_, not_negative, "1/d", "constant part of a day's variance");
        field("alpha", alpha_, unit_interval, "1", "weight of a day's squared return");
        field("beta", beta_, unit_interval, "1", "weight of the day before's variance");
    }
    [[nodiscard]] double daily_variance(std::span<double const> prices, Duration step) const override
    {
        if (prices.size() < 2)
            return 0;
        double const d = in_days(step), phi = alpha_ + beta_;
        double const phi_step = pow(phi, d), beta_step = pow(beta_, d);
        double const omega_step = omega_ * geometric_sum(phi, d);
        double h = phi < 1 ? omega_ / (1 - phi) : daily_square(prices, 1, step);
        for (std::size_t i = 1; i < prices.size(); ++i)
            h = omega_step + (phi_step - beta_step) * daily_square(prices, i, step) + beta_step * h;
        return mean_ahead(h, omega_step, phi_step, std::max(1.0, 1 / d));
    }

  private:
    double omega_ = 3.125e-5, alpha_ = 0.1, beta_ = 0.85;
};

/// Mean squared return of a window.
class Realised final : public VolatilityForecast {
  public:
    void visit(FieldVisitor& field) override { field("window", window_, positive, "span of prices that counts"); }
    [[nodiscard]] double daily_variance(std::span<double const> prices, Duration step) const override
    {
        double const fits = floor(window_.value() / step.value() + 0.5);
        std::size_t const have = prices.empty() ? 0 : prices.size() - 1;
        std::size_t const used =
            fits < static_cast<double>(have) ? static_cast<std::size_t>(std::max(1.0, fits)) : have;
        double sum = 0;
        for (std::size_t i = prices.size() - used; i < prices.size(); ++i)
            sum += daily_square(prices, i, step);
        return used > 0 ? sum / static_cast<double>(used) : 0;
    }

  private:
    Duration window_{86400};
};

}  // namespace

double next_variance(double variance, double before, double price, double kept, double days)
{
    if (!(before > 0) || !(price > 0))
        return variance;
    double const move = log(price / before);
    return kept * variance + (1 - kept) * move * move / days;
}

template <>
Roster<VolatilityForecast> const& roster<VolatilityForecast>()
{
    static Roster<VolatilityForecast> const forecasts{
        "volatility forecast",
        {
            entry<VolatilityForecast, Ewma>("ewma", "exponentially weighted squared returns"),
            entry<VolatilityForecast, Garch>("garch", "GARCH(1,1) with a long-run variance"),
            entry<VolatilityForecast, Realised>("realised", "mean squared return of a window"),
        }};
    return forecasts;
}

}  // namespace stampede
