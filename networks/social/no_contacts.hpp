#pragma once
// Nobody hears of anybody.

#include "networks/social_network.hpp"

namespace stampede {

/// No contacts: users see the venue's public signals only.
class NoContacts final : public SocialNetwork {
  public:
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                                    Draws const& /*draws*/) const override
    {
        return SocialGraph{people, {}};
    }
};

}  // namespace stampede
