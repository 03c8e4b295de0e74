#include "model/shocks/price_jump.hpp"

#include "model/base/math.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/shocks/targets.hpp"

namespace stampede {

void PriceJump::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("asset", asset_, RefersTo::asset, "asset whose value jumps");
    field("change", change_, {-0.999999, 1e6}, "1", "relative change; -0.3 = falls by 30 %");
}

void PriceJump::check(View& world) const
{
    static_cast<void>(asset_in("asset", asset_, world));
}

void PriceJump::apply(World& world, EventId cause) const
{
    AssetId const asset = asset_in("asset", asset_, world);
    double const factor = 1 + change_.value();
    world.assets[asset.index()].shocked *= factor;
    jump_price(world, asset, factor, Channel::price);
    world.moves[asset.index()].add(log(factor), 1, cause);
}

}  // namespace stampede
