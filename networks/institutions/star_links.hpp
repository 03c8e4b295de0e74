#pragma once
// One institution in the middle.

#include "networks/institutions/link_weights.hpp"

namespace stampede {

/// Every other institution lends to the first one, borrows from it, or both.
class StarLinks final : public InstitutionNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field.pick("centre", centre_, {"borrows", "lends", "both"}, "what the first institution does with the others");
        weights_.visit(field);
    }
    [[nodiscard]] std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const override;

  private:
    enum class Centre { borrows, lends, both };

    Centre centre_ = Centre::both;
    LinkWeights weights_;
};

}  // namespace stampede
