#include "output/watch.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/statistics.hpp"

namespace stampede {

namespace {

constexpr Duration month{30 * 86400.0};

/// Age that the oldest request not paid in full will have in the next step [h].
double waiting_h(View& seen, InstitutionId venue)
{
    std::int64_t oldest = seen.clock.step + 1;
    for (WithdrawalQueue const& queue : seen.queues[venue.index()])
        if (queue.total().value() > 0)
            oldest = std::min<std::int64_t>(oldest, queue.oldest());
    return seen.clock.hours(seen.clock.step + 1 - oldest);
}

double coverage(VenueReading const& reading)
{
    return share_of(reading.payable_day_usd, reading.claims_usd);
}

/// Keeps the lowest value; a missing one gives way to any.
void keep_lowest(double& lowest, double now)
{
    if (lowest != lowest || now < lowest)
        lowest = now;
}

}  // namespace

void VenueWatch::start(View& seen)
{
    extremes_.assign(venue_count(seen), {});
    collateral_usd_ = collateral_usd(seen);
    for (std::size_t i = 0; i < extremes_.size(); ++i) {
        extremes_[i].highest_haircut = extremes_[i].lowest_haircut =
            mean_haircut(seen, venue_at(i), collateral_usd_[i]);
        VenueReading const reading = read_venue(seen, venue_at(i));
        extremes_[i].lowest_coverage = coverage(reading);
        extremes_[i].balance_usd = reading.balance_usd;
        extremes_[i].lowest_equity_usd = reading.equity_usd;
        extremes_[i].equity_usd = reading.equity_usd;
    }
}

void VenueWatch::see(View& seen, std::vector<VenueReading> const& readings)
{
    for (std::size_t i = 0; i < readings.size(); ++i) {
        VenueReading const& reading = readings[i];
        Extremes& extremes = extremes_[i];
        Institution const& institution = seen.institutions[venue_at(i).index()];
        if (!seen.failed(venue_at(i)) || institution.failed_step == seen.clock.step) {
            extremes.equity_usd = reading.equity_usd;
            extremes.lowest_equity_usd = std::min(extremes.lowest_equity_usd, reading.equity_usd);
        }
        if (seen.failed(venue_at(i)))
            continue;
        keep_lowest(extremes.lowest_coverage, coverage(reading));
        see_haircut(seen, i);
        if (reading.queue_usd > 0)
            extremes.longest_wait_h = std::max(extremes.longest_wait_h, waiting_h(seen, venue_at(i)));
        if (extremes.short_step < 0 && reading.queue_usd > reading.liquid_usd)
            extremes.short_step = seen.clock.step;
        std::array const balances{extremes.balance_usd, reading.balance_usd};
        extremes.peak_daily_run_off =
            std::max(extremes.peak_daily_run_off, statistics::peak_daily_hazard(balances, Duration{seen.clock.dt()}));
        extremes.balance_usd = reading.balance_usd;
    }
}

void VenueWatch::see_haircut(View& seen, std::size_t entry)
{
    if (seen.haircuts.empty() || collateral_usd_[entry].empty())
        return;
    double const now = mean_haircut(seen, venue_at(entry), collateral_usd_[entry]);
    extremes_[entry].highest_haircut = std::max(extremes_[entry].highest_haircut, now);
    extremes_[entry].lowest_haircut = std::min(extremes_[entry].lowest_haircut, now);
}

void MarketWatch::start(View& seen)
{
    extremes_.assign(seen.markets.size(), {});
    for (std::size_t i = 0; i < extremes_.size(); ++i) {
        extremes_[i].least_depth_usd = missing();
        extremes_[i].mid = extremes_[i].first_mid = extremes_[i].lowest_mid = seen.markets[i].mid;
    }
}

void MarketWatch::see(std::vector<MarketReading> const& readings)
{
    for (std::size_t i = 0; i < readings.size(); ++i) {
        MarketReading const& reading = readings[i];
        Extremes& extremes = extremes_[i];
        if (reading.trade == Trade::halted)
            extremes.halted_steps += 1;
        if (reading.trade == Trade::open)
            keep_lowest(extremes.least_depth_usd, std::min(reading.bid[one_percent], reading.ask[one_percent]));
        extremes.worst_slippage = std::max(extremes.worst_slippage, magnitude(reading.slippage));
        if (reading.volume_usd > 0) {
            extremes.volume_usd += reading.volume_usd;
            extremes.traded_steps += 1;
            double const x = reading.bought - reading.sold, y = reading.mid_change;
            extremes.signed_volume += x;
            extremes.change += y;
            extremes.signed_volume_squared += x * x;
            extremes.volume_change += x * y;
            if (reading.mid != extremes.mid)
                extremes.illiquidity += magnitude(log(reading.mid / extremes.mid)) / reading.volume_usd;
        }
        extremes.mid = reading.mid;
        extremes.lowest_mid = std::min(extremes.lowest_mid, reading.mid);
    }
}

void Births::take(View& seen)
{
    std::vector<double> claims;
    std::vector<std::vector<bool>> clients(venue_count(seen));  // by venue and person
    for (std::size_t row = 0; row < seen.ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        PersonId const owner = seen.ledger.owner(account);
        Amount const balance = seen.ledger.balance(account);
        if (!owner.valid() || seen.ledger.is_wallet(account) || balance.value() == 0)
            continue;
        if (owner.index() >= claims.size())
            claims.resize(owner.index() + 1);
        claims[owner.index()] += seen.usd(seen.ledger.asset(account), balance);
        std::vector<bool>& here = clients[entry_of(seen.ledger.institution(account))];
        here.resize(std::max(here.size(), claims.size()));
        here[owner.index()] = true;
    }
    size_.assign(claims.size(), nobody);
    for (std::size_t person = 0; person < claims.size(); ++person) {
        if (!(claims[person] > 0))
            continue;
        std::uint8_t const size = claims[person] < 10'000 ? 0 : claims[person] <= 500'000 ? 1 : 2;
        size_[person] = size;
        people_[size] += 1;
        claims_[size] += claims[person];
    }
    for (std::size_t i = 0; i < venue_count(seen); ++i) {
        count_clients(clients[i]);
        liquid_.push_back(seen.payable_usd(venue_at(i), Duration{0}));
        inflow_.push_back(seen.payable_usd(venue_at(i), month) - liquid_.back());
    }
}

void Births::count_clients(std::vector<bool> const& here)
{
    auto& people = people_at_.emplace_back();
    for (std::size_t person = 0; person < here.size(); ++person)
        if (here[person] && size_[person] != nobody)
            people[size_[person]] += 1;
}

}  // namespace stampede
