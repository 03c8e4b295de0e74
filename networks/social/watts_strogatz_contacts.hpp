#pragma once
// A small world: neighbours on a ring, and some far contacts.

#include "networks/social_network.hpp"

namespace stampede {

/// Everyone starts with the `degree` nearest people on a ring; then each contact is moved, with probability `rewiring`,
/// from the neighbour to somebody drawn from everyone who is not yet a contact.
/// The ring has the order of the people, so neighbours mostly share a venue.
/// @source Watts, Strogatz, Nature 393, 1998, 440-442
class WattsStrogatzContacts final : public SocialNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("degree", degree_, not_negative, "people", "contacts of a person on the ring, even");
        field("rewiring", rewiring_, unit_interval, "1", "probability that a contact is moved to somebody far");
    }
    /// @throws InputError if the degree is odd or there are too few people for it
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                    Draws const& draws) const override;

  private:
    std::int64_t degree_ = 8;
    double rewiring_ = 0.1;
};

}  // namespace stampede
