#include "model/base/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

bool all_finite(std::vector<double> const& values)
{
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

void require_rising(std::vector<double> const& values, std::string_view what)
{
    for (std::size_t i = 1; i < values.size(); ++i)
        require(values[i - 1] <= values[i],
                fmt::format("{} must not fall, but {} is followed by {}", what, values[i - 1], values[i]));
}

/// First piece [table[i], table[i + 1]) that holds p, among pieces of positive width.
std::size_t piece_of(std::vector<double> const& table, double p)
{
    auto const above = std::upper_bound(table.begin() + 1, table.end() - 1, p);
    return static_cast<std::size_t>(above - table.begin()) - 1;
}

}  // namespace

Distribution::Distribution(Kind kind, std::vector<double> first, std::vector<double> second)
    : kind_{kind}, first_{std::move(first)}, second_{std::move(second)}
{
    require(all_finite(first_) && all_finite(second_), "distribution: every number must be finite");
}

Distribution Distribution::constant(double value)
{
    return {Kind::constant, {value}, {}};
}

Distribution Distribution::uniform(double low, double high)
{
    require(low <= high, fmt::format("uniform: low = {} must not exceed high = {}", low, high));
    return {Kind::uniform, {low, high}, {}};
}

Distribution Distribution::normal(double mean, double sd)
{
    require(sd >= 0, fmt::format("normal: sd = {} must not be negative", sd));
    return {Kind::normal, {mean, sd}, {}};
}

Distribution Distribution::lognormal(double median, double sigma)
{
    require(median > 0, fmt::format("lognormal: median = {} must be positive", median));
    require(sigma >= 0, fmt::format("lognormal: sigma = {} must not be negative", sigma));
    return {Kind::lognormal, {median, sigma}, {}};
}

Distribution Distribution::pareto(double minimum, double exponent)
{
    require(minimum > 0, fmt::format("pareto: minimum = {} must be positive", minimum));
    require(exponent > 0, fmt::format("pareto: exponent = {} must be positive", exponent));
    return {Kind::pareto, {minimum, exponent}, {}};
}

Distribution Distribution::beta(double a, double b)
{
    Distribution made{Kind::beta, {a, b}, {}};
    made.beta_ = BetaQuantile{a, b};
    return made;
}

Distribution Distribution::quantiles(std::vector<double> probabilities, std::vector<double> values)
{
    require(probabilities.size() == values.size() && values.size() >= 2,
            fmt::format("quantiles: {} probabilities for {} values; both need the same number, at least 2",
                        probabilities.size(), values.size()));
    require(probabilities.front() == 0 && probabilities.back() == 1, "quantiles: probabilities must run from 0 to 1");
    require_rising(probabilities, "quantiles: probabilities");
    require_rising(values, "quantiles: values");
    return {Kind::quantiles, std::move(probabilities), std::move(values)};
}

Distribution Distribution::histogram(std::vector<double> edges, std::vector<double> weights)
{
    require(
        !weights.empty() && edges.size() == weights.size() + 1,
        fmt::format("histogram: {} weights need {} edges, not {}", weights.size(), weights.size() + 1, edges.size()));
    require(edges.front() >= 0, fmt::format("histogram: first edge = {} must not be negative", edges.front()));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        require(edges[i] < edges[i + 1],
                fmt::format("histogram: edge {} must lie below the next, {}", edges[i], edges[i + 1]));
        require(weights[i] >= 0, fmt::format("histogram: weight {} must not be negative", weights[i]));
    }
    Distribution made{Kind::histogram, std::move(edges), std::move(weights)};
    made.table_ = {0.0};
    for (double const weight : made.second_)
        made.table_.push_back(made.table_.back() + weight);
    double const total = made.table_.back();
    require(total > 0 && std::isfinite(total), "histogram: the weights must have a positive sum");
    for (double& share : made.table_)
        share /= total;
    return made;
}

Distribution Distribution::column(std::vector<double> values)
{
    require(!values.empty(), "column: needs at least one value");
    Distribution made{Kind::column, std::move(values), {}};
    made.table_ = made.first_;
    std::sort(made.table_.begin(), made.table_.end());
    return made;
}

double Distribution::quantile(double p) const
{
    switch (kind_) {
        case Kind::constant:
            return first_[0];
        case Kind::uniform:
            return std::min(first_[0] + (first_[1] - first_[0]) * p, first_[1]);
        case Kind::normal:
            return first_[0] + first_[1] * normal_quantile(p);
        case Kind::lognormal:
            return first_[0] * exp(first_[1] * normal_quantile(p));
        case Kind::pareto:
            return first_[0] * exp(-log(1 - p) / first_[1]);
        case Kind::beta:
            return beta_(p);
        case Kind::quantiles:
            return quantiles_quantile(p);
        case Kind::histogram:
            return histogram_quantile(p);
        case Kind::column:
            return table_[std::min(static_cast<std::size_t>(p * static_cast<double>(table_.size())),
                                   table_.size() - 1)];
    }
    throw BrokenInvariant{"distribution: unknown kind"};
}

double Distribution::quantiles_quantile(double p) const
{
    std::size_t const i = piece_of(first_, p);
    double const part = (p - first_[i]) / (first_[i + 1] - first_[i]);
    return second_[i] + (second_[i + 1] - second_[i]) * part;
}

double Distribution::histogram_quantile(double p) const
{
    std::size_t const i = piece_of(table_, p);
    double const low = first_[i];
    double const high = first_[i + 1];
    double const part = (p - table_[i]) / (table_[i + 1] - table_[i]);
    if (low == 0)
        return high * part;
    return std::clamp(low * exp(part * log(high / low)), low, high);
}

double Distribution::at(std::uint64_t row, std::uint64_t rows, Draws const& draws, Purpose purpose) const
{
    if (kind_ == Kind::constant)
        return first_[0];
    if (kind_ == Kind::column)
        return first_[row % first_.size()];
    if (!stratified_)
        return quantile(draws.inner_uniform(purpose, row));
    ensure(row < rows, "distribution: row outside its population", row);
    auto const place = static_cast<double>(Permutation{rows, draws, purpose}(row));
    return quantile((place + 0.5) / static_cast<double>(rows));
}

double Distribution::lowest() const
{
    switch (kind_) {
        case Kind::normal:
            return first_[1] == 0 ? first_[0] : -infinity;
        case Kind::lognormal:
            return first_[1] == 0 ? first_[0] : 0;
        case Kind::beta:
            return 0;
        case Kind::quantiles:
            return second_.front();
        case Kind::column:
            return table_.front();
        default:
            return first_.front();
    }
}

double Distribution::highest() const
{
    switch (kind_) {
        case Kind::normal:
        case Kind::lognormal:
            return first_[1] == 0 ? first_[0] : infinity;
        case Kind::pareto:
            return infinity;
        case Kind::beta:
            return 1;
        case Kind::quantiles:
            return second_.back();
        case Kind::column:
            return table_.back();
        default:
            return first_.back();
    }
}

}  // namespace stampede
