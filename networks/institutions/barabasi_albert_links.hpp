#pragma once
// A few institutions with whom very many deal.

#include "networks/institutions/link_weights.hpp"

namespace stampede {

/// Preferential attachment in the order of the experiment, so the first institutions become hubs; who of the two lends
/// is drawn.
/// @source Barabasi, Albert, Science 286, 1999, 509-512
class BarabasiAlbertLinks final : public InstitutionNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("links", links_, Range{1, not_negative.high}, "institutions", "partners that each newcomer chooses");
        weights_.visit(field);
    }
    [[nodiscard]] std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const override;

  private:
    std::int64_t links_ = 2;
    LinkWeights weights_;
};

}  // namespace stampede
