// Outcomes of perpetual markets.

#include <algorithm>

#include "model/graphs/measures.hpp"
#include "output/headline.hpp"

namespace stampede {

namespace {

double interest(RunEnd const& run, std::size_t i, double (*measured)(View&, PerpMarket const&, Units))
{
    PerpMarket const& market = run.world.perps[i];
    return measured(run.world, market, market.positions.open_interest());
}

/// Sum over all who could be closed by force in a market.
template <class Part>
double over_exposed(RunEnd const& run, std::size_t market, Part part)
{
    double sum = 0;
    for (PerpWatch::Exposed const& one : run.perps.exposed())
        if (one.market == market)
            sum += part(one);
    return sum;
}

double touched_share(RunEnd const& run, std::size_t market)
{
    return share_of(
        over_exposed(run, market, [](PerpWatch::Exposed const& one) { return one.closed_usd > 0 ? 1.0 : 0.0; }),
        over_exposed(run, market, [](PerpWatch::Exposed const&) { return 1.0; }));
}

double largest_haircut(RunEnd const& run, std::size_t market)
{
    double largest = missing();
    for (PerpWatch::Exposed const& one : run.perps.exposed())
        if (one.market == market)
            largest = std::max(largest == largest ? largest : 0, std::min(1.0, one.closed_usd / one.held_usd));
    return largest;
}

double closed_hhi(RunEnd const& run, std::size_t market)
{
    std::vector<double> closed;
    for (PerpWatch::Exposed const& one : run.perps.exposed())
        if (one.market == market)
            closed.push_back(one.closed_usd);
    return closed.empty() ? missing() : herfindahl(closed);
}

std::vector<Headline> prices_and_interest()
{
    return {
        {"max_fall", "1", "1 - lowest mid / mid at the start",
         [](RunEnd const& run, std::size_t i) { return 1 - run.perps[i].lowest_mid / run.perps[i].first_mid; },
         Worse::more},
        {"low_h", "h", "end of the step in which mid was lowest; missing if it never was below that of the start",
         [](RunEnd const& run, std::size_t i) {
             return run.perps[i].low_step < 0 ? missing() : end_of(run.world.clock, run.perps[i].low_step);
         }},
        {"last_mid", "1", "mid at the end / at the start",
         [](RunEnd const& run, std::size_t i) { return run.world.perps[i].mid / run.perps[i].first_mid; }, Worse::less},
        {"index_gap", "1",
         "largest abs(index / median mid of spot markets of the asset on other venues that trade - 1), until the "
         "market is closed; missing without any",
         [](RunEnd const& run, std::size_t i) { return run.perps[i].index_gap; }, Worse::more},
        {"interest_start_usd", "USD", "open interest at the start",
         [](RunEnd const& run, std::size_t i) { return run.perps[i].first_interest_usd; }},
        {"interest_change_usd", "1", "open interest at the end / at the start - 1, in USD at mark",
         [](RunEnd const& run, std::size_t i) {
             return share_of(interest(run, i, usd_of), run.perps[i].first_interest_usd) - 1;
         }},
        {"interest_change_coins", "1", "the same in coins",
         [](RunEnd const& run, std::size_t i) {
             auto const coins = [](View&, PerpMarket const& market, Units size) { return coins_of(market, size); };
             return share_of(interest(run, i, coins), run.perps[i].first_interest) - 1;
         }},
        {"volume_usd", "USD", "traded", [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).volume; }},
    };
}

std::vector<Headline> liquidations()
{
    return {
        {"liquidated_usd", "USD", "positions taken over by the engine",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).liquidated; }, Worse::more},
        {"liquidated_share", "1", "the same / open interest at the start",
         [](RunEnd const& run, std::size_t i) {
             return share_of(run.perps.sums(i).liquidated, run.perps[i].first_interest_usd);
         },
         Worse::more},
        {"lowest_fund_usd", "USD", "insurance fund at its lowest",
         [](RunEnd const& run, std::size_t i) { return run.perps[i].lowest_fund_usd; }, Worse::less},
        {"socialised_usd", "USD", "of losses beyond the fund, paid by winners out of unrealised profit",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).socialised; }, Worse::more},
        {"borne_usd", "USD", "of losses beyond the fund, borne by the venue",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).borne; }, Worse::more},
        {"deleveraged_usd", "USD", "positions of winners closed by force",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).deleveraged; }, Worse::more},
        {"adl_uncovered_usd", "USD", "losses of the engine at mark beyond the fund, when winners were closed by force",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).uncovered; }, Worse::more},
        {"adl_given_up_usd", "USD",
         "what winners closed by force gave up against mark; 0 where they are closed at mark",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).given_up; }, Worse::more},
        {"adl_excess_usd", "USD",
         "of it, more than was uncovered at the time; none on a shortfall, what the fund could have paid on a drawdown",
         [](RunEnd const& run, std::size_t i) { return run.perps.sums(i).excess; }, Worse::more},
        {"touched_share", "1",
         "accounts closed by force, at least in part / accounts on that side whenever it happened; missing if it never "
         "did",
         touched_share, Worse::more},
        {"largest_haircut", "1", "largest part of an account's position that was closed by force", largest_haircut,
         Worse::more},
        {"closed_hhi", "1", "concentration of what was closed by force: sum of squared shares of the accounts in it",
         closed_hhi, Worse::more},
    };
}

}  // namespace

HeadlineGroup perp_headlines()
{
    std::vector<Headline> outcomes = prices_and_interest();
    for (Headline& outcome : liquidations())
        outcomes.push_back(std::move(outcome));
    return {"/summary/perp", "perp", "outcomes of perpetual markets, one row per run", std::move(outcomes),
            [](View& seen) { return seen.perps.size(); }};
}

}  // namespace stampede
