#include "model/shocks/disclosure.hpp"

#include "model/shocks/targets.hpp"

namespace stampede {

void Disclosure::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "institution that shows what it has");
}

void Disclosure::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void Disclosure::apply(World& world, EventId cause) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    VenueSignals& signal = world.signals[venue.index()];
    signal.tested = 1;
    signal.coverage = world.shown_coverage(venue);
    signal.coverage_event = world.events.add(EventKind::disclosure, {venue}, Cause{cause});
}

}  // namespace stampede
