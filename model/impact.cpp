#include "model/impact.hpp"

#include <cmath>
#include <limits>

#include "model/base/check.hpp"

namespace stampede {

KyleEquilibrium kyle(double value_variance, double noise)
{
    require(value_variance > 0 && noise > 0, "kyle: variance of the value and noise must be positive");
    double const sigma = std::sqrt(value_variance);
    return {0.5 * sigma / noise, noise / sigma, 0.5 * sigma * noise, 0.5 * value_variance};
}

double square_root_impact(double y, double sigma, double quantity, double day_volume)
{
    require(quantity >= 0 && day_volume > 0, "square-root impact: quantity >= 0 and day volume > 0 are needed");
    return y * sigma * std::sqrt(quantity / day_volume);
}

double even_depth_impact(double quantity, double depth)
{
    require(quantity >= 0 && depth > 0, "impact: quantity >= 0 and depth > 0 are needed");
    return quantity / depth;
}

double growing_depth_impact(double quantity, double growth)
{
    require(quantity >= 0 && growth > 0, "impact: quantity >= 0 and growth of depth > 0 are needed");
    return std::sqrt(2 * quantity / growth);
}

double cascade_drop(double first, double branching)
{
    require(first >= 0 && branching >= 0, "cascade: first drop and branching must not be negative");
    return branching < 1 ? first / (1 - branching) : std::numeric_limits<double>::infinity();
}

double cascade_drop_after(double first, double branching, int waves)
{
    require(first >= 0 && branching >= 0, "cascade: first drop and branching must not be negative");
    double total = 0;
    double wave = first;
    for (int count = 0; count < waves; ++count) {
        total += wave;
        wave *= branching;
    }
    return total;
}

}  // namespace stampede
