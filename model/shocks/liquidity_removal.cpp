#include "model/shocks/liquidity_removal.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/shocks/targets.hpp"

namespace stampede {

void LiquidityRemoval::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("pool", pool_, RefersTo::pool, "which pool they leave");
    field.reference("coin", coin_, RefersTo::asset, "coin they are paid in; \"\" = all, in the pool's proportions");
    field("share", share_, unit_interval, "1",
          "part of all shares that is taken out, as far as passive owners have it");
}

void LiquidityRemoval::check(View& world) const
{
    Pool const& pool = world.pools[pool_in("pool", pool_, world).index()];
    require(coin_.empty() || holds(pool, asset_in("coin", coin_, world)),
            "coin = \"" + coin_ + "\"  is no coin of pool " + pool.name);
}

void LiquidityRemoval::apply(World& world, EventId cause) const
{
    PoolId const id = pool_in("pool", pool_, world);
    Pool const& pool = world.pools[id.index()];
    RemovalWish wish{id, pool.passive, {}, {}, {}, Channel::fire_sale, Cause{cause}};
    wish.amount =
        std::min(part_of(share_, world.ledger.claims(pool.id, pool.share)), world.ledger.balance(pool.passive));
    std::vector<AssetId> const coins = coin_.empty() ? pool.coins : std::vector{asset_in("coin", coin_, world)};
    for (AssetId const coin : coins)
        wish.wallets.push_back(world.ledger.open_account({}, coin, world.ledger.owner_class(pool.passive), {}));
    world.removals.push_back(std::move(wish));
}

}  // namespace stampede
