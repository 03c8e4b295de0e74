#pragma once
// Exposure matrices that fit what every institution lends and borrows in total.

#include <vector>

#include "model/base/draws.hpp"

namespace stampede {

/// Totals of every institution, in one order [USD].
struct Margins {
    std::vector<double> lent, borrowed;
};

/// `exposure[i][j]` = what i lends to j [USD].
using ExposureMatrix = std::vector<std::vector<double>>;

/// The matrix without a diagonal that spreads exposures most evenly: rows and columns are scaled in turn (RAS,
/// iterative proportional fitting) until every margin holds to 1e-12 of the total.
/// @throws InputError if the totals differ, or one institution lends and borrows more than the total of all lending
/// @source Upper, Worms, European Economic Review 48(4), 2004, 827-849
[[nodiscard]] ExposureMatrix maximum_entropy(Margins const& margins);

/// A matrix with few links: large margins are matched first, a partner is drawn in proportion to how unequal the two
/// margins are, each link takes all it can. The sparsest of several attempts is returned.
/// @throws InputError as above
/// @source Anand, Craig, von Peter, Quantitative Finance 15(4), 2015, 625-636 (a greedy form of their search)
[[nodiscard]] ExposureMatrix minimum_density(Margins const& margins, Draws const& draws);

}  // namespace stampede
