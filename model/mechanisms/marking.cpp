#include "model/mechanisms/marking.hpp"

#include "model/base/math.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/pool_shares.hpp"

namespace stampede {

namespace {

/// Part of a price move that orders with a reason brought about, by volume on the excess side [1].
double caused_by_events(Column<ChannelWeight> const& movers)
{
    double all = 0, background = 0;
    for (ChannelWeight const& mover : movers) {
        all += mover.weight;
        background += mover.channel == Channel::price ? mover.weight : 0;
    }
    return all > 0 ? 1 - background / all : 0;
}

/// Where the price has gone in this step, and why.
void note_move(World& world, AssetId asset, Price now)
{
    double const move = log(now.value() / world.price(asset).value());
    world.moves[asset.index()].add(move, caused_by_events(world.movers[asset.index()]), world.pressed[asset.index()]);
}

}  // namespace

void Marking::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 0; i < world.assets.size() - world.pools.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Price const price = reference_price(world, asset);
        if (price != world.price(asset)) {
            note_move(world, asset, price);
            world.ledger.revalue(asset, price, world.movers[i]);
        }
        world.movers[i].clear();
        world.pressed[i] = calm_root;
    }
    for (Pool const& pool : world.pools)
        value_shares(world, pool);
}

}  // namespace stampede
