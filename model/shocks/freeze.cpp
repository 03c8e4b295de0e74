#include "model/shocks/freeze.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void Freeze::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("institution", institution_, RefersTo::institution, "institution that cannot have its own");
    field.reference("debtor", debtor_, RefersTo::institution, "who does not pay; \"\" = the rest of the world");
    field("duration", duration_, not_negative, "for how long; 0 = not at all");
}

void Freeze::check(View& world) const
{
    static_cast<void>(institution_in("institution", institution_, world));
    static_cast<void>(institution_or_outside("debtor", debtor_, world));
}

void Freeze::apply(World& world, EventId cause) const
{
    InstitutionId const creditor = institution_in("institution", institution_, world);
    InstitutionId const debtor = institution_or_outside("debtor", debtor_, world);
    for (auto const& edge : exposures_between(world, creditor, debtor)) {
        Exposure& exposure = world.institutions[edge];
        exposure.frozen_until = std::max(exposure.frozen_until, end_of(at(), duration_, world));
    }
    if (duration_ > Duration{0})
        world.signals[creditor.index()].coverage_event = cause;
}

}  // namespace stampede
