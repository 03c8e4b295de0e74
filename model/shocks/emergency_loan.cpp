#include "model/shocks/emergency_loan.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void EmergencyLoan::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "institution that borrows");
    field.reference("asset", asset_, RefersTo::asset, "asset that is lent");
    field("usd", usd_, not_negative, "USD", "size, by value");
    field("yearly_rate", yearly_rate_, {0, 10}, "1/year", "interest");
    field("term", term_, not_negative, "time after which it is due");
}

void EmergencyLoan::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
    static_cast<void>(asset_in("asset", asset_, world));
}

void EmergencyLoan::apply(World& world, EventId) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    Exposure loan;
    loan.asset = asset_in("asset", asset_, world);
    loan.principal = loan.face =
        std::min(world.units_worth(loan.asset, usd_), world.ledger.stored(World::outside, loan.asset, Storage::hot));
    loan.yearly_yield = yearly_rate_;
    loan.maturity = end_of(at(), term_, world);
    if (world.failed(venue) || loan.principal.value() <= 0)
        return;
    boost::add_edge(World::outside.index(), venue.index(), loan, world.institutions);
    world.ledger.transfer(World::outside, Storage::hot, venue, Storage::hot, loan.asset, loan.principal, Channel::fee);
    world.ledger.change_exposure(World::outside, venue, loan.asset, loan.principal, Channel::fee);
}

}  // namespace stampede
