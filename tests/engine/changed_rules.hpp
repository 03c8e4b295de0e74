#pragma once
// One step from one state under rules that differ: what a limit holds back.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/column_store.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/worlds.hpp"

namespace stampede::testing {

/// Paid by each institution up to now [USD].
[[nodiscard]] inline std::vector<double> paid(View& world)
{
    std::vector<double> all;
    for (VenueSignals const& signal : world.signals)
        all.push_back(signal.paid_total);
    return all;
}

/// A family of limits on payments: where withdrawals and redemptions have it.
enum class Limits { processing, limit, user_limit };
inline constexpr Limits all_limits[] = {Limits::processing, Limits::limit, Limits::user_limit};

/// Calls `change` with both rules of the family: that of withdrawals, that of redemptions.
template <class Change>
void change_limits(Limits which, MechanismParameters& rules, Change&& change)
{
    WithdrawalRules& clients = rules.withdrawals.rules;
    RedemptionRules& holders = rules.redemption.rules;
    switch (which) {
        case Limits::processing:
            change(clients.processing), change(holders.processing);
            break;
        case Limits::limit:
            change(clients.limit), change(holders.limit);
            break;
        case Limits::user_limit:
            change(clients.user_limit), change(holders.user_limit);
            break;
    }
}

/// Replaces a rule by its roster's first: there is no such rule.
template <class Base>
void lift(Choice<Base>& rule)
{
    rule.choose(roster<Base>().entries().front().name);
}

/// Makes a limit that is there a part of itself; where there is none, a low one is set.
template <class Base>
void tighten(Choice<Base>& rule, double part)
{
    std::vector<SeenField> const fields = fields_of(rule);
    if (!fields.empty())
        set(rule, {{fields.front().path, fields.front().numbers.front() * part}});
    else if (rule.choose("daily_usd"))
        set(rule, {{"usd", 1000 * part}});
}

/// A run from its state now, under other rules.
/// @param change  of the experiment before it is built
template <class Change>
[[nodiscard]] std::unique_ptr<Simulation> branched(LoadedExperiment& loaded, std::uint64_t seed,
                                                   ColumnStore const& state, Change&& change)
{
    Experiment experiment = loaded.experiment();
    change(experiment);
    auto run = build(std::move(experiment), RunOptions{seed}, {});
    restore(*run, state);
    run->restored();
    return run;
}

/// The next step of a run from its state now, under other rules.
template <class Change>
[[nodiscard]] std::unique_ptr<Simulation> next_step(LoadedExperiment& loaded, std::uint64_t seed,
                                                    ColumnStore const& state, Change&& change)
{
    auto run = branched(loaded, seed, state, std::forward<Change>(change));
    run->step();
    return run;
}

}  // namespace stampede::testing
