#include "model/moving_in.hpp"

#include <algorithm>
#include <array>

namespace stampede {
namespace {

/// Somebody who has left the venue that paid him and has not arrived at another.
bool is_moving(World const& world, PersonId who, InstitutionId from)
{
    return world.home[who.index()] == from && world.away[who.index()] != 0;
}

/// Is he still on his way there, or there already? Those who have no home go where they wish.
bool still_comes(World const& world, Onward const& way)
{
    PersonId const who = world.ledger.owner(way.claim);
    if (!who.valid() || who.index() >= world.home.size())
        return true;
    bool const there = world.home[who.index()] == world.ledger.institution(way.claim);
    return there ? world.away[who.index()] == 0 : is_moving(world, who, world.events.institution(way.event.index()));
}

/// Payment, and what shut the venue that was to take it.
Cause why_refused(World const& world, InstitutionId venue, EventId payment)
{
    VenueSignals const& signal = world.signals[venue.index()];
    EventId const shut = world.failed(venue) ? signal.failure_event : signal.gate_event;
    bool const open = world.active(venue) || shut == calm_root;
    std::array const parts = {Cause::Part{payment, 1}, Cause::Part{shut, open ? 0.0 : 1.0}};
    return Cause{parts};
}

}  // namespace

void move_in(World& world, Onward const& way)
{
    InstitutionId const venue = world.ledger.institution(way.claim);
    AssetId const asset = world.ledger.asset(way.claim);
    Amount const amount = std::min(way.amount, world.ledger.balance(way.wallet));
    bool const comes = amount.value() > 0 && world.active(venue) && still_comes(world, way);
    Amount const missing = comes ? way.amount - amount : way.amount;
    if (missing.value() > 0)
        world.events.add(EventKind::request_dropped, {venue, asset, way.claim, missing, world.usd(asset, missing)},
                         why_refused(world, venue, way.event));
    if (!comes)
        return;
    world.ledger.deposit(way.wallet, way.claim, amount);
    EventId const event = world.events.add(
        EventKind::redeposit, {venue, asset, way.claim, amount, world.usd(asset, amount)}, Cause{way.event});
    PersonId const who = world.ledger.owner(way.claim);
    if (!who.valid() || who.index() >= world.home.size() || world.home[who.index()] == venue)
        return;
    world.home[who.index()] = venue;
    world.away[who.index()] = 0;
    ++world.members[venue.index()];
    world.returners.push_back({who, venue, event});
}

bool came_from_elsewhere(Events const& events, EventId deposit)
{
    Column<EventId> const& child = events.link_child();
    for (auto link = std::lower_bound(child.begin(), child.end(), deposit); link != child.end() && *link == deposit;
         ++link) {
        std::size_t const parent = events.link_parent()[static_cast<std::size_t>(link - child.begin())].index();
        EventKind const kind = events.kind(parent);
        bool const payout = kind == EventKind::withdrawal_paid || kind == EventKind::withdrawal_asked;
        if (payout && events.institution(parent) != events.institution(deposit.index()))
            return true;
    }
    return false;
}

}  // namespace stampede
