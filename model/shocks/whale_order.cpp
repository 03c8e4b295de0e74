#include "model/shocks/whale_order.hpp"

#include "model/base/check.hpp"
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
    field("limit", limit_, not_negative, "quote/base", "worst price accepted; 0 = any");
    field("rests", rests_,
          "true: what is not filled at once waits in the book at its limit (order discipline price_time)");
}

void WhaleOrder::check(View& world) const
{
    Market const& market = world.markets[market_of(venue_, asset_in("asset", asset_, world), world).index()];
    static_cast<void>(institution_or_outside("owner", owner_, world));
    require(!rests_ || limit_ > 0,
            "limit = 0  is no price at which an order could wait; set it, or \"rests\" to false");
    require(!rests_ || market.discipline == OrderDiscipline::price_time,
            "rests = true  needs a book in which orders wait: set \"discipline\" of market " + market.name +
                " to \"price_time\"");
}

void WhaleOrder::apply(World& world, EventId cause) const
{
    AssetId const asset = asset_in("asset", asset_, world);
    Amount const amount = units_of(asset, coins_, usd_, world);
    double const any = side_ == Side::buy ? Order::any_buy_price : Order::any_sell_price;
    double const limit = limit_ > 0 ? limit_ : any;
    world.house_orders.push_back({institution_or_outside("owner", owner_, world), market_of(venue_, asset, world),
                                  side_, amount, limit, Channel::fire_sale, cause,
                                  static_cast<std::int8_t>(rests_ ? 1 : 0)});
}

}  // namespace stampede
