#include "output/perp_watch.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/statistics.hpp"
#include "output/readings.hpp"

namespace stampede {

namespace {

std::int64_t sign_of(Units size)
{
    return size.value() > 0 ? 1 : size.value() < 0 ? -1 : 0;
}

/// What was closed by force in this step, by account [units of size].
std::map<AccountId, std::int64_t> closed_now(View& seen, PerpMarket const& market)
{
    std::map<AccountId, std::int64_t> closed;
    Events const& events = seen.events;
    for (std::size_t event = events.step_begin(); event < events.size(); ++event)
        if (events.kind(event) == EventKind::deleveraging && events.institution(event) == market.venue &&
            events.happening(event).asset == market.base)
            closed[events.account(event)] += events.happening(event).amount.value();
    return closed;
}

/// Side of those who are closed by force: opposite to what the engine holds, or held until a moment ago.
std::int64_t exposed_side(PerpMarket const& market)
{
    std::int64_t const inventory = sign_of(market.positions.position(market.engine).size);
    return inventory != 0 ? -inventory : market.engine_order.side == Side::sell ? -1 : 1;
}

/// How far the index is from what the asset costs on other venues that trade [1]; missing where none does.
double gap_elsewhere(View& seen, PerpMarket const& market)
{
    std::vector<double> mids;
    for (Market const& spot : seen.markets)
        if (spot.base == market.base && spot.venue != market.venue && seen.active(spot.venue) &&
            spot.halted_until <= seen.clock.step)
            mids.push_back(spot.mid * seen.price(spot.quote).value() / seen.price(market.quote).value());
    if (mids.empty())
        return missing();
    return std::abs(market.index / statistics::median(mids) - 1);
}

}  // namespace

void PerpWatch::start(View& seen)
{
    for (PerpMarket const& market : seen.perps) {
        Units const interest = market.positions.open_interest();
        extremes_.push_back({market.mid, market.mid, -1, coins_of(market, interest), usd_of(seen, market, interest),
                             seen.usd(market.settle, seen.ledger.balance(market.fund)), missing()});
    }
    sums_.assign(seen.perps.size(), {});
}

void PerpWatch::see(View& seen)
{
    for (std::size_t i = 0; i < seen.perps.size(); ++i) {
        PerpMarket const& market = seen.perps[i];
        Extremes& extremes = extremes_[i];
        if (market.mid < extremes.lowest_mid) {
            extremes.lowest_mid = market.mid;
            extremes.low_step = seen.clock.step;
        }
        extremes.lowest_fund_usd =
            std::min(extremes.lowest_fund_usd, seen.usd(market.settle, seen.ledger.balance(market.fund)));
        double const gap = market.closed_out == 0 ? gap_elsewhere(seen, market) : missing();
        if (known(gap))
            extremes.index_gap = known(extremes.index_gap) ? std::max(extremes.index_gap, gap) : gap;
        sums_[i].add(seen, market);
        if (market.flow.winners > 0)
            see_forced(seen, static_cast<std::uint32_t>(i));
    }
}

void PerpWatch::see_forced(View& seen, std::uint32_t index)
{
    PerpMarket const& market = seen.perps[index];
    std::map<AccountId, std::int64_t> const closed = closed_now(seen, market);
    std::int64_t const side = exposed_side(market);
    std::map<std::uint32_t, std::size_t> known;
    for (std::size_t i = 0; i < exposed_.size(); ++i)
        if (exposed_[i].market == index)
            known[exposed_[i].row] = i;
    for (std::size_t place = 0; place < market.positions.size(); ++place) {
        PositionId const row = PositionId::of(place);
        if (row == market.engine)
            continue;
        auto const here = closed.find(market.positions.account(row));
        std::int64_t const gone = here == closed.end() ? 0 : here->second;
        std::int64_t const left = side * market.positions.position(row).size.value();
        if (gone == 0 && left <= 0)
            continue;
        auto const number = static_cast<std::uint32_t>(place);
        auto const [entry, is_new] = known.try_emplace(number, exposed_.size());
        if (is_new)
            exposed_.push_back({index, number, usd_of(seen, market, Units{gone + std::max<std::int64_t>(left, 0)}), 0});
        exposed_[entry->second].closed_usd += usd_of(seen, market, Units{gone});
    }
}

void PerpWatch::columns(ColumnVisitor& column)
{
    column("extremes", extremes_);
    column("sums", sums_);
    column("exposed", exposed_);
}

}  // namespace stampede
