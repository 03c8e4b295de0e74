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
    if (kind == Distance::linear)
        return mid * std::max(0.0, 1 + 0.5 * (from + to));
    double const width = to - from;
    if (width > -1e-9 && width < 1e-9)
        return mid * exp(0.5 * (from + to));
    return mid * (exp(to) - exp(from)) / width;
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
