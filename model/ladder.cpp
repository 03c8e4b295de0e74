#include "model/ladder.hpp"

#include <algorithm>

#include "model/base/math.hpp"

namespace stampede {
namespace {

/// Of one band; all bands together stay below 2^63 [smallest unit].
constexpr double most = 1e17;

/// Coins between two distances of a maker's profile.
double coins_between(MarketParameters const& rules, double mid, double near, double far, double density)
{
    if (rules.distance == Distance::linear)
        return rules.depth * mid * (far - near) * density;
    return rules.depth / mid * ((far - near) / rules.edges.front()) * density;
}

}  // namespace

double profile_coins(MarketParameters const& rules, double mid)
{
    double coins = 0, near = 0;
    for (std::size_t i = 0; i < rules.edges.size(); ++i) {
        coins += coins_between(rules, mid, near, rules.edges[i], rules.profile[i]);
        near = rules.edges[i];
    }
    return coins;
}

double crowd_coins(MarketParameters const& rules, double mid)
{
    return coins_between(rules, mid, 0, rules.floor_reach, rules.floor.value());
}

std::vector<Band> resting_bands(MarketParameters const& rules, RestingAccounts const& resting, LadderState const& state)
{
    double const mid = state.mid, unit = state.unit;
    double const whole = profile_coins(rules, mid) * unit;
    std::vector<Band> bands;
    for (Side const side : {Side::buy, Side::sell}) {
        // Net sales are missing from the bids, net purchases from the asks.
        double const taken = side == Side::buy ? state.signed_depletion : -state.signed_depletion;
        double const left = whole > 0 ? std::clamp(1 - taken / whole, 0.0, 1.0) : 0;
        double near = rules.half_spread.value();
        for (std::size_t i = 0; i < rules.edges.size(); ++i) {
            double const far = rules.edges[i];
            double const coins = coins_between(rules, mid, near, far, rules.profile[i]) * left;
            if (far > near)
                bands.push_back({{},
                                 side,
                                 resting.maker_base,
                                 resting.maker_quote,
                                 near,
                                 far,
                                 Amount{static_cast<std::int64_t>(std::min(coins * unit, most))}});
            near = std::max(near, far);
        }
        if (rules.floor.value() > 0) {
            double const from = rules.half_spread.value();
            double const coins = coins_between(rules, mid, from, rules.floor_reach, rules.floor.value());
            bands.push_back({{},
                             side,
                             resting.crowd_base,
                             resting.crowd_quote,
                             from,
                             rules.floor_reach,
                             Amount{static_cast<std::int64_t>(std::min(coins * unit, most))}});
        }
    }
    return bands;
}

Amount near_depth(std::vector<Band> const& bands)
{
    auto const bids = static_cast<double>(depth_within(bands, Side::buy, 0.01).value());
    auto const asks = static_cast<double>(depth_within(bands, Side::sell, 0.01).value());
    return Amount{bids + asks > 0 ? round_to_integer(2 * bids / (bids + asks) * asks) : 0};
}

void keep_inside(std::vector<Order>& orders, CircuitBreaker::Corridor const& corridor)
{
    for (Order& order : orders) {
        if (order.side == Side::sell && corridor.low > 0)
            order.limit = std::max(order.limit, corridor.low);
        if (order.side == Side::buy && corridor.high < 1e300)
            order.limit = std::min(order.limit, corridor.high);
    }
}

}  // namespace stampede
