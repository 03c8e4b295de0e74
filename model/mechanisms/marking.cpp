#include "model/mechanisms/marking.hpp"

#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/pool_shares.hpp"

namespace stampede {

void Marking::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 0; i < world.assets.size() - world.pools.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Price const price = reference_price(world, asset);
        if (price != world.price(asset))
            world.ledger.revalue(asset, price, world.movers[i]);
        world.movers[i].clear();
    }
    for (Pool const& pool : world.pools)
        value_shares(world, pool);
}

}  // namespace stampede
