#include "model/mechanisms/fundamentals.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "model/base/math.hpp"
#include "model/pool_quotes.hpp"

namespace stampede {

namespace {

/// A price and the coins that move it by 1 %.
struct Source {
    double price, depth;
};

/// What the pools say that hold an asset beside their quote coin.
std::vector<Source> pool_sources(World const& world, AssetId asset)
{
    std::vector<Source> sources;
    for (Pool const& pool : world.pools) {
        if (!pool.marks || pool.coins[pool.quote] == asset || !holds(pool, asset))
            continue;
        std::size_t const coin = coin_of(pool, asset);
        if (double const price = pool_price(world, pool, coin); price > 0)
            sources.push_back({price, pool_depth(world, pool, coin)});
    }
    return sources;
}

/// Half of all depth stands at or below it, half at or above. Without any depth all sources count alike.
double weighted_median(std::vector<Source> sources)
{
    double whole = 0;
    for (Source const& source : sources)
        whole += source.depth;
    if (!(whole > 0)) {
        for (Source& source : sources)
            source.depth = 1;
        whole = static_cast<double>(sources.size());
    }
    std::sort(sources.begin(), sources.end(), [](Source const& a, Source const& b) {
        return a.price != b.price ? a.price < b.price : a.depth < b.depth;
    });
    double below = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        below += sources[i].depth;
        if (2 * below == whole && i + 1 < sources.size())
            return 0.5 * (sources[i].price + sources[i + 1].price);
        if (2 * below >= whole)
            return sources[i].price;
    }
    return sources.back().price;
}

}  // namespace

Price reference_price(World const& world, AssetId asset)
{
    if (std::vector<Source> sources = pool_sources(world, asset); !sources.empty()) {
        for (Market const& market : world.markets)
            if (market.base == asset && !world.failed(market.venue) && !world.wound_up(market.venue))
                sources.push_back(
                    {market.mid * world.price(market.quote).value(), static_cast<double>(market.near_depth.value())});
        return Price{weighted_median(std::move(sources))};
    }
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
        if (next != asset.fundamental) {
            jump_price(world, id, next / asset.fundamental, Channel::price);
            world.moves[i].add(log(next / asset.fundamental), 0, calm_root);
        }
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
        if (moved) {
            Price const reverted = reference_price(world, id);
            world.moves[i].add(log(reverted.value() / world.price(id).value()), 1, world.moves[i].fall);
            world.ledger.revalue(id, reverted, std::array{ChannelWeight{Channel::fire_sale, 1}});
        }
    }
}

}  // namespace stampede
