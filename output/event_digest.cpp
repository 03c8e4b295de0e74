#include "output/event_digest.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "model/moving_in.hpp"

namespace stampede {

namespace {

/// Sets the first time of something.
void note(std::int64_t& first, std::int64_t step)
{
    if (first < 0)
        first = step;
}

void find_first_times(View& seen, EventDigest& found)
{
    Events const& events = seen.events;
    found.first_news.assign(seen.institution_count(), -1);
    found.first_gate.assign(seen.institution_count(), -1);
    std::int64_t first_shock = -1;
    for (std::size_t event = 0; event < events.size(); ++event) {
        EventKind const kind = events.kind(event);
        InstitutionId const where = events.institution(event);
        if (kind == EventKind::shock)
            note(first_shock, events.step(event));
        if (kind == EventKind::news) {
            note(found.first_news_of_run, events.step(event));
            if (where.valid())
                note(found.first_news[where.index()], events.step(event));
        }
        if (kind == EventKind::gate_closed && where.valid())
            note(found.first_gate[where.index()], events.step(event));
    }
    note(found.first_news_of_run, first_shock);
    for (std::int64_t& step : found.first_news)
        note(step, first_shock);
}

void count_people(View& seen, Births const& births, EventDigest& found)
{
    Events const& events = seen.events;
    std::int64_t const window = seen.clock.steps_in(early_window, 1);
    std::vector<bool> known;
    for (std::size_t event = 0; event < events.size(); ++event) {
        if (events.kind(event) != EventKind::withdrawal_asked)
            continue;
        found.requests += 1;
        PersonId const person = seen.ledger.owner(events.account(event));
        std::uint8_t const size = person.valid() ? births.size_of(person) : Births::nobody;
        if (size == Births::nobody)
            continue;
        if (person.index() >= known.size())
            known.resize(std::max<std::size_t>(person.index() + 1, 2 * known.size()));
        if (known[person.index()])
            continue;
        known[person.index()] = true;
        found.asked[size] += 1;
        std::int64_t const news = found.first_news[events.institution(event).index()];
        if (news >= 0 && events.step(event) >= news && events.step(event) < news + window)
            found.asked_early[size] += 1;
    }
}

void measure_waits(View& seen, EventDigest& found)
{
    Events const& events = seen.events;
    found.waits_h.resize(seen.institution_count());
    for (std::size_t link = 0; link < events.link_child().size(); ++link) {
        std::size_t const paid = events.link_child()[link].index(), asked = events.link_parent()[link].index();
        if (events.kind(paid) == EventKind::withdrawal_paid && events.kind(asked) == EventKind::withdrawal_asked)
            found.waits_h[events.institution(paid).index()].push_back(
                seen.clock.hours(events.step(paid) - events.step(asked)));
    }
}

void add_movers(View& seen, EventDigest& found)
{
    Events const& events = seen.events;
    found.moved_in_usd.assign(seen.institution_count(), 0);
    found.people_moved_in.assign(seen.institution_count(), 0);
    std::set<std::pair<InstitutionId, PersonId>> known;
    for (std::size_t event = 0; event < events.size(); ++event) {
        if (events.kind(event) != EventKind::redeposit || !came_from_elsewhere(events, EventId::of(event)))
            continue;
        PersonId const who = seen.ledger.owner(events.account(event));
        if (!who.valid() || who.index() >= seen.home.size())
            continue;  // arbitrageurs and makers carry money between venues, too
        InstitutionId const venue = events.institution(event);
        found.moved_in_usd[venue.index()] += events.happening(event).value_usd;
        if (known.emplace(venue, who).second)
            found.people_moved_in[venue.index()] += 1;
    }
}

}  // namespace

std::array<double, generation_count> generations_of(EventKind kind, Events const& events)
{
    // Of each event: the chance that the last one of this kind among its ancestors is of generation k; 0 = there is
    // none.
    using Chances = std::array<float, generation_count + 1>;
    std::vector<Chances> chances(events.size());
    std::array<double, generation_count> sizes{};
    std::size_t link = 0;
    for (std::size_t event = 0; event < events.size(); ++event) {
        Chances now{};
        bool caused = false;
        for (; link < events.link_child().size() && events.link_child()[link].index() == event; ++link) {
            Chances const& before = chances[events.link_parent()[link].index()];
            for (std::size_t k = 0; k < now.size(); ++k)
                now[k] += events.link_weight()[link] * before[k];
            caused = true;
        }
        if (!caused)
            now[0] = 1;
        if (events.kind(event) == kind) {
            float const latest = now[generation_count];
            std::copy_backward(now.begin(), now.end() - 1, now.end());
            now[0] = 0;
            now[generation_count] += latest;
            for (std::size_t k = 0; k < sizes.size(); ++k)
                sizes[k] += static_cast<double>(now[k + 1]);
        }
        chances[event] = now;
    }
    return sizes;
}

EventDigest digest(View& seen, Births const& births)
{
    EventDigest found;
    find_first_times(seen, found);
    count_people(seen, births, found);
    measure_waits(seen, found);
    add_movers(seen, found);
    found.generations = generations_of(EventKind::withdrawal_asked, seen.events);
    if (!seen.perps.empty()) {
        auto const liquidations = generations_of(EventKind::liquidation, seen.events);
        found.first_liquidations = liquidations.front();
        found.liquidations = std::accumulate(liquidations.begin(), liquidations.end(), 0.0);
    }
    return found;
}

}  // namespace stampede
