#include "model/shocks/token_unlock.hpp"

#include "model/shocks/targets.hpp"

namespace stampede {

void TokenUnlock::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("asset", asset_, RefersTo::asset, "asset that is minted");
    field("coins", coins_, not_negative, "coins", "how many");
    field.reference("to", to_, RefersTo::institution, "who gets them; \"\" = the rest of the world");
    field("sold", sold_, unit_interval, "1", "part of them that is sold at the market at once");
    field.reference("venue", venue_, RefersTo::institution, "where it is sold; \"\" = where the asset trades first");
}

void TokenUnlock::check(View& world) const
{
    AssetId const asset = asset_in("asset", asset_, world);
    static_cast<void>(institution_or_outside("to", to_, world));
    if (sold_.value() > 0)
        static_cast<void>(market_of(venue_, asset, world));
}

void TokenUnlock::apply(World& world, EventId cause) const
{
    AssetId const asset = asset_in("asset", asset_, world);
    InstitutionId const to = institution_or_outside("to", to_, world);
    Amount const minted = units_of(asset, coins_, 0, world);
    world.ledger.mint(to, Storage::hot, asset, minted);
    if (sold_.value() > 0)
        world.house_orders.push_back({to, market_of(venue_, asset, world), Side::sell, part_of(sold_, minted),
                                      Order::any_sell_price, Channel::fire_sale, cause});
}

}  // namespace stampede
