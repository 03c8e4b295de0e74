#include "model/depth.hpp"

#include <algorithm>

#include "model/base/math.hpp"

namespace stampede {

double price_at(double mid, double distance, Distance kind)
{
    return kind == Distance::linear ? mid * std::max(0.0, 1 + distance) : mid * exp(distance);
}

double distance_of(double mid, double price, Distance kind)
{
    double const signed_distance = kind == Distance::linear ? price / mid - 1 : log(price / mid);
    return signed_distance < 0 ? -signed_distance : signed_distance;
}

double mean_price(double mid, double from, double to, Distance kind)
{
    if (kind == Distance::linear) {
        // Integral of max(0, 1 + x): whatever lies below a price of zero is worth nothing.
        double const low = std::max(std::min(from, to), -1.0), high = std::max(std::max(from, to), -1.0);
        double const spread = std::max(from, to) - std::min(from, to);
        return mid * (1 + 0.5 * (low + high)) * (spread > 0 ? (high - low) / spread : 1);
    }
    // e^centre sinh(h) / h, by its series where the difference of two exponentials would lose digits.
    double const h = 0.5 * (to - from);
    if (h > -0.01 && h < 0.01)
        return mid * exp(0.5 * (from + to)) * (1 + h * h / 6 * (1 + h * h / 20));
    return mid * (exp(to) - exp(from)) / (to - from);
}

double mean_inverse_price(double mid, double from, double to, Distance kind)
{
    if (kind == Distance::logarithmic)
        return mean_price(1 / mid, -from, -to, kind);
    // log(b / a) / (b - a) of the prices' shares a, b of the mid, by its series where they are close.
    double const low = 1 + std::min(from, to), high = 1 + std::max(from, to);
    double const middle = 0.5 * (low + high), h = 0.5 * (high - low) / middle;
    if (h < 0.01)
        return (1 + h * h / 3 * (1 + 0.6 * h * h)) / (mid * middle);
    return log(high / low) / (mid * (high - low));
}

Amount depth_within(std::span<Band const> bands, Side side, double distance)
{
    double coins = 0;
    for (Band const& band : bands)
        if (band.side == side && band.near < distance)
            coins += static_cast<double>(band.amount.value()) *
                     ((std::min(distance, band.far) - band.near) / (band.far - band.near));
    return Amount{round_to_integer(coins)};
}

}  // namespace stampede
