#pragma once
// Who could bring down whom, directly and through others. Pure functions on a balance-sheet network, not part of the
// step.

#include <vector>

namespace stampede {

using SquareMatrix = std::vector<std::vector<double>>;

/// Impact of i on j [1]: share of j's buffer that j loses if i pays nothing, min(1, liabilities_ij / buffer_j).
/// @param liabilities  [i][j] = what i owes j
/// @throws InputError unless the matrix is square with one positive buffer each and no negative entry
/// @source Silva, Souza, Tabak, Banco Central do Brasil Working Paper 392, 2015
[[nodiscard]] SquareMatrix impact_matrix(SquareMatrix const& liabilities, std::vector<double> const& buffers);

/// 1 where the impact exhausts the buffer, else 0.
[[nodiscard]] SquareMatrix binary_impact(SquareMatrix const& impact);

/// exp(matrix): walks from i to j, those of length k weighted by 1/k!.
/// @throws InputError unless the matrix is square, not negative and its rows sum to at most 700
/// @source Estrada, Hatano, Physical Review E 77, 2008, 036111
[[nodiscard]] SquareMatrix communicability(SquareMatrix const& matrix);

/// Contagion walks that end at each, relative to the direct ones [1]; above 1 it is remotely vulnerable, 0 if nobody
/// can bring it down.
/// @param impact  usually binary
/// @source Silva, Souza, Tabak, Banco Central do Brasil Working Paper 391, 2015
[[nodiscard]] std::vector<double> impact_susceptibility(SquareMatrix const& impact);

/// Mean susceptibility [1].
[[nodiscard]] double impact_fluidity(SquareMatrix const& impact);

/// Contagion walks lost if one could not pass anything on, relative to its direct impacts [1].
struct ImpactDiffusion {
    std::vector<double> start;         ///< walks that begin at it
    std::vector<double> intermediate;  ///< walks that pass through it
};
[[nodiscard]] ImpactDiffusion impact_diffusion(SquareMatrix const& impact);

}  // namespace stampede
