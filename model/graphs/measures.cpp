#include "model/graphs/measures.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {
namespace {

double sum_of(std::span<double const> sizes)
{
    require(std::ranges::all_of(sizes, [](double x) { return x >= 0; }), "concentration: a size must not be negative");
    return std::accumulate(sizes.begin(), sizes.end(), 0.0);
}

struct Peeling {
    std::vector<std::uint32_t> core, layer;
};

// Takes off, round by round, all whose degree is at most the present core's; the core rises when none is left.
Peeling peel(Neighbours const& graph)
{
    std::size_t const n = graph.size();
    std::vector<std::size_t> degree(n);
    for (std::size_t i = 0; i < n; ++i) {
        degree[i] = graph[i].size();
        for (std::uint32_t const other : graph[i])
            require(other < n, "cores: a neighbour is no vertex of the graph");
    }
    Peeling peeling{std::vector<std::uint32_t>(n), std::vector<std::uint32_t>(n)};
    std::vector<std::uint32_t> left(n);
    std::iota(left.begin(), left.end(), 0U);
    std::size_t core = 0;
    for (std::uint32_t layer = 1; !left.empty(); ++layer) {
        core = std::max(core, degree[*std::ranges::min_element(left, {}, [&](std::uint32_t i) { return degree[i]; })]);
        auto const stay =
            std::stable_partition(left.begin(), left.end(), [&](std::uint32_t i) { return degree[i] > core; });
        std::vector<std::uint32_t> const peeled(stay, left.end());
        left.erase(stay, left.end());
        for (std::uint32_t const i : peeled) {
            peeling.core[i] = static_cast<std::uint32_t>(core);
            peeling.layer[i] = layer;
            for (std::uint32_t const other : graph[i])
                --degree[other];
        }
    }
    return peeling;
}

}  // namespace

double herfindahl(std::span<double const> sizes)
{
    double const sum = sum_of(sizes);
    if (sum == 0)
        return 0;
    return std::accumulate(sizes.begin(), sizes.end(), 0.0,
                           [sum](double index, double x) { return index + (x / sum) * (x / sum); });
}

double gini(std::span<double const> sizes)
{
    double const sum = sum_of(sizes);
    if (sum == 0)
        return 0;
    std::vector<double> sorted(sizes.begin(), sizes.end());
    std::ranges::sort(sorted);
    auto const n = static_cast<double>(sorted.size());
    double weighted = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i)
        weighted += (2 * static_cast<double>(i + 1) - n - 1) * sorted[i];
    return weighted / (n * sum);
}

double top_share(std::span<double const> sizes, std::size_t count)
{
    double const sum = sum_of(sizes);
    if (sum == 0)
        return 0;
    std::vector<double> sorted(sizes.begin(), sizes.end());
    std::ranges::sort(sorted, std::greater{});
    sorted.resize(std::min(count, sorted.size()));
    return std::accumulate(sorted.begin(), sorted.end(), 0.0) / sum;
}

double leverage_ratio(double equity, double assets)
{
    require(assets > 0, "leverage ratio: assets must be positive");
    return equity / assets;
}

double risk_weighted_ratio(double equity, std::span<double const> assets, std::span<double const> risk_weights)
{
    require(assets.size() == risk_weights.size(), "risk-weighted ratio: one weight per asset is needed");
    double const weighted = std::inner_product(assets.begin(), assets.end(), risk_weights.begin(), 0.0);
    require(weighted > 0, "risk-weighted ratio: no asset carries a weight");
    return equity / weighted;
}

double contagion_index(std::size_t first, std::size_t final, std::size_t members)
{
    require(first <= final && final <= members, "contagion index: first <= final <= members is needed");
    if (first == members)
        return 0;
    return static_cast<double>(final - first) / static_cast<double>(members - first);
}

std::vector<std::uint32_t> core_numbers(Neighbours const& graph)
{
    return peel(graph).core;
}

std::vector<std::uint32_t> onion_layers(Neighbours const& graph)
{
    return peel(graph).layer;
}

}  // namespace stampede
