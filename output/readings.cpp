#include "output/readings.hpp"

#include <algorithm>
#include <limits>

#include "model/depth.hpp"

namespace stampede {

namespace {

constexpr Duration day{86400};

/// Coins within a share of the mid, at the mid [USD].
double depth_usd(View& seen, Market const& market, Side side, std::int64_t bps)
{
    double const mid = market.last.mid_before;
    double const shift = (side == Side::buy ? -1e-4 : 1e-4) * static_cast<double>(bps);
    double const distance = distance_of(mid, mid * (1 + shift), market.distance);
    Amount const coins = depth_within(market.bands, side, distance);
    return static_cast<double>(coins.value()) / seen.assets[market.base.index()].unit * mid *
           seen.price(market.quote).value();
}

/// (best ask - best bid) / mid of what rests [1]; missing if a side is empty.
double quoted_spread(Market const& market)
{
    double bid = missing(), ask = missing();
    for (Band const& band : market.bands) {
        if (band.amount.value() <= 0)
            continue;
        double& best = band.side == Side::buy ? bid : ask;
        if (!(best <= band.near))
            best = band.near;
    }
    return price_at(1, ask, market.distance) - price_at(1, -bid, market.distance);
}

Trade trade_of(View& seen, Market const& market)
{
    Institution const& venue = seen.institutions[market.venue.index()];
    if (venue.status == Status::failed && venue.failed_step < seen.clock.step)
        return Trade::closed;
    // A batch that sets off a halt was still cleared, and left its bands.
    return market.halted_until > seen.clock.step && market.bands.empty() ? Trade::halted : Trade::open;
}

}  // namespace

double missing()
{
    return std::numeric_limits<double>::quiet_NaN();
}

double share_of(double part, double whole)
{
    return whole > 0 ? part / whole : missing();
}

double first_price(View& seen, AssetId asset)
{
    return seen.history.price[asset.index()].front();
}

double end_of(Clock const& clock, std::int64_t step)
{
    return step < 0 ? missing() : clock.hours(step + 1);
}

double balance_usd(View& seen, InstitutionId venue)
{
    WealthBook const& wealth = seen.ledger.wealth();
    double sum = 0;
    for (std::size_t i = 0; i < seen.assets.size(); ++i)
        for (std::size_t owner = seen.institution_count() + 1; owner < wealth.classes().size(); ++owner)
            sum += static_cast<double>(wealth.holding(ClassId::of(owner), venue.index(), AssetId::of(i)).value()) /
                   seen.assets[i].unit * first_price(seen, AssetId::of(i));
    return sum;
}

VenueReading read_venue(View& seen, InstitutionId venue)
{
    return {seen.claims_usd(venue),
            seen.stored_usd(venue, Storage::hot),
            seen.stored_usd(venue, Storage::cold),
            seen.payable_usd(venue, Duration{0}),
            seen.payable_usd(venue, day),
            seen.queued_usd(venue),
            seen.overdue_usd(venue),
            balance_usd(seen, venue),
            static_cast<double>(seen.true_equity(venue).value()) * 1e-6};
}

double outflow_24h(View& seen, InstitutionId venue, std::int64_t step)
{
    // Entry 0 of a history is the start; `asked` adds what was asked in step t as entry t + 1, `claims` what was owed
    // at the begin of step t as entry t + 1.
    Column<double> const& asked = seen.history.asked[venue.index()];
    Column<double> const& claims = seen.history.claims[venue.index()];
    std::int64_t const last = step + 1;
    std::int64_t const first = last - seen.clock.steps_in(day, 1);
    auto const at = [](Column<double> const& history, std::int64_t entry) {
        return history[static_cast<std::size_t>(std::max<std::int64_t>(0, entry))];
    };
    return share_of(at(asked, last) - at(asked, first), at(claims, first + 1));
}

std::vector<std::vector<double>> collateral_usd(View& seen)
{
    std::vector<std::vector<double>> worth(venue_count(seen));
    for (CrossAccount const& cross : seen.crosses)
        for (Collateral const& one : cross.collateral) {
            AssetId const asset = seen.ledger.asset(one.account);
            double const usd = seen.usd(asset, seen.ledger.balance(one.account));
            std::vector<double>& here = worth[entry_of(seen.ledger.institution(one.account))];
            if (!(usd > 0))
                continue;
            here.resize(seen.assets.size());
            here[asset.index()] += usd;
        }
    return worth;
}

double mean_haircut(View& seen, InstitutionId venue, std::vector<double> const& worth_usd)
{
    double whole = 0, taken = 0;
    for (std::size_t asset = 0; asset < worth_usd.size(); ++asset)
        if (worth_usd[asset] > 0) {
            whole += worth_usd[asset];
            taken += worth_usd[asset] * seen.haircut(venue, AssetId::of(asset));
        }
    return share_of(taken, whole);
}

MarketReading read_market(View& seen, Market const& market)
{
    BatchResult const& batch = market.last;
    double const unit = seen.assets[market.base.index()].unit;
    double const quote_unit = seen.assets[market.quote.index()].unit;
    MarketReading reading{};
    reading.trade = trade_of(seen, market);
    reading.mid = market.mid;
    if (reading.trade != Trade::open)
        return reading;
    for (std::size_t i = 0; i < depth_bps.size(); ++i) {
        reading.bid[i] = depth_usd(seen, market, Side::buy, depth_bps[i]);
        reading.ask[i] = depth_usd(seen, market, Side::sell, depth_bps[i]);
    }
    reading.quoted_spread = quoted_spread(market);
    reading.mid_change = batch.mid_after - batch.mid_before;
    reading.bought = static_cast<double>(batch.bought.value()) / unit;
    reading.sold = static_cast<double>(batch.sold.value()) / unit;
    reading.volume_usd =
        static_cast<double>(batch.quote_volume.value()) / quote_unit * seen.price(market.quote).value();
    if (batch.volume.value() > 0) {
        // The excess side pays `price` on all its coins; the other side crosses at mid.
        reading.slippage = batch.price / batch.mid_before - 1;
        double const excess = static_cast<double>(batch.volume.value()) / unit;
        reading.effective_spread =
            2 * std::max(reading.slippage, -reading.slippage) * excess / (reading.bought + reading.sold);
    }
    return reading;
}

}  // namespace stampede
