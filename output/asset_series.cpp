#include "output/asset_series.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

#include "model/base/math.hpp"

namespace stampede {

namespace {

constexpr Duration day{86400}, week{7 * 86400.0};

}  // namespace

void PriceTape::add(View& seen)
{
    for (std::size_t i = 0; i < seen.assets.size(); ++i)
        price_.push_back(seen.price(AssetId::of(i)).value());
}

std::vector<double> PriceTape::of(View& seen, AssetId asset) const
{
    std::vector<double> prices{first_price(seen, asset)};
    for (std::size_t i = asset.index(); i < price_.size(); i += seen.assets.size())
        prices.push_back(price_[i]);
    return prices;
}

void PriceTape::columns(ColumnVisitor& column)
{
    column("price", price_, "USD/coin");
}

double steps_per_year(Clock const& clock)
{
    return 365 * 86400 / clock.dt();
}

std::vector<double> rolling_drawdown(std::vector<double> const& prices, std::int64_t window)
{
    std::vector<double> falls;
    std::deque<std::size_t> highs;  // falling prices, each the highest from itself on
    for (std::size_t t = 0; t < prices.size(); ++t) {
        while (!highs.empty() && prices[highs.back()] <= prices[t])
            highs.pop_back();
        highs.push_back(t);
        while (highs.front() + static_cast<std::size_t>(window) < t)
            highs.pop_front();
        falls.push_back(prices[highs.front()] > 0 ? 1 - prices[t] / prices[highs.front()] : missing());
    }
    return falls;
}

std::vector<double> rolling_volatility(std::vector<double> const& prices, std::int64_t window, double per_year)
{
    // Sums of squares up to each step; a calm window has equal sums and a volatility of exactly 0.
    std::vector<double> squares{0}, volatility{missing()};
    for (std::size_t t = 1; t < prices.size(); ++t) {
        double const change = prices[t] == prices[t - 1] ? 0 : log(prices[t] / prices[t - 1]);
        squares.push_back(squares.back() + change * change);
        std::size_t const first = t - std::min(t, static_cast<std::size_t>(window));
        double const mean = (squares[t] - squares[first]) / static_cast<double>(t - first);
        volatility.push_back(std::sqrt(mean * per_year));
    }
    return volatility;
}

void AssetSeries::add(View& seen)
{
    for (std::size_t i = 0; i < seen.assets.size(); ++i) {
        fundamental_.push_back(seen.assets[i].fundamental);
        supply_.push_back(static_cast<double>(seen.ledger.supply(AssetId::of(i)).value()) / seen.assets[i].unit);
    }
}

void AssetSeries::columns(ColumnVisitor& column)
{
    column("fundamental", fundamental_, "USD/coin");
    column("supply", supply_, "coin");
}

void AssetSeries::capture(Capture& into, View& seen, PriceTape const& tape,
                          std::vector<std::int64_t> const& steps) const
{
    std::size_t const assets = seen.assets.size();
    into.column<double>("/series/asset/fundamental") = fundamental_;
    into.column<double>("/series/asset/supply") = supply_;
    auto& price = into.column<double>("/series/asset/price");
    auto& drawdown = into.column<double>("/series/asset/drawdown_7d");
    auto& volatility = into.column<double>("/series/asset/volatility");
    auto& peg = into.column<double>("/series/asset/peg_deviation");
    for (auto* const column : {&price, &drawdown, &volatility, &peg})
        column->resize(steps.size() * assets);
    for (std::size_t i = 0; i < assets; ++i) {
        std::vector<double> const prices = tape.of(seen, AssetId::of(i));
        std::vector<double> const falls = rolling_drawdown(prices, seen.clock.steps_in(week, 1));
        std::vector<double> const moves =
            rolling_volatility(prices, seen.clock.steps_in(day, 1), steps_per_year(seen.clock));
        bool const pegged = seen.assets[i].profile.kind == AssetKind::stablecoin;
        for (std::size_t row = 0; row < steps.size(); ++row) {
            std::size_t const at = row * assets + i, t = static_cast<std::size_t>(steps[row]) + 1;
            price[at] = prices[t];
            drawdown[at] = falls[t];
            volatility[at] = moves[t];
            peg[at] = pegged ? prices[t] - 1 : missing();
        }
    }
}

}  // namespace stampede
