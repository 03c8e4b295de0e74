#include "output/measures/leverage_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "output/readings.hpp"

namespace stampede {

namespace {

constexpr double day_hours = 24;

/// Names of the perpetual markets that are meant: those named, or all.
std::vector<std::string> meant(std::vector<std::string> const& named, Declarations const& world)
{
    if (!named.empty())
        return named;
    std::vector<std::string> all;
    for (auto const& [name, market] : world.markets)
        if (market.kind == MarketKind::perp)
            all.push_back(name);
    return all;
}

std::string complaint_about(std::vector<std::string> const& named, Declarations const& world)
{
    std::vector<std::string> const markets = meant(named, world);
    if (markets.empty())
        return "there is no perpetual market in this world";
    for (std::string const& name : markets)
        if (auto const found = world.markets.find(name);
            found != world.markets.end() && found->second.kind != MarketKind::perp)
            return fmt::format("\"{}\" is a spot market; only perpetual ones have positions", name);
    return "";
}

std::string said(std::vector<std::string> const& named)
{
    return named.empty() ? "all perpetual markets" : fmt::format("{}", fmt::join(named, " + "));
}

void visit_markets(FieldVisitor& field, std::vector<std::string>& markets)
{
    field.references("of", markets, RefersTo::market, "perpetual markets, added up; [] = all");
}

}  // namespace

void InterestChange::visit(FieldVisitor& field)
{
    visit_markets(field, markets_);
    field("before", before_, {-1, 1e5}, "d", "earlier day: 0 = the first 24 h, -1 = the first row in place of a day");
    field("day", day_, {0, 1e5}, "d", "later day");
    field.pick("daily", daily_, {"close", "mean"}, "what stands for a day: its last row, or the mean of its rows");
}

std::string InterestChange::of() const
{
    return fmt::format("{}, day {} against {}", said(markets_), day_, before_);
}

std::string InterestChange::complaint(Declarations const& world) const
{
    return before_ >= day_ ? "\"before\" must come before \"day\"" : complaint_about(markets_, world);
}

double InterestChange::of_day(Track const& interest, std::int64_t day) const
{
    double const begin = day_hours * static_cast<double>(day), end = begin + day_hours;
    if (interest.hours.empty() || interest.hours.back() < end - 1e-6)
        return missing();
    return day < 0 || daily_ == Daily::close ? interest.at(end) : interest.mean({begin, end});
}

double InterestChange::change(Track const& interest) const
{
    return of_day(interest, day_) / of_day(interest, before_) - 1;
}

double InterestChangeUsd::value(RunRecord const& run) const
{
    return change(run.perps("open_interest_usd", markets()));
}

double InterestChangeCoins::value(RunRecord const& run) const
{
    return change(run.perps("open_interest", markets()));
}

std::string InterestChangeCoins::complaint(Declarations const& world) const
{
    std::set<std::string> bases;
    for (std::string const& name : meant(markets(), world))
        if (auto const found = world.markets.find(name); found != world.markets.end())
            bases.insert(found->second.base);
    return bases.size() > 1 ? fmt::format("coins of {} cannot be added up; name markets of one of them in \"of\"",
                                          fmt::join(bases, ", "))
                            : InterestChange::complaint(world);
}

void PerpFlowMeasure::visit(FieldVisitor& field)
{
    visit_markets(field, markets_);
    span_.visit(field);
}

std::string PerpFlowMeasure::of() const
{
    return said(markets_) + ", " + span_.text();
}

std::string PerpFlowMeasure::complaint(Declarations const& world) const
{
    std::string const text = complaint_about(markets_, world);
    return text.empty() ? span_.complaint() : text;
}

Track PerpFlowMeasure::flow(RunRecord const& run, std::string_view column) const
{
    return run.perps(column, markets_);
}

double LiquidatedUsd::value(RunRecord const& run) const
{
    return flow(run, "liquidated_usd").sum(hours(run));
}

double DeleveragedUsd::value(RunRecord const& run) const
{
    return flow(run, "deleveraged_usd").sum(hours(run));
}

void PeakShare::visit(FieldVisitor& field)
{
    PerpFlowMeasure::visit(field);
    field("window", window_, positive, "length of the stretch that is looked for");
}

double PeakShare::value(RunRecord const& run) const
{
    Track const liquidated = flow(run, "liquidated_usd");
    return share_of(liquidated.largest_sum(hours(run), window_.value() / 3600), liquidated.sum(hours(run)));
}

}  // namespace stampede
