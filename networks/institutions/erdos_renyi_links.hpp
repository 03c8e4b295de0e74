#pragma once
// Exposures by pure chance.

#include "networks/institutions/link_weights.hpp"

namespace stampede {

/// Directed G(n, p): every ordered pair is a link with the same probability degree / (nodes - 1), as in the graphs of
/// Gai, Kapadia, Proc. R. Soc. A 466, 2010, 2401-2423.
class ErdosRenyiLinks final : public InstitutionNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("degree", degree_, not_negative, "institutions", "mean number of debtors of a creditor");
        weights_.visit(field);
    }
    [[nodiscard]] std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const override;

  private:
    double degree_ = 3;
    LinkWeights weights_;
};

}  // namespace stampede
