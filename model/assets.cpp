#include "model/assets.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/math.hpp"

namespace stampede {

void PricePath::visit(FieldVisitor& field)
{
    field.reference("file", file, RefersTo::file, "CSV file of a historical price, read when the experiment is loaded");
    field("time_column", time_column, "its column of times (ISO 8601, UTC, or hours after the start)");
    field("price_column", price_column, "its column of prices");
    field("hours", hours, {}, "h", "times of the points after the start of the experiment, rising");
    field("prices", prices, positive, "USD/coin", "prices at those times; log-linear between them");
}

double PricePath::at(double hour) const
{
    auto const after = std::upper_bound(hours.begin(), hours.end(), hour);
    if (after == hours.begin())
        return prices.front();
    if (after == hours.end())
        return prices.back();
    auto const i = static_cast<std::size_t>(after - hours.begin());
    double const share = (hour - hours[i - 1]) / (hours[i] - hours[i - 1]);
    return exp(log(prices[i - 1]) * (1 - share) + log(prices[i]) * share);
}

void AssetParameters::visit(FieldVisitor& field)
{
    field.pick("kind", kind, {"fiat", "crypto", "stablecoin"}, "what the asset is");
    field("decimals", decimals, {0, 8}, "1", "digits of the smallest unit");
    field("price", price, positive, "USD/coin", "price at the start, unless a path gives it");
    field("supply", supply, not_negative, "coins",
          "coins in the world; 0 = what the holders of the experiment have and as much again outside");
    field("path", path, "historical price; the asset is then exogenous and trades move it only for a time");
    field("volatility", volatility, {0, 10}, "1", "standard deviation of a day's log return of the fundamental value");
    field("market_beta", market_beta, {-1, 1}, "1", "correlation of the diffusion with the common market factor");
    field("jumps_per_day", jumps_per_day, {0, 1000}, "1/day", "intensity of jumps of the fundamental value");
    field("jump_mean", jump_mean, {-10, 10}, "1", "mean log size of a jump");
    field("jump_sd", jump_sd, {0, 10}, "1", "standard deviation of the log size of a jump");
    field("reversion_time", reversion_time, not_negative,
          "time in which the effect of trades on the price decays towards the fundamental value; 0 = never");
}

double Asset::next_fundamental(double hour, double days, std::size_t index, std::int64_t step, Draws const& draws) const
{
    if (!profile.path.empty())
        return profile.path.at(hour) * shocked;
    auto const counter = static_cast<std::uint64_t>(step);
    double const volatility = profile.volatility.value();
    double const beta = profile.market_beta.value();
    double const common = normal_quantile(draws.inner_uniform("asset/market factor", 0, counter));
    double const own = normal_quantile(draws.inner_uniform("asset/own factor", index, counter));
    double const luck = draws.uniform("asset/jump", index, counter);
    double const size = normal_quantile(draws.inner_uniform("asset/jump size", index, counter));
    double move = 0;
    if (volatility > 0)
        move += volatility * std::sqrt(days) * (beta * common + std::sqrt(1 - beta * beta) * own) -
                0.5 * volatility * volatility * days;
    if (luck < 1 - exp(-profile.jumps_per_day * days))
        move += profile.jump_mean.value() + profile.jump_sd.value() * size;
    return move == 0 ? fundamental : fundamental * exp(move);
}

}  // namespace stampede
