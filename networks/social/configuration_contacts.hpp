#pragma once
// Contacts with given degrees.

#include "model/base/distribution.hpp"
#include "networks/social_network.hpp"

namespace stampede {

/// Everyone draws a number of contacts (rounded, at most everyone else); these half-contacts are paired by pure chance.
/// Pairs of one person and repeated pairs are erased, so realised degrees may fall a little short.
/// @source erased configuration model: Britton, Deijfen, Martin-Lof, J. Stat. Phys. 124, 2006, 1377-1397
class ConfigurationContacts final : public SocialNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("degree", degree_, not_negative, "people", "number of contacts of a person, drawn once per person");
    }
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                    Draws const& draws) const override;

  private:
    Distribution degree_ = Distribution::pareto(4, 2.5);
};

}  // namespace stampede
