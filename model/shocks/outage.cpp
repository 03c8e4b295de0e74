#include "model/shocks/outage.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void Outage::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "venue that is out of order");
    field("duration", duration_, not_negative, "for how long; 0 = not at all");
    field("holds", holds_, "whether orders sent in the meantime wait for its end; otherwise they are dropped");
}

void Outage::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void begin_outage(World& world, InstitutionId venue, std::int64_t until, bool holds, Cause const& cause)
{
    Status& status = world.institutions[venue.index()].status;
    VenueSignals& signal = world.signals[venue.index()];
    if (status == Status::failed || world.wound_up(venue))
        return;
    status = Status::halted;
    signal.outage_until = std::max(signal.outage_until, until);
    signal.holds_orders = holds ? 1 : 0;
    auto const halt = [&](auto& market) {
        if (market.venue != venue)
            return;
        market.halted_until = std::max(market.halted_until, signal.outage_until);
        market.last_event = world.events.add(EventKind::halt, {venue, market.base, {}, {}, market.mid}, cause);
    };
    for (Market& market : world.markets)
        halt(market);
    for (PerpMarket& market : world.perps)
        halt(market);
}

void Outage::apply(World& world, EventId cause) const
{
    begin_outage(world, institution_in("venue", venue_, world), end_of(at(), duration_, world), holds_, Cause{cause});
}

void end_outages(World& world)
{
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        VenueSignals& signal = world.signals[i];
        if (signal.outage_until < 0 || signal.outage_until > world.clock.step)
            continue;
        signal.outage_until = -1;
        signal.holds_orders = 0;
        Status& status = world.institutions[i].status;
        if (status == Status::halted)
            status = signal.gate_until > world.clock.step ? Status::gated : Status::active;
    }
}

}  // namespace stampede
