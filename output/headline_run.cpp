// Outcomes of the whole run.

#include <algorithm>

#include "model/graphs/measures.hpp"
#include "output/headline.hpp"

namespace stampede {

namespace {

/// Step of the first failure, -1 = none.
std::int64_t first_failure(RunEnd const& run)
{
    std::int64_t first = -1;
    for (std::size_t i = 0; i < venue_count(run.world); ++i) {
        std::int64_t const step = run.world.institutions[venue_at(i).index()].failed_step;
        if (step >= 0 && (first < 0 || step < first))
            first = step;
    }
    return first;
}

/// Institutions that failed up to a step.
std::size_t failures(RunEnd const& run, std::int64_t upto)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < venue_count(run.world); ++i) {
        std::int64_t const step = run.world.institutions[venue_at(i).index()].failed_step;
        count += step >= 0 && step <= upto ? 1 : 0;
    }
    return count;
}

template <class Value>
double sum_over_venues(RunEnd const& run, Value value)
{
    double sum = 0;
    for (std::size_t i = 0; i < venue_count(run.world); ++i)
        sum += value(venue_at(i).index());
    return sum;
}

double loss_usd(RunEnd const& run, std::size_t)
{
    WealthBook const& wealth = run.world.ledger.wealth();
    MicroUsd sum{0};
    for (std::size_t i = 0; i < wealth.classes().size(); ++i)
        if (ClassId::of(i) != Ledger::class_of(World::outside))
            sum += wealth.loss(ClassId::of(i));
    return static_cast<double>(sum.value()) * 1e-6;
}

bool insolvent(RunEnd const& run, std::size_t entry)
{
    return run.venues[entry].lowest_equity_usd < 0;
}

/// Institutions that stopped paying or failed although they never owed more than they had.
double illiquid(RunEnd const& run, std::size_t)
{
    double count = 0;
    for (std::size_t i = 0; i < venue_count(run.world); ++i) {
        std::size_t const at = venue_at(i).index();
        bool const stopped = run.events.first_gate[at] >= 0 || run.world.institutions[at].failed_step >= 0;
        count += stopped && !insolvent(run, i) ? 1 : 0;
    }
    return count;
}

double shortfall_usd(RunEnd const& run, std::size_t)
{
    double sum = 0;
    for (std::size_t i = 0; i < venue_count(run.world); ++i)
        sum += std::max(0.0, -run.venues[i].lowest_equity_usd);
    return sum;
}

double insolvencies(RunEnd const& run, std::size_t)
{
    double count = 0;
    for (std::size_t i = 0; i < venue_count(run.world); ++i)
        count += insolvent(run, i) ? 1 : 0;
    return count;
}

double contagion(RunEnd const& run, std::size_t)
{
    std::int64_t const first = first_failure(run);
    return contagion_index(first < 0 ? 0 : failures(run, first), failures(run, run.world.clock.steps),
                           venue_count(run.world));
}

std::vector<Headline> people_and_money()
{
    return {
        {"simulated_h", "h", "time that was simulated",
         [](RunEnd const& run, std::size_t) { return run.world.clock.hours(run.world.clock.step); }},
        {"step_s", "s", "length of a step", [](RunEnd const& run, std::size_t) { return run.world.clock.dt(); }},
        {"first_news_h", "h", "end of the step of the first news, or of the first shock if there is none",
         [](RunEnd const& run, std::size_t) { return end_of(run.world.clock, run.events.first_news_of_run); }},
        {"asked_usd", "USD", "asked for at all institutions",
         [](RunEnd const& run, std::size_t) {
             return sum_over_venues(run, [&](std::size_t i) { return run.world.history.asked[i].back(); });
         },
         Worse::more},
        {"paid_usd", "USD", "paid out by all institutions, fees included",
         [](RunEnd const& run, std::size_t) {
             return sum_over_venues(run, [&](std::size_t i) { return run.world.signals[i].paid_total; });
         }},
        {"people", "1", "clients of all institutions; who fled from one to another counts at both",
         [](RunEnd const& run, std::size_t) {
             return sum_over_venues(run, [&](std::size_t i) { return static_cast<double>(run.world.members[i]); });
         }},
        {"people_gone_share", "1", "clients who have asked, left or are stuck / clients, at the end",
         [](RunEnd const& run, std::size_t) {
             return share_of(
                 sum_over_venues(run, [&](std::size_t i) { return static_cast<double>(run.world.gone[i]); }),
                 sum_over_venues(run, [&](std::size_t i) { return static_cast<double>(run.world.members[i]); }));
         },
         Worse::more},
        {"loss_usd", "USD", "losses of all classes but the outside; a gain is negative", loss_usd, Worse::more},
    };
}

std::vector<Headline> spread()
{
    return {
        {"requests", "1", "requests for withdrawal", [](RunEnd const& run, std::size_t) { return run.events.requests; },
         Worse::more},
        {"branching_ratio", "1",
         "requests set off by requests, directly or through what these led to, by weight of causes / requests",
         [](RunEnd const& run, std::size_t) {
             return share_of(run.events.requests - run.events.generations.front(), run.events.requests);
         },
         Worse::more},
        {"liquidation_branching", "1",
         "liquidations set off by liquidations, through the sales these led to, by weight of causes / liquidations",
         [](RunEnd const& run, std::size_t) {
             return share_of(run.events.liquidations - run.events.first_liquidations, run.events.liquidations);
         },
         Worse::more},
        {"gates", "1", "institutions that stopped paying at least once",
         [](RunEnd const& run, std::size_t) {
             return sum_over_venues(run, [&](std::size_t i) { return run.events.first_gate[i] < 0 ? 0.0 : 1.0; });
         },
         Worse::more},
        {"failures", "1", "institutions that failed",
         [](RunEnd const& run, std::size_t) { return static_cast<double>(failures(run, run.world.clock.steps)); },
         Worse::more},
        {"insolvencies", "1", "institutions whose true equity was below 0 at any time up to a failure", insolvencies,
         Worse::more},
        {"illiquid", "1", "institutions that stopped paying or failed with true equity never below 0", illiquid,
         Worse::more},
        {"shortfall_usd", "USD", "systemic loss: sum over institutions of (-lowest true equity)+", shortfall_usd,
         Worse::more},
        {"first_failure_h", "h", "end of the step of the first failure",
         [](RunEnd const& run, std::size_t) { return end_of(run.world.clock, first_failure(run)); }, Worse::less},
        {"contagion_index", "1", "(failures - those of the first step with any) / (institutions - those)", contagion,
         Worse::more},
    };
}

}  // namespace

HeadlineGroup run_headlines()
{
    HeadlineGroup group{"/summary", "", "", people_and_money(), [](View&) { return std::size_t{1}; }};
    for (Headline& outcome : spread())
        group.outcomes.push_back(std::move(outcome));
    return group;
}

}  // namespace stampede
