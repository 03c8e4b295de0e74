#include "model/mechanisms/marking.hpp"

#include "model/mechanisms/fundamentals.hpp"

namespace stampede {

void Marking::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Price const price = reference_price(world, asset);
        if (price != world.price(asset))
            world.ledger.revalue(asset, price, world.movers[i]);
        world.movers[i].clear();
    }
}

}  // namespace stampede
