// Outcomes of institutions.

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/statistics.hpp"
#include "output/headline.hpp"

namespace stampede {

namespace {

VenueSignals const& signals(RunEnd const& run, std::size_t entry)
{
    return run.world.signals[venue_at(entry).index()];
}

/// Asked for in the steps from `from` up to but not including `to` [USD].
double asked_between(RunEnd const& run, std::size_t entry, std::int64_t from, std::int64_t to)
{
    Column<double> const& asked = run.world.history.asked[venue_at(entry).index()];
    auto const last = static_cast<std::int64_t>(asked.size()) - 1;
    auto const upto = [&](std::int64_t step) {
        return asked[static_cast<std::size_t>(std::clamp<std::int64_t>(step, 0, last))];
    };
    return upto(to) - upto(from);
}

double asked_share_72h(RunEnd const& run, std::size_t entry)
{
    std::int64_t const news = run.events.first_news[venue_at(entry).index()];
    if (news < 0)
        return missing();
    double const asked = asked_between(run, entry, news, news + run.world.clock.steps_in(early_window, 1));
    return share_of(asked, signals(run, entry).claims_at_start);
}

double peak_outflow(RunEnd const& run, std::size_t entry)
{
    double peak = missing();
    for (std::int64_t step = 0; step < run.world.clock.step; ++step)
        peak = std::fmax(peak, outflow_24h(run.world, venue_at(entry), step));  // the number, if one is missing
    return peak;
}

/// Basel's ratio with the outflow of the run itself.
double coverage_ratio(RunEnd const& run, std::size_t entry)
{
    double const asked = asked_between(run, entry, 0, run.world.clock.steps_in(Duration{30 * 86400.0}, 1));
    if (asked <= 0)
        return missing();
    return statistics::liquidity_coverage_ratio(run.births.liquid_usd(entry), asked, run.births.inflow_30d_usd(entry));
}

double run_off(RunEnd const& run, std::size_t entry)
{
    double const first = signals(run, entry).claims_at_start;
    return first > 0 ? statistics::run_off_ratio(first, run.venues[entry].balance_usd) : missing();
}

/// Waiting times of the requests that were paid in full.
std::vector<double> const& waits(RunEnd const& run, std::size_t entry)
{
    return run.events.waits_h[venue_at(entry).index()];
}

double frozen_usd(RunEnd const& run, std::size_t entry)
{
    Status const status = run.world.institutions[venue_at(entry).index()].status;
    return status == Status::gated || status == Status::failed ? run.world.client_claims_usd(venue_at(entry)) : 0;
}

std::vector<Headline> demand()
{
    return {
        {"claims_start_usd", "USD", "owed to clients at the start",
         [](RunEnd const& run, std::size_t i) { return signals(run, i).claims_at_start; }},
        {"asked_share", "1",
         "asked for in the run / claims at the start; more than 1 if money came, or came back, and left again",
         [](RunEnd const& run, std::size_t i) {
             return share_of(run.world.history.asked[venue_at(i).index()].back(), signals(run, i).claims_at_start);
         },
         Worse::more},
        {"asked_share_72h", "1",
         "asked for within 72 h of the first news about the institution, or of the first shock if there is none / "
         "claims at the start",
         asked_share_72h, Worse::more},
        {"paid_share", "1", "paid out, fees included / claims at the start",
         [](RunEnd const& run, std::size_t i) {
             return share_of(signals(run, i).paid_total, signals(run, i).claims_at_start);
         }},
        {"peak_outflow_24h", "1", "largest outflow_24h: asked for in 24 h / claims 24 h before", peak_outflow,
         Worse::more},
        {"run_off", "1",
         "(claims at the start - claims at the end or before failure) / claims at the start, all at first prices",
         run_off, Worse::more},
        {"peak_daily_run_off", "1/d", "largest part of the claims that left in one step, per day, at first prices",
         [](RunEnd const& run, std::size_t i) { return run.venues[i].peak_daily_run_off; }, Worse::more},
        {"moved_in_usd", "USD",
         "brought in by clients of other institutions who fled from there, at the prices of the day",
         [](RunEnd const& run, std::size_t i) { return run.events.moved_in_usd[venue_at(i).index()]; }},
        {"people_moved_in", "1", "those who brought it",
         [](RunEnd const& run, std::size_t i) { return run.events.people_moved_in[venue_at(i).index()]; }},
        {"people", "1", "clients with an account, those who came from other institutions included",
         [](RunEnd const& run, std::size_t i) { return static_cast<double>(run.world.members[venue_at(i).index()]); }},
        {"people_gone_share", "1", "clients who have asked, left or are stuck / clients, at the end",
         [](RunEnd const& run, std::size_t i) {
             return share_of(run.world.gone[venue_at(i).index()], run.world.members[venue_at(i).index()]);
         },
         Worse::more},
    };
}

std::vector<Headline> liquidity()
{
    return {
        {"lowest_coverage", "1", "lowest payable within 24 h / claims, until failure",
         [](RunEnd const& run, std::size_t i) { return run.venues[i].lowest_coverage; }, Worse::less},
        {"coverage_ratio_30d", "1",
         "liquid at the start / net outflow of the first 30 days: asked less at most 75 % by placements falling due "
         "(Basel III); missing if nobody asked",
         coverage_ratio, Worse::less},
        {"survival_h", "h",
         "end of the first step in which requests so far exceeded liquid assets and proceeds so far: the queue "
         "exceeded what was liquid; missing if none did",
         [](RunEnd const& run, std::size_t i) { return end_of(run.world.clock, run.venues[i].short_step); },
         Worse::less},
        {"longest_wait_h", "h", "longest time for which a request stood unpaid, until failure",
         [](RunEnd const& run, std::size_t i) { return run.venues[i].longest_wait_h; }, Worse::more},
        {"mean_wait_h", "h", "mean time from request to payment in full, of those paid",
         [](RunEnd const& run, std::size_t i) {
             return waits(run, i).empty() ? missing() : statistics::mean(waits(run, i));
         },
         Worse::more},
        {"p95_wait_h", "h", "95 % quantile of the same",
         [](RunEnd const& run, std::size_t i) {
             return waits(run, i).empty() ? missing() : statistics::quantile(waits(run, i), 0.95);
         },
         Worse::more},
    };
}

std::vector<Headline> fate()
{
    return {
        {"lowest_equity_usd", "USD", "true equity at its lowest, up to the step of a failure",
         [](RunEnd const& run, std::size_t i) { return run.venues[i].lowest_equity_usd; }, Worse::less},
        {"equity_end_usd", "USD", "true equity at the end, or in the step of a failure",
         [](RunEnd const& run, std::size_t i) { return run.venues[i].equity_usd; }, Worse::less},
        {"first_news_h", "h", "end of the step of the first news about it, or of the first shock if there is none",
         [](RunEnd const& run, std::size_t i) {
             return end_of(run.world.clock, run.events.first_news[venue_at(i).index()]);
         }},
        {"first_gate_h", "h", "end of the step in which it first stopped paying",
         [](RunEnd const& run, std::size_t i) {
             return end_of(run.world.clock, run.events.first_gate[venue_at(i).index()]);
         },
         Worse::less},
        {"failure_h", "h", "end of the step in which it failed",
         [](RunEnd const& run, std::size_t i) {
             return end_of(run.world.clock, run.world.institutions[venue_at(i).index()].failed_step);
         },
         Worse::less},
        {"recovery", "1", "paid per unit of claim after failure",
         [](RunEnd const& run, std::size_t i) {
             return run.world.failed(venue_at(i)) ? run.world.institutions[venue_at(i).index()].recovery.value()
                                                  : missing();
         },
         Worse::less},
        {"frozen_usd", "USD", "owed to clients at the end if it is gated or has failed, else 0", frozen_usd,
         Worse::more},
    };
}

/// How procyclical haircuts are, on a portfolio that does not change.
/// @source peak-to-trough ratio: Murphy, Vasios, Vause, Bank of England Financial Stability Paper 29, 2014
std::vector<Headline> haircuts()
{
    return {
        {"peak_haircut", "1",
         "highest haircut on the collateral that stood there at the start, averaged by its worth then; missing without "
         "any",
         [](RunEnd const& run, std::size_t i) { return run.venues[i].highest_haircut; }, Worse::more},
        {"haircut_peak_to_trough", "1", "highest / lowest of these haircuts; missing if the lowest is 0",
         [](RunEnd const& run, std::size_t i) {
             return share_of(run.venues[i].highest_haircut, run.venues[i].lowest_haircut);
         },
         Worse::more},
    };
}

}  // namespace

HeadlineGroup venue_headlines()
{
    HeadlineGroup group{"/summary/venue", "venue", "outcomes of institutions, one row per run", demand(), venue_count};
    for (auto* const more : {liquidity, fate, haircuts})
        for (Headline& outcome : more())
            group.outcomes.push_back(std::move(outcome));
    return group;
}

}  // namespace stampede
