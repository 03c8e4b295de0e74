#pragma once
// Everyone hears of everyone.

#include "networks/social_network.hpp"

namespace stampede {

/// Mean field: all people are contacts of all others; nothing is stored.
class CompleteContacts final : public SocialNetwork {
  public:
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                                    Draws const& /*draws*/) const override
    {
        return SocialGraph::complete(people);
    }
};

}  // namespace stampede
