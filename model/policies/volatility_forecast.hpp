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

}  // namespace stampede
