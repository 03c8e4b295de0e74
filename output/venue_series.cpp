#include "output/venue_series.hpp"

namespace stampede {

void VenueSeries::each(auto& self, auto&& visit)
{
    visit("claims_usd", self.claims_);
    visit("hot_usd", self.hot_);
    visit("cold_usd", self.cold_);
    visit("liquid_usd", self.liquid_);
    visit("coverage", self.coverage_);
    visit("queue_usd", self.queue_);
    visit("overdue_usd", self.overdue_);
    visit("asked_usd", self.asked_);
    visit("paid_usd", self.paid_);
    visit("outflow_24h", self.outflow_);
    visit("equity_usd", self.equity_);
    visit("disclosed_equity_usd", self.disclosed_);
    visit("income_usd", self.income_);
    visit("news", self.news_);
    visit("alarm", self.alarm_);
    visit("status", self.status_);
    visit("people_in", self.people_in_);
    visit("people_gone", self.people_gone_);
    visit("haircut", self.haircut_);
}

void VenueSeries::start(View& seen)
{
    asked_before_.assign(venue_count(seen), 0);
    paid_before_.assign(venue_count(seen), 0);
}

void VenueSeries::add(View& seen, std::vector<VenueReading> const& readings)
{
    std::vector<std::vector<double>> const collateral = collateral_usd(seen);
    for (std::size_t i = 0; i < readings.size(); ++i) {
        InstitutionId const venue = venue_at(i);
        double const asked = seen.history.asked[venue.index()].back();
        double const paid = seen.signals[venue.index()].paid_total;
        asked_.push_back(asked - asked_before_[i]);
        paid_.push_back(paid - paid_before_[i]);
        asked_before_[i] = asked;
        paid_before_[i] = paid;
        haircut_.push_back(mean_haircut(seen, venue, collateral[i]));
        add_one(seen, venue, readings[i]);
    }
}

void VenueSeries::add_one(View& seen, InstitutionId venue, VenueReading const& reading)
{
    VenueSignals const& signal = seen.signals[venue.index()];
    claims_.push_back(reading.claims_usd);
    hot_.push_back(reading.hot_usd);
    cold_.push_back(reading.cold_usd);
    liquid_.push_back(reading.liquid_usd);
    coverage_.push_back(share_of(reading.payable_day_usd, reading.claims_usd));
    queue_.push_back(reading.queue_usd);
    overdue_.push_back(reading.overdue_usd);
    outflow_.push_back(outflow_24h(seen, venue, seen.clock.step));
    equity_.push_back(reading.equity_usd);
    disclosed_.push_back(static_cast<double>(seen.disclosed_equity(venue).value()) * 1e-6);
    income_.push_back(seen.income[venue.index()]);
    news_.push_back(signal.news);
    alarm_.push_back(signal.alarm);
    status_.push_back(static_cast<std::int8_t>(seen.institutions[venue.index()].status));
    std::uint32_t const gone = seen.gone[venue.index()];
    people_in_.push_back(static_cast<std::int64_t>(seen.members[venue.index()]) - gone);
    people_gone_.push_back(gone);
}

void VenueSeries::columns(ColumnVisitor& column)
{
    each(*this, [&](std::string_view name, auto& values) { column(name, values); });
    column("asked_before", asked_before_, "USD");
    column("paid_before", paid_before_, "USD");
}

void VenueSeries::capture(Capture& into) const
{
    each(*this, [&]<class T>(std::string_view name, std::vector<T> const& values) {
        into.column<T>(join("/series/venue", name)) = values;
    });
}

}  // namespace stampede
