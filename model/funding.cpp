#include "model/funding.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {
namespace {

std::vector<IndexSource> usable(std::span<IndexSource const> sources)
{
    std::vector<IndexSource> kept;
    for (IndexSource const& source : sources)
        if (source.weight > 0 && source.price.value() > 0)
            kept.push_back(source);
    require(!kept.empty(), "an index needs at least one source with a price and a weight");
    return kept;
}

Price weighted_median(std::vector<IndexSource> sources)
{
    std::sort(sources.begin(), sources.end(),
              [](IndexSource const& a, IndexSource const& b) { return a.price < b.price; });
    double whole = 0;
    for (IndexSource const& source : sources)
        whole += source.weight;
    double below = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        below += sources[i].weight;
        if (2 * below == whole && i + 1 < sources.size())
            return Price{0.5 * (sources[i].price.value() + sources[i + 1].price.value())};
        if (2 * below >= whole)
            return sources[i].price;
    }
    return sources.back().price;
}

/// Sources with outliers brought to the edge of what is believed.
std::vector<IndexSource> clamped(std::span<IndexSource const> sources, double clamp)
{
    std::vector<IndexSource> kept = usable(sources);
    double const middle = weighted_median(kept).value();
    for (IndexSource& source : kept)
        source.price = Price{std::clamp(source.price.value(), middle * (1 - clamp), middle * (1 + clamp))};
    return kept;
}

}  // namespace

double funding_interest(double quote_rate_per_day, double base_rate_per_day, double intervals_per_day)
{
    require(intervals_per_day > 0, "funding needs at least one interval a day");
    return (quote_rate_per_day - base_rate_per_day) / intervals_per_day;
}

double funding_premium(Price impact_bid, Price impact_ask, Price index)
{
    require(impact_bid.value() > 0 && impact_ask.value() > 0 && index.value() > 0, "a premium needs prices above 0");
    double const over = std::max(0.0, impact_bid.value() - index.value());
    double const under = std::max(0.0, index.value() - impact_ask.value());
    return (over - under) / index.value();
}

double funding_rate(double premium, double interest, double clamp, double cap)
{
    return std::clamp(premium + std::clamp(interest - premium, -clamp, clamp), -cap, cap);
}

Price fair_price(Price index, double rate, double left)
{
    return Price{index.value() * (1 + rate * left)};
}

Price median(std::array<Price, 3> prices)
{
    std::sort(prices.begin(), prices.end());
    return prices[1];
}

Price median_index(std::span<IndexSource const> sources, double clamp)
{
    return weighted_median(clamped(sources, clamp));
}

Price mean_index(std::span<IndexSource const> sources, double clamp)
{
    double sum = 0, whole = 0;
    for (IndexSource const& source : clamped(sources, clamp)) {
        sum += source.weight * source.price.value();
        whole += source.weight;
    }
    return Price{sum / whole};
}

}  // namespace stampede
