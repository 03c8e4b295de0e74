#include "model/shocks/gates.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void GateClosing::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "venue that stops paying");
    field("duration", duration_, not_negative, "for how long; 0 = until it is opened");
}

void GateClosing::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void GateClosing::apply(World& world, EventId cause) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    VenueSignals& signal = world.signals[venue.index()];
    Status& status = world.institutions[venue.index()].status;
    if (status == Status::failed || world.wound_up(venue))
        return;
    Duration const lasts = duration_ > Duration{0} ? duration_ : Duration{1e300};
    signal.gate_until = std::max(signal.gate_until, end_of(at(), lasts, world));
    signal.gate_event =
        world.events.add(EventKind::gate_closed, {venue, {}, {}, {}, world.queued_usd(venue)}, Cause{cause});
    if (status == Status::active)
        status = Status::gated;
}

void GateOpening::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "venue whose gate is opened");
}

void GateOpening::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void GateOpening::apply(World& world, EventId cause) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    VenueSignals& signal = world.signals[venue.index()];
    Status& status = world.institutions[venue.index()].status;
    if (status == Status::failed || signal.gate_until <= world.clock.step)
        return;
    signal.gate_until = world.clock.step;
    signal.dry_since = -1;
    signal.gate_event =
        world.events.add(EventKind::gate_opened, {venue, {}, {}, {}, world.queued_usd(venue)}, Cause{cause});
    if (status == Status::gated)
        status = Status::active;
}

}  // namespace stampede
