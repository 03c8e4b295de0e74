#pragma once
// A few people whom very many hear of.

#include "networks/social_network.hpp"

namespace stampede {

/// Preferential attachment: people arrive in a drawn order and choose degree / 2 earlier ones in proportion to the
/// contacts these have. The tail of the degrees falls as degree^-2.
/// @source Barabasi, Albert, Science 286, 1999, 509-512
class BarabasiAlbertContacts final : public SocialNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("degree", degree_, Range{2, not_negative.high}, "people", "mean number of contacts of a person, even");
    }
    /// @throws InputError if the degree is odd or there are too few people for it
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                    Draws const& draws) const override;

  private:
    std::int64_t degree_ = 8;
};

}  // namespace stampede
