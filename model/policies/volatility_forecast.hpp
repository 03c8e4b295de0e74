#pragma once
// How tomorrow's volatility is guessed from yesterday's prices.

#include <span>

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

/// Answers: variance of the log return over the next day [1/day].
class VolatilityForecast {
  public:
    virtual ~VolatilityForecast() = default;
    virtual void visit(FieldVisitor&) {}
    /// @param prices  one per step, oldest first [USD/coin]; fewer than two give 0
    /// @param step    length of a step [s]
    [[nodiscard]] virtual double daily_variance(std::span<double const> prices, Duration step) const = 0;
};

/// ewma {half_life} (default) | garch {omega, alpha, beta per day: GARCH(1,1) on daily-scaled step returns} | realised
/// {window}
template <>
Roster<VolatilityForecast> const& roster<VolatilityForecast>();

/// The `ewma` recursion, for those who look in every step: variance once the price has gone from one value to another.
/// @param kept  weight of what was known before [1]; @param days  between the prices [d]
/// @return [1/day]; as before if one of the prices is not positive
[[nodiscard]] double next_variance(double variance, double before, double price, double kept, double days);

}  // namespace stampede
