#include "model/shocks/news.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void News::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "institution that the message is about");
    field.pick("level", level_, {"rumour", "leak", "rival_exits", "insolvency_reported"},
               "kind of message, on the scale that all episodes share");
    field("size", size_, {0, 10}, "1", "multiple of the level on the scale; 0 = no message");
}

void News::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void News::apply(World& world, EventId cause) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    VenueSignals& signal = world.signals[venue.index()];
    signal.news = std::min(1.0, signal.news + size_ * world.news_scale.level(level_).value());
    signal.news_event = world.events.add(EventKind::news, {venue}, Cause{cause});
}

}  // namespace stampede
