#include "model/shocks/hack.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void Hack::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("institution", institution_, RefersTo::institution, "institution that is robbed");
    field.reference("asset", asset_, RefersTo::asset, "asset that is stolen");
    field("share", share_, unit_interval, "1", "part of its hot storage that is stolen");
    field("coins", coins_, not_negative, "coins", "stolen beyond that part");
}

void Hack::check(View& world) const
{
    static_cast<void>(institution_in("institution", institution_, world));
    static_cast<void>(asset_in("asset", asset_, world));
}

void Hack::apply(World& world, EventId cause) const
{
    InstitutionId const victim = institution_in("institution", institution_, world);
    AssetId const asset = asset_in("asset", asset_, world);
    Amount const hot = world.ledger.stored(victim, asset, Storage::hot);
    Amount const stolen = std::min(hot, part_of(share_, hot) + units_of(asset, coins_, 0, world));
    world.ledger.transfer(victim, Storage::hot, World::outside, Storage::hot, asset, stolen, Channel::operational);
    world.signals[victim.index()].provision_event = world.signals[victim.index()].coverage_event = cause;
}

}  // namespace stampede
