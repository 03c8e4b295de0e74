#pragma once
// How a social graph is made; one builder a file, the list is in networks/roster.cpp.

#include <cstdint>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/graphs/social.hpp"

namespace stampede {

/// Builds a social graph from a number of people and keyed luck.
class SocialNetwork {
  public:
    virtual ~SocialNetwork() = default;
    virtual void visit(FieldVisitor&) {}
    /// @param people        vertices 0 .. people-1; people of one venue are neighbours in this order
    /// @param venue_of      first venue of every person (for builders that make communities); may be empty
    [[nodiscard]] virtual SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                            Draws const& draws) const = 0;
};

template <>
Roster<SocialNetwork> const& roster<SocialNetwork>();

}  // namespace stampede
