#include "model/shocks/whale_order.hpp"

#include "model/shocks/targets.hpp"

namespace stampede {

void WhaleOrder::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "venue of the market; \"\" = where the asset trades first");
    field.reference("asset", asset_, RefersTo::asset, "asset that is sold or bought");
    field.reference("owner", owner_, RefersTo::institution, "whose tokens they are; \"\" = the rest of the world's");
    field.pick("side", side_, {"buy", "sell"}, "whether it is bought or sold");
    field("coins", coins_, not_negative, "coins", "size");
    field("usd", usd_, not_negative, "USD", "size beyond those coins, by value");
}

void WhaleOrder::check(View& world) const
{
    static_cast<void>(market_of(venue_, asset_in("asset", asset_, world), world));
    static_cast<void>(institution_or_outside("owner", owner_, world));
}

void WhaleOrder::apply(World& world, EventId cause) const
{
    AssetId const asset = asset_in("asset", asset_, world);
    Amount const amount = units_of(asset, coins_, usd_, world);
    double const limit = side_ == Side::buy ? Order::any_buy_price : Order::any_sell_price;
    world.house_orders.push_back({institution_or_outside("owner", owner_, world), market_of(venue_, asset, world),
                                  side_, amount, limit, Channel::fire_sale, cause});
}

}  // namespace stampede
