#include "output/measures/price_measures.hpp"

#include <cmath>

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

void BackAt::visit(FieldVisitor& field)
{
    PriceMeasure::visit(field);
    field("par", par_, positive, "quote/base", "price that it comes back to");
    field("within", within_, unit_interval, "1", "how near, relative to it");
}

double BackAt::value(RunRecord const& run) const
{
    Track const mid = run.mid(market());
    Hours const span = hours(run);
    double back = span.from;
    for (std::size_t row = 0; row < mid.size(); ++row) {
        if (mid.hours[row] <= span.from || mid.hours[row] > span.until + 1e-6)
            continue;
        bool const inside = std::fabs(mid.values[row] / par_ - 1) <= within_.value();
        if (!inside)
            back = missing();
        else if (std::isnan(back))
            back = mid.hours[row];
    }
    return back;
}

void Discount::visit(FieldVisitor& field)
{
    PriceMeasure::visit(field);
    field.reference("against", other_, RefersTo::market, "market whose mid it is compared with");
}

std::string Discount::of() const
{
    return PriceMeasure::of() + ", against " + other_;
}

std::string Discount::complaint(Declarations const& world) const
{
    return other_.empty() ? "\"against\" is missing: the market to compare with" : PriceMeasure::complaint(world);
}

double Discount::value(RunRecord const& run) const
{
    Track const mid = run.mid(market()), other = run.mid(other_);
    Hours const span = hours(run);
    double widest = missing();
    for (std::size_t row = 0; row < mid.size(); ++row)
        if (mid.hours[row] > span.from && mid.hours[row] <= span.until + 1e-6)
            widest = std::fmax(widest, 1 - mid.values[row] / other.at(mid.hours[row]));
    return widest;
}

double DepthFall::value(RunRecord const& run) const
{
    Track const depth = run.depth(market());
    Hours const span = hours(run);
    std::size_t const low = depth.lowest(span);
    return low < depth.size() ? 1 - share_of(depth.values[low], depth.at(span.from)) : missing();
}

}  // namespace stampede
