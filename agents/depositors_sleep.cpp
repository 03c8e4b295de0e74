// Depositors to whom nothing has happened sleep: their looks are made up for when they wake, look by look.

#include <algorithm>

#include "agents/depositors.hpp"

namespace stampede {
namespace {

constexpr double above_calm = 1.0001;  // a threshold above the fear of a calm day, relative [1]

}  // namespace

bool Depositors::may_sleep(View& seen) const
{
    // Sleepers all see the same, so that luck of their own or trust that mends from look to look keeps them awake.
    return seen.lazy && parameters_.attention.mode == LookMode::poisson && !parameters_.rule->needs_luck() &&
           parameters_.trust.value() >= 1;
}

RunQuestion Depositors::question_of_sleepers(View& seen) const
{
    return {seen.signals[venue_.index()], seen.social.is_complete() ? seen.gone_share(venue_) : 0,
            static_cast<double>(trust_at_first()), seen.institutions[venue_.index()].status == Status::gated};
}

void Depositors::begin_life(View& seen, Row row, double risk)
{
    // Fear has always been what it is on a calm day, and nobody runs on such a day.
    fear_[row] = risk;
    if (parameters_.rule->truncates())
        threshold_[row] = std::max(threshold_[row], risk * above_calm);
    contacts_[row] = contacts_of(seen, row, venue_of(row));
}

void Depositors::catch_up(View& seen, Row row)
{
    if (sleepers_.since_birth() && calendar_.looks(row) == 0)
        begin_life(seen, row, sleepers_.first_risk());
    for (;;) {
        std::size_t const at = sleepers_.first_at(calendar_.next_look(row));
        if (at == sleepers_.seen().size())
            return;
        calendar_.look(row, sleepers_.seen()[at].clock);
        remember(seen, row, sleepers_.step_of(at), sleepers_.seen()[at].risk);
    }
}

void Depositors::wake_up(View& seen, Row row)
{
    if (!sleepy_ || !calendar_.asleep(row))
        return;
    catch_up(seen, row);
    calendar_.rouse(row);
}

void Depositors::wake_everyone(View& seen)
{
    for (Row row = 0; row < fear_.size(); ++row)
        wake_up(seen, row);
}

double Depositors::rouse(View& seen)
{
    double const risk = parameters_.rule->risk(question_of_sleepers(seen));
    sleepers_.see(risk, seen.clock.step == 0);
    double const least = parameters_.rule->truncates() ? sleepers_.first_risk() * above_calm : 0;
    for (Row row = 0; sleepers_.next(row, threshold_, least);)
        wake_up(seen, row);
    if (in_a_hurry(seen))
        for (Row const row : impatient_)
            wake_up(seen, row);
    return risk;
}

void Depositors::bring_up_to_date(View& seen)
{
    if (!sleepy_)
        return;
    for (Row row = 0; row < fear_.size(); ++row)
        if (calendar_.asleep(row))
            catch_up(seen, row);
}

void Depositors::restored(View& seen)
{
    if (parameters_.attention.mode != LookMode::poisson)
        return;
    if (sleepy_) {
        // It has been brought up to date: whoever nothing has happened to may sleep again.
        for (Row row = 0; row < fear_.size(); ++row) {
            bool const touched = standing_[row] != Standing::in || trust_[row] < 1 || told_by_[row].valid();
            if (touched || moves(row))
                calendar_.rouse(row);
            else
                calendar_.sleep(row);
        }
        sleepers_.begin(fear_.size(), threshold_, seen.clock.step);
    }
    calendar_.refile();
}

}  // namespace stampede
