#include "output/measures/run_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "output/readings.hpp"

namespace stampede {

namespace {

constexpr double slack = 1e-6;  ///< of rounding in times [h]

}  // namespace

double Track::at(double hour) const
{
    if (hours.empty())
        return missing();
    auto const later = std::ranges::upper_bound(hours, hour + slack);
    return later == hours.begin() ? values.front() : values[static_cast<std::size_t>(later - hours.begin()) - 1];
}

std::size_t Track::lowest(Hours span) const
{
    std::size_t found = size();
    for (std::size_t row = 0; row < size(); ++row)
        if (hours[row] >= span.from - slack && hours[row] <= span.until + slack && known(values[row]) &&
            (found == size() || values[row] < values[found]))
            found = row;
    return found;
}

double Track::sum(Hours span) const
{
    double total = 0;
    for (std::size_t row = 0; row < size(); ++row)
        if (hours[row] > span.from + slack && hours[row] <= span.until + slack && known(values[row]))
            total += values[row];
    return total;
}

double Track::mean(Hours span) const
{
    double total = 0, rows = 0;
    for (std::size_t row = 0; row < size(); ++row)
        if (hours[row] > span.from + slack && hours[row] <= span.until + slack && known(values[row])) {
            total += values[row];
            rows += 1;
        }
    return rows > 0 ? total / rows : missing();
}

double Track::largest_sum(Hours span, double length) const
{
    double largest = 0;
    for (double const end : hours)
        if (end > span.from + slack && end <= span.until + slack)
            largest = std::max(largest, sum({std::max(span.from, end - length), end}));
    return largest;
}

Track added(Track one, Track const& other)
{
    if (one.hours.empty())
        return other;
    ensure(one.hours == other.hours, "measures: tracks of different rows cannot be added");
    for (std::size_t row = 0; row < one.size(); ++row)
        one.values[row] += other.values[row];
    return one;
}

bool RunRecord::names(std::string_view group, std::string_view thing) const
{
    Dataset const* const labels = results_.find(join(group, leaf_of(group)));
    return labels != nullptr && std::ranges::count(std::get<std::vector<std::string>>(labels->values), thing) > 0;
}

std::size_t RunRecord::place(std::string_view group, std::string_view thing) const
{
    auto const& all = results_.values<std::string>(join(group, leaf_of(group)));
    auto const found = std::ranges::find(all, thing);
    ensure(found != all.end(), fmt::format("measures: {} has no \"{}\"", group, thing));
    return static_cast<std::size_t>(found - all.begin());
}

Track RunRecord::track(std::string_view group, std::string_view column, std::string_view thing, std::size_t inner) const
{
    Dataset const& dataset = results_.at(join(group, column));
    ensure(dataset.shape.size() >= 3 && dataset.shape[0] == 1,
           fmt::format("measures: {} is no series of one run", join(group, column)));
    auto const& values = std::get<std::vector<double>>(dataset.values);
    std::size_t const things = dataset.shape[2], inside = dataset.shape.size() > 3 ? dataset.shape[3] : 1;
    std::size_t const chosen = place(group, thing);
    Track track{results_.values<double>(join(group, "time_h")), {}};
    for (std::size_t row = 0; row < dataset.shape[1]; ++row)
        track.values.push_back(values[(row * things + chosen) * inside + inner]);
    return track;
}

Track RunRecord::mid(std::string_view market) const
{
    return track(names("/series/market", market) ? "/series/market" : "/series/perp", "mid", market);
}

Track RunRecord::depth(std::string_view market) const
{
    return names("/series/market", market) ? track("/series/market", "depth_bid_usd", market, one_percent)
                                           : track("/series/perp", "depth_usd", market);
}

Track RunRecord::perps(std::string_view column, std::vector<std::string> const& markets) const
{
    Track sum;
    for (std::string const& market : markets.empty() ? results_.values<std::string>("/series/perp/perp") : markets)
        sum = added(std::move(sum), track("/series/perp", column, market));
    return sum;
}

double RunRecord::outcome(std::string_view group, std::string_view name, std::string_view thing) const
{
    return results_.values<double>(join(group, name)).at(place(group, thing));
}

double RunRecord::end() const
{
    return results_.values<double>("/summary/simulated_h").at(0);
}

}  // namespace stampede
