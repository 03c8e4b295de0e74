#include "model/shocks/whale_swap.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/shocks/targets.hpp"

namespace stampede {

void WhaleSwap::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("pool", pool_, RefersTo::pool, "where it is swapped");
    field.reference("give", give_, RefersTo::asset, "coin that is given");
    field.reference("take", take_, RefersTo::asset, "coin that is taken");
    field.reference("owner", owner_, RefersTo::institution, "whose tokens they are; \"\" = the rest of the world's");
    field("coins", coins_, not_negative, "coins", "given");
    field("usd", usd_, not_negative, "USD", "given beyond those coins, by value");
    field("least_price", least_price_, not_negative, "take/give",
          "worst average price accepted, below which nothing is swapped; 0 = any");
}

void WhaleSwap::check(View& world) const
{
    Pool const& pool = world.pools[pool_in("pool", pool_, world).index()];
    require(holds(pool, asset_in("give", give_, world)), "give = \"" + give_ + "\"  is no coin of pool " + pool.name);
    require(holds(pool, asset_in("take", take_, world)), "take = \"" + take_ + "\"  is no coin of pool " + pool.name);
    require(give_ != take_, "take = \"" + take_ + "\"  must be another coin than the one that is given");
    static_cast<void>(institution_or_outside("owner", owner_, world));
}

void WhaleSwap::apply(World& world, EventId cause) const
{
    InstitutionId const owner = institution_or_outside("owner", owner_, world);
    AssetId const give = asset_in("give", give_, world), take = asset_in("take", take_, world);
    Amount const amount = std::min(units_of(give, coins_, usd_, world), world.ledger.stored(owner, give, Storage::hot));
    double const least = least_price_ * static_cast<double>(amount.value()) * world.assets[take.index()].unit /
                         world.assets[give.index()].unit;
    world.house_swaps.push_back({owner, pool_in("pool", pool_, world), give, take, amount,
                                 Amount{static_cast<std::int64_t>(std::min(least, most_units))}, Channel::fire_sale,
                                 cause});
}

}  // namespace stampede
