#include "output/measures/venue_measures.hpp"

#include <cmath>

#include "output/watch.hpp"

namespace stampede {

void VenueMeasure::visit(FieldVisitor& field)
{
    field.reference("of", venue_, RefersTo::institution, "venue that is looked at");
}

std::string VenueMeasure::complaint(Declarations const&) const
{
    return venue_.empty() ? "\"of\" is missing: the venue that is looked at" : "";
}

void VenueSpanMeasure::visit(FieldVisitor& field)
{
    VenueMeasure::visit(field);
    span_.visit(field);
}

std::string VenueSpanMeasure::of() const
{
    return VenueMeasure::of() + ", " + span_.text();
}

std::string VenueSpanMeasure::complaint(Declarations const& world) const
{
    std::string const text = VenueMeasure::complaint(world);
    return text.empty() ? span_.complaint() : text;
}

double VenueSpanMeasure::flow(RunRecord const& run, std::string_view column) const
{
    return run.track("/series/venue", column, venue()).sum(hours(run));
}

double VenueSpanMeasure::share(RunRecord const& run, std::string_view column) const
{
    double const from = hours(run).from;
    double const claims = from > 0 ? run.track("/series/venue", "claims_usd", venue()).at(from)
                                   : run.outcome("/summary/venue", "claims_start_usd", venue());
    return share_of(flow(run, column), claims);
}

void PaidOut::visit(FieldVisitor& field)
{
    VenueSpanMeasure::visit(field);
    field.reference("in", coin_, RefersTo::asset,
                    "asset in whose coins it is told, at its price of the time; none = USD");
}

double PaidOut::value(RunRecord const& run) const
{
    if (coin_.empty())
        return flow(run, "paid_usd");
    Track paid = run.track("/series/venue", "paid_usd", venue());
    Track const price = run.track("/series/asset", "price", coin_);
    for (std::size_t row = 0; row < paid.size(); ++row)
        paid.values[row] /= price.at(paid.hours[row]);
    return paid.sum(hours(run));
}

double VenueSpanMeasure::askers(RunRecord const& run, std::size_t size) const
{
    Track const so_far = run.track("/series/venue", "asked_by_size", venue(), size);
    Hours const span = hours(run);
    return so_far.at(span.until) - (span.from > 0 ? so_far.at(span.from) : 0);
}

double GatedAt::value(RunRecord const& run) const
{
    return std::fmin(run.outcome("/summary/venue", "first_gate_h", venue()),
                     run.outcome("/summary/venue", "failure_h", venue()));  // the number, if one is missing
}

double FrozenClaims::value(RunRecord const& run) const
{
    return run.outcome("/summary/venue", "frozen_usd", venue());
}

double RunOff::value(RunRecord const& run) const
{
    return run.outcome("/summary/venue", "run_off", venue());
}

void AskedOfSize::visit(FieldVisitor& field)
{
    VenueSpanMeasure::visit(field);
    field.pick("size", size_, {Births::sizes.begin(), Births::sizes.end()}, "what they have at the start, in USD");
}

std::string AskedOfSize::of() const
{
    return std::string{Births::sizes.at(size_)} + " at " + VenueSpanMeasure::of();
}

double AskedOfSize::value(RunRecord const& run) const
{
    return askers(run, size_);
}

double AskedBySize::value(RunRecord const& run) const
{
    double before = missing();
    double rising = missing();
    for (std::size_t size = 0; size < Births::sizes.size(); ++size) {
        double const share = askers(run, size);
        if (share != share)
            continue;
        if (before == before)
            rising = share > before && rising != 0 ? 1 : 0;
        before = share;
    }
    return rising;
}

}  // namespace stampede
