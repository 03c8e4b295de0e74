#include "model/policies/virtual_pool.hpp"

#include <cmath>

#include "model/base/math.hpp"

namespace stampede {

double VirtualPool::burnt(double x) const
{
    double const coins = base + delta;
    return base * base * x / (coins * (coins + x));
}

double VirtualPool::minted(double y) const
{
    double const coins = base + delta;
    return coins * coins * y / (base * base + y * coins);
}

double VirtualPool::spread() const
{
    double const part = base / (base + delta);
    return 1 - part * part;
}

double kept_after(double blocks, double period)
{
    return period > 1 ? exp(blocks * log(1 - 1 / period)) : 0;
}

double half_life(double period)
{
    return period > 1 ? log(0.5) / log(1 - 1 / period) : 0;
}

double daily_capacity(double base, double period, double blocks_per_day, double spread)
{
    return base * (1 / std::sqrt(1 - spread) - 1) / period * blocks_per_day;
}

}  // namespace stampede
