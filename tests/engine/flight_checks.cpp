#include "tests/engine/flight_checks.hpp"

#include <fmt/core.h>

#include <map>

#include "agents/coin_holders.hpp"
#include "agents/depositors.hpp"
#include "model/base/check.hpp"

namespace stampede::testing {
namespace {

/// Causes of the events of this step.
std::map<std::size_t, std::vector<EventId>> causes_of_step(Events const& events)
{
    std::map<std::size_t, std::vector<EventId>> causes;
    auto const& child = events.link_child();
    for (std::size_t link = child.size(); link-- > 0 && child[link].index() >= events.step_begin();)
        causes[child[link].index()].push_back(events.link_parent()[link]);
    return causes;
}

/// Something frightening could be seen in this step, of which an event tells why it is there.
bool has_reason(VenueSignals const& signal)
{
    bool const runs = signal.news > 0 || signal.overdue_share > 0 || signal.outflow_share > 0;
    bool const token = signal.token_drawdown > 0 && signal.token_caused > 0;
    bool const peg = signal.peg_deviation > 0 && signal.peg_caused > 0;
    return runs || token || peg || (signal.coverage < signal.coverage_at_start && signal.coverage_event != calm_root);
}

/// Whose people a person is among; null if it is nobody's.
Population* owner_of(Simulation const& run, PersonId person)
{
    for (auto const& population : run.populations()) {
        std::uint32_t const first = population->enrolment().first_person.value();
        if (person.valid() && person.value() >= first && person.value() - first < population->people())
            return population.get();
    }
    return nullptr;
}

}  // namespace

void FlightChecks::watch(Simulation const& run, std::set<std::string> logistic)
{
    run_ = &run;
    logistic_ = std::move(logistic);
}

ColumnStore const& FlightChecks::columns_of(Population& people)
{
    auto const [known, fresh] = columns_.try_emplace(&people);
    if (fresh)
        known->second = saved(people);
    return known->second;
}

// Whoever has left sells what he was paid because it was paid to him.
void FlightChecks::check_sale_of_leaver(View& seen, Events const& events, std::size_t event,
                                        std::vector<EventId> const& causes)
{
    ensure(causes.size() == 1, [&] { return fmt::format("sale {} of a leaver has {} causes", event, causes.size()); });
    std::size_t const cause = causes.front().index();
    bool const ended =
        events.kind(cause) == EventKind::withdrawal_paid || events.kind(cause) == EventKind::request_void;
    ensure(ended && seen.ledger.owner(events.account(cause)) == seen.ledger.owner(events.account(event)), [&] {
        return fmt::format("sale {} of a leaver is caused by event {} of kind {}, not by a payment to him", event,
                           cause, name_of(events.kind(cause)));
    });
}

void FlightChecks::check(View& seen, Events const& events, std::size_t event, std::vector<EventId> const& causes)
{
    PersonId const person = seen.ledger.owner(events.account(event));
    Population* const people = owner_of(*run_, person);
    bool const leaver = dynamic_cast<Depositors*>(people) != nullptr;
    bool const holder = dynamic_cast<CoinHolders*>(people) != nullptr;
    if (!leaver && !holder)
        return;
    ++checked_;
    if (leaver && events.kind(event) == EventKind::sale)
        return check_sale_of_leaver(seen, events, event, causes);
    if (!logistic_.contains(people->enrolment().name) || (holder && orders_were_late_))
        return;
    ColumnStore const& columns = columns_of(*people);
    Row const row = person.value() - people->enrolment().first_person.value();
    if (columns.value<double>("fear", row) < columns.value<double>("panic_threshold", row))
        return;  // impatient, or a holder who is buying
    ++frightened_;
    InstitutionId venue = events.institution(event);
    if (holder)
        venue = seen.coin_of(seen.ledger.asset(AccountId{columns.value<std::uint32_t>("coins", row)}))->issuer;
    bool const by_nothing = causes.size() == 1 && causes.front() == calm_root;
    ensure(!by_nothing || !has_reason(seen.signals[venue.index()]), [&] {
        return fmt::format("event {} of kind {} is by somebody frightened and has no cause", event,
                           name_of(events.kind(event)));
    });
}

void FlightChecks::after_step(View& seen, Events const& events)
{
    if (run_ == nullptr)
        return;
    columns_.clear();
    orders_were_late_ = orders_were_late_ || !seen.late_orders.empty();
    for (auto const& [event, causes] : causes_of_step(events)) {
        EventKind const kind = events.kind(event);
        bool const flees =
            kind == EventKind::sale || kind == EventKind::withdrawal_asked || kind == EventKind::redemption_asked;
        if (flees && events.account(event).valid())
            check(seen, events, event, causes);
    }
}

}  // namespace stampede::testing
