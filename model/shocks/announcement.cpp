#include "model/shocks/announcement.hpp"

#include "model/shocks/targets.hpp"

namespace stampede {

void Announcement::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "institution that speaks");
    field("credibility", credibility_, unit_interval, "1", "part of the news level that it takes off");
    field("of_peg", of_peg_, "true: it also takes that part off what a coin below par says, as long as news lasts");
}

void Announcement::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void Announcement::apply(World& world, EventId cause) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    VenueSignals& signal = world.signals[venue.index()];
    double const taken = credibility_.value() * signal.news;
    signal.news -= taken;
    signal.reassured += taken;
    if (of_peg_)
        signal.peg_assured += (1 - signal.peg_assured) * credibility_.value();
    world.events.add(EventKind::announcement, {venue}, Cause{cause});
}

}  // namespace stampede
