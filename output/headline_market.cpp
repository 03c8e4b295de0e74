// Outcomes of assets and markets.

#include <algorithm>
#include <optional>

#include "model/base/math.hpp"
#include "model/statistics.hpp"
#include "output/headline.hpp"

namespace stampede {

namespace {

/// Part of the first price that counts as recovered.
constexpr Share recovery_tolerance{0.01};
/// Distance from its peg at which a coin counts as off it.
constexpr Share peg_band{0.005};
/// Returns that a tail must have to be measured.
constexpr std::size_t least_tail = 10;

std::vector<double> prices(RunEnd const& run, std::size_t entry)
{
    return run.prices.of(run.world, AssetId::of(entry));
}

/// A formula on the prices of an asset, if they are positive.
template <class Formula>
double of_prices(RunEnd const& run, std::size_t entry, Formula formula)
{
    std::vector<double> const all = prices(run, entry);
    bool const positive = all.size() > 1 && std::ranges::all_of(all, [](double price) { return price > 0; });
    return positive ? formula(statistics::Series{all}) : missing();
}

double recovery_h(RunEnd const& run, std::size_t entry)
{
    std::vector<double> const all = prices(run, entry);
    auto const time = statistics::time_to_recover(all, all.front(), recovery_tolerance, Duration{run.world.clock.dt()});
    return time ? time->value() / 3600 : missing();
}

double depeg_hours(RunEnd const& run, std::size_t entry)
{
    std::vector<double> const all = prices(run, entry);
    if (run.world.assets[entry].profile.kind != AssetKind::stablecoin)
        return missing();
    return statistics::depeg_hours(statistics::Series{all}.subspan(1), Duration{run.world.clock.dt()});
}

double beyond_peg(RunEnd const& run, std::size_t entry)
{
    std::vector<double> const all = prices(run, entry);
    if (run.world.assets[entry].profile.kind != AssetKind::stablecoin || all.size() < 2)
        return missing();
    return statistics::share_beyond_peg(statistics::Series{all}.subspan(1), peg_band);
}

/// Hill's exponent of the largest twentieth of all absolute log returns.
double tail_exponent(RunEnd const& run, std::size_t entry)
{
    return of_prices(run, entry, [](statistics::Series all) {
        std::vector<double> moves;
        for (std::size_t t = 1; t < all.size(); ++t)
            if (double const move = all[t] == all[t - 1] ? 0 : log(all[t] / all[t - 1]); move != 0)
                moves.push_back(std::max(move, -move));
        std::size_t const tail = (all.size() - 1) / 20;
        return tail >= least_tail && moves.size() > tail ? statistics::hill_exponent(moves, tail) : missing();
    });
}

/// Least squares with an intercept over the steps with volume.
double kyle_lambda(RunEnd const& run, std::size_t market)
{
    MarketWatch::Extremes const& sums = run.markets[market];
    double const n = sums.traded_steps;
    double const spread = n * sums.signed_volume_squared - sums.signed_volume * sums.signed_volume;
    bool const varied = spread > 1e-9 * n * sums.signed_volume_squared;
    return varied ? (n * sums.volume_change - sums.signed_volume * sums.change) / spread : missing();
}

}  // namespace

HeadlineGroup asset_headlines()
{
    return {
        "/summary/asset",
        "asset",
        "outcomes of assets, one row per run; prices are those at the start and after each step",
        {
            {"first_price", "USD/coin", "price at the start",
             [](RunEnd const& run, std::size_t i) { return prices(run, i).front(); }},
            {"lowest_price", "1", "lowest price / price at the start",
             [](RunEnd const& run, std::size_t i) {
                 std::vector<double> const all = prices(run, i);
                 return share_of(*std::ranges::min_element(all), all.front());
             },
             Worse::less},
            {"last_price", "1", "price at the end / price at the start",
             [](RunEnd const& run, std::size_t i) {
                 std::vector<double> const all = prices(run, i);
                 return share_of(all.back(), all.front());
             },
             Worse::less},
            {"max_drawdown", "1", "largest fall from a peak: max over t of 1 - p(t) / max over s <= t of p(s)",
             [](RunEnd const& run, std::size_t i) { return of_prices(run, i, statistics::drawdown); }, Worse::more},
            {"realised_volatility", "1", "sqrt(mean squared log return per step * steps in 365 days)",
             [](RunEnd const& run, std::size_t i) {
                 return of_prices(run, i, [&](statistics::Series all) {
                     return statistics::annualised_volatility(all, steps_per_year(run.world.clock));
                 });
             },
             Worse::more},
            {"recovery_h", "h",
             "from the lowest price to the first within 1 % of the price at the start; missing if none", recovery_h,
             Worse::more},
            {"depeg_h", "h", "depeg-hours of a stablecoin: integral of (1 - price)+ over time; missing for others",
             depeg_hours, Worse::more},
            {"beyond_peg", "1",
             "share of time in which a stablecoin stands more than 50 bps off its peg; missing for others", beyond_peg,
             Worse::more},
            {"tail_exponent", "1",
             "Hill's estimate from the largest 5 % of absolute log returns per step; missing below 200 steps, or if "
             "fewer than that moved",
             tail_exponent, Worse::less},
        },
        [](View& seen) { return seen.assets.size(); }};
}

HeadlineGroup market_headlines()
{
    return {
        "/summary/market",
        "market",
        "outcomes of markets, one row per run",
        {
            {"max_fall", "1", "1 - lowest mid / mid at the start",
             [](RunEnd const& run, std::size_t i) { return 1 - run.markets[i].lowest_mid / run.markets[i].first_mid; },
             Worse::more},
            {"volume_usd", "USD", "traded in the run",
             [](RunEnd const& run, std::size_t i) { return run.markets[i].volume_usd; }},
            {"least_depth_usd", "USD", "least depth within 1 % of mid on one side, while the market was open",
             [](RunEnd const& run, std::size_t i) { return run.markets[i].least_depth_usd; }, Worse::less},
            {"worst_slippage", "1", "largest abs(average price of the excess side / mid - 1) of a batch",
             [](RunEnd const& run, std::size_t i) { return run.markets[i].worst_slippage; }, Worse::more},
            {"illiquidity", "1/USD", "Amihud: mean of abs(log return of the mid) / volume over the steps with volume",
             [](RunEnd const& run, std::size_t i) {
                 return share_of(run.markets[i].illiquidity, run.markets[i].traded_steps);
             },
             Worse::more},
            {"kyle_lambda", "quote/base/coin",
             "Kyle by regression: slope of the mid's change in a batch on coins bought less sold, over the steps with "
             "volume; missing unless these differ",
             kyle_lambda, Worse::more},
            {"halted_h", "h", "time for which a circuit breaker stopped trading",
             [](RunEnd const& run, std::size_t i) { return run.markets[i].halted_steps * run.world.clock.dt() / 3600; },
             Worse::more},
        },
        [](View& seen) { return seen.markets.size(); }};
}

}  // namespace stampede
