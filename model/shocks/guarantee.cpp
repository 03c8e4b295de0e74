#include "model/shocks/guarantee.hpp"

#include <algorithm>

#include "model/shocks/targets.hpp"

namespace stampede {

void Guarantee::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "institution whose clients are protected");
    field("usd", usd_, not_negative, "USD", "most that is paid in its place");
    field("lifts_freezes", lifts_freezes_, "true: what is frozen of the debts of the venue to others is freed");
    field("lifted_after", lifted_after_, not_negative, "so long after the guarantee; 0 = in the next step");
}

void Guarantee::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
}

void Guarantee::apply(World& world, EventId) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    VenueSignals& signal = world.signals[venue.index()];
    signal.backstop += usd_;
    double const claims = world.claims_usd(venue);
    if (claims > 0)  // whoever promises speaks for itself, so this is believed of a silent venue, too
        signal.coverage = std::min(1.0, signal.coverage + usd_ / claims);
    if (!lifts_freezes_)
        return;
    auto const [first, last] = boost::in_edges(venue.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure& owed = world.institutions[*edge];
        owed.frozen_until = std::min(owed.frozen_until, end_of(at(), lifted_after_, world));
    }
}

}  // namespace stampede
