#pragma once
// Concentration, ratios of a balance sheet, cores of a graph. Pure functions, not part of the step.

#include <cstdint>
#include <span>
#include <vector>

namespace stampede {

// --- concentration (sizes are not negative; InputError if one is) ---------------------------------------------------

/// Herfindahl-Hirschman index, sum of squared shares [1]; 1/n if all are equal, 1 if one has all, 0 if nobody has any.
[[nodiscard]] double herfindahl(std::span<double const> sizes);

/// Gini coefficient [1] of a population (no small-sample correction): sum_i (2 i - n - 1) x_(i) / (n sum x).
[[nodiscard]] double gini(std::span<double const> sizes);

/// Share of the `count` largest in the sum [1].
[[nodiscard]] double top_share(std::span<double const> sizes, std::size_t count);

// --- balance sheets -------------------------------------------------------------------------------------------------

/// Equity per unit of assets [1]; Basel's leverage ratio. @throws InputError unless assets > 0
[[nodiscard]] double leverage_ratio(double equity, double assets);

/// Equity per unit of risk-weighted assets [1]. @throws InputError if sizes differ or nothing carries a weight
[[nodiscard]] double risk_weighted_ratio(double equity, std::span<double const> assets,
                                         std::span<double const> risk_weights);

/// Failures that followed, as a share of those who could follow: (final - first) / (members - first) [1]; 0 if all
/// failed at once.
[[nodiscard]] double contagion_index(std::size_t first, std::size_t final, std::size_t members);

// --- cores of an undirected graph -----------------------------------------------------------------------------------

/// Neighbours of every vertex; a neighbour listed twice counts twice (a directed graph's edges and their reverses).
using Neighbours = std::vector<std::vector<std::uint32_t>>;

/// Largest k such that the vertex belongs to a subgraph in which everyone has k neighbours.
/// @throws InputError if a neighbour does not exist
/// @source Batagelj, Zaversnik, arXiv cs/0310049, 2003
[[nodiscard]] std::vector<std::uint32_t> core_numbers(Neighbours const& graph);

/// Round in which the vertex is peeled off, from 1; vertices without neighbours are layer 1 of their own.
/// @throws InputError if a neighbour does not exist
/// @source Hebert-Dufresne, Grochow, Allard, Scientific Reports 6, 2016, 31708
[[nodiscard]] std::vector<std::uint32_t> onion_layers(Neighbours const& graph);

}  // namespace stampede
