#include "model/shocks/write_down.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void WriteDown::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("institution", institution_, RefersTo::institution, "institution that loses");
    field.reference("debtor", debtor_, RefersTo::institution, "who owes what is lost; \"\" = the rest of the world");
    field("share", share_, unit_interval, "1", "part that is lost");
    field("usd", usd_, not_negative, "USD", "lost beyond that part, by value");
}

void WriteDown::check(View& world) const
{
    static_cast<void>(institution_in("institution", institution_, world));
    static_cast<void>(institution_or_outside("debtor", debtor_, world));
}

void WriteDown::apply(World& world, EventId cause) const
{
    InstitutionId const creditor = institution_in("institution", institution_, world);
    InstitutionId const debtor = institution_or_outside("debtor", debtor_, world);
    auto const exposures = exposures_between(world, creditor, debtor);
    double whole = 0;
    for (auto const& edge : exposures) {
        Exposure const& exposure = world.institutions[edge];
        whole += world.usd(exposure.asset, exposure.principal - exposure.provision);
    }
    double const lost = std::min(1.0, share_.value() + (whole > 0 ? usd_ / whole : 0));
    for (auto const& edge : exposures) {
        Exposure& exposure = world.institutions[edge];
        Amount const owed = exposure.principal - exposure.provision;
        Amount const amount = lost < 1 ? part_of(Share{lost}, owed) : owed;
        if (amount.value() <= 0)
            continue;
        world.ledger.change_exposure(creditor, debtor, exposure.asset, -amount, Channel::default_);
        exposure.principal -= amount;
        exposure.due = std::min(exposure.due, exposure.principal - exposure.provision);
        world.signals[creditor.index()].provision_event = world.signals[creditor.index()].coverage_event =
            world.events.add(EventKind::provision,
                             {creditor, exposure.asset, {}, amount, world.usd(exposure.asset, amount)}, Cause{cause});
    }
}

}  // namespace stampede
