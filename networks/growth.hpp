#pragma once
// Growth by preferential attachment: those who have many links get more.

#include <cstdint>
#include <vector>

#include "model/base/draws.hpp"
#include "model/graphs/social.hpp"

namespace stampede {

/// Edges (newcomer, elder) of a Barabasi-Albert graph on nodes numbered by arrival: the first `links` + 1 nodes are a
/// clique, every later one links to `links` different elders, each chosen in proportion to its degree so far.
/// @source Barabasi, Albert, Science 286, 1999, 509-512; limit law P(k) = 2 m (m+1) / (k (k+1) (k+2)): Bollobas,
/// Riordan,
///         Spencer, Tusnady, Random Struct. Algorithms 18, 2001, 279-290
[[nodiscard]] std::vector<Contact> grown_by_preference(std::uint32_t nodes, std::uint32_t links, Draws const& draws,
                                                       Purpose purpose);

}  // namespace stampede
