#include "output/measures/price_measures.hpp"

#include "output/readings.hpp"

namespace stampede {

void PriceMeasure::visit(FieldVisitor& field)
{
    field.reference("of", market_, RefersTo::market, "market whose mid it is, spot or perpetual");
    span_.visit(field);
}

std::string PriceMeasure::of() const
{
    return market_ + ", " + span_.text();
}

std::string PriceMeasure::complaint(Declarations const&) const
{
    return market_.empty() ? "\"of\" is missing: the market whose mid it is" : span_.complaint();
}

PriceMeasure::Fallen PriceMeasure::fallen(RunRecord const& run) const
{
    Track mid = run.mid(market_);
    Hours const span = span_.hours(run);
    std::size_t const low = mid.lowest(span);
    bool const found = low < mid.size();
    double const first = mid.at(span.from), lowest = found ? mid.values[low] : missing();
    double const when = found ? mid.hours[low] : missing();
    return {std::move(mid), first, lowest, when};
}

double Fall::value(RunRecord const& run) const
{
    Fallen const seen = fallen(run);
    return 1 - seen.low / seen.first;
}

void Regained::visit(FieldVisitor& field)
{
    PriceMeasure::visit(field);
    field("within", within_, positive, "time after the low at which the price is looked at");
}

double Regained::value(RunRecord const& run) const
{
    Fallen const seen = fallen(run);
    double const then = seen.low_at + within_.value() / 3600;
    if (!(seen.first > seen.low) || !(then <= run.end() + 1e-6))
        return missing();
    return (seen.mid.at(then) - seen.low) / (seen.first - seen.low);
}

double TimeOfLow::value(RunRecord const& run) const
{
    return fallen(run).low_at;
}

}  // namespace stampede
