#pragma once
// Communities: people of one venue know one another.

#include "networks/social_network.hpp"

namespace stampede {

/// A share of everyone's contacts is kept for the community of the own venue; the rest come from all people alike.
/// With w the community's share of all people, share + (1 - share) w of its contacts are inside: `share` is the
/// inbreeding homophily. Two people of one community of size n are contacts with probability q + share degree / (n -
/// 1), others with q = (1 - share) degree / (people - 1); a community that is too small to hold its share is complete.
/// @source Holland, Laskey, Leinhardt, Social Networks 5, 1983, 109-137 (block model);
///         Currarini, Jackson, Pin, Econometrica 77, 2009, 1003-1045 (inbreeding homophily)
class StochasticBlockContacts final : public SocialNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("degree", degree_, not_negative, "people", "mean number of contacts of a person");
        field("share", share_, unit_interval, "1",
              "contacts kept for the community of the own venue; 0 = no communities");
    }
    /// @param venue_of  community of every person; all are one community if empty
    /// @throws InputError if there are too few people for the degree
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                    Draws const& draws) const override;

  private:
    double degree_ = 8;
    double share_ = 0.5;
};

}  // namespace stampede
