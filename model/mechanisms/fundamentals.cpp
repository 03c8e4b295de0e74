#include "model/mechanisms/fundamentals.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "model/base/math.hpp"

namespace stampede {

Price reference_price(World const& world, AssetId asset)
{
    std::vector<double> mids, dead;
    for (Market const& market : world.markets)
        if (market.base == asset) {
            bool const over = world.failed(market.venue) || world.wound_up(market.venue);
            (over ? dead : mids).push_back(market.mid * world.price(market.quote).value());
        }
    if (mids.empty())
        mids = dead;
    if (mids.empty())
        return Price{world.assets[asset.index()].fundamental};
    std::sort(mids.begin(), mids.end());
    std::size_t const middle = mids.size() / 2;
    return Price{mids.size() % 2 == 1 ? mids[middle] : 0.5 * (mids[middle - 1] + mids[middle])};
}

void jump_price(World& world, AssetId asset, double factor, Channel channel)
{
    world.assets[asset.index()].fundamental *= factor;
    for (Market& market : world.markets) {
        double const change = market.base == asset ? factor : market.quote == asset ? 1 / factor : 1;
        market.mid *= change;
        market.reference *= change;
    }
    for (PerpMarket& market : world.perps) {
        double const change = market.base == asset ? factor : market.quote == asset ? 1 / factor : 1;
        market.mid *= change;
        market.reference *= change;
    }
    world.ledger.revalue(asset, Price{world.price(asset).value() * factor}, std::array{ChannelWeight{channel, 1}});
}

void Fundamentals::apply(StepContext& step) const
{
    World& world = step.world;
    double const hour = world.clock.hours(world.clock.step + 1);
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        Asset& asset = world.assets[i];
        AssetId const id = AssetId::of(i);
        double const next = asset.next_fundamental(hour, world.clock.days_per_step(), i, world.clock.step, world.draws);
        if (next != asset.fundamental)
            jump_price(world, id, next / asset.fundamental, Channel::price);
        asset.fundamental = next;
        if (asset.profile.reversion_time.value() <= 0)
            continue;
        double const kept = world.clock.kept(asset.profile.reversion_time);
        bool moved = false;
        for (Market& market : world.markets) {
            double const value = next / world.price(market.quote).value();
            if (market.base == id && market.mid != value) {
                market.mid = value * pow(market.mid / value, kept);
                moved = true;
            }
        }
        if (moved)
            world.ledger.revalue(id, reference_price(world, id), std::array{ChannelWeight{Channel::fire_sale, 1}});
    }
}

}  // namespace stampede
