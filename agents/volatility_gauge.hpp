#pragma once
// How much a price has moved of late, as somebody estimates who looks at it in every step.

#include <cmath>

#include "model/base/columns.hpp"
#include "model/policies/volatility_forecast.hpp"

namespace stampede {

/// Exponentially weighted variance of the log returns of several prices.
class VolatilityGauge {
  public:
    VolatilityGauge() = default;
    /// @param calm  volatility every estimate starts from [1/sqrt(day)]
    VolatilityGauge(std::size_t prices, double calm) : last_(prices, 0.0), variance_(prices, calm * calm) {}

    /// Takes in the present price. @param kept  weight of what was known before, @param days length of a step
    void see(std::size_t which, double price, double kept, double days)
    {
        double const before = last_[which];
        last_[which] = price;
        variance_[which] = next_variance(variance_[which], before, price, kept, days);
    }
    /// [1/sqrt(day)]
    [[nodiscard]] double daily(std::size_t which) const { return std::sqrt(variance_[which]); }

    void columns(ColumnVisitor& column)
    {
        column("last_price", last_, "quote/base");
        column("variance", variance_, "1/day");
    }

  private:
    Column<double> last_, variance_;
};

}  // namespace stampede
