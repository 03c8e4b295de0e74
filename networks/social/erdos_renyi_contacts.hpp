#pragma once
// Contacts by pure chance.

#include "networks/social_network.hpp"

namespace stampede {

/// G(n, p): every pair of people are contacts with the same probability degree / (people - 1).
/// @source Gilbert, Ann. Math. Stat. 30, 1959, 1141-1144; Erdos, Renyi, Publ. Math. Debrecen 6, 1959, 290-297
class ErdosRenyiContacts final : public SocialNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("degree", degree_, not_negative, "people", "mean number of contacts of a person");
    }
    /// @throws InputError if there are too few people for the degree
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                    Draws const& draws) const override;

  private:
    double degree_ = 8;
};

}  // namespace stampede
