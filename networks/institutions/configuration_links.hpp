#pragma once
// Exposures with given numbers of debtors and creditors.

#include "networks/institutions/link_weights.hpp"

namespace stampede {

/// Every institution draws how many it lends to and how many it borrows from (rounded, at most everyone else); these
/// ends are paired by pure chance. The surplus of the longer side, links to oneself and repeats are erased.
/// @source erased configuration model: Chen, Olvera-Cravioto, Stoch. Syst. 3, 2013, 147-186 (directed)
class ConfigurationLinks final : public InstitutionNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("debtors", debtors_, not_negative, "institutions", "number of institutions that one lends to");
        field("creditors", creditors_, not_negative, "institutions", "number of institutions that one borrows from");
        weights_.visit(field);
    }
    [[nodiscard]] std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const override;

  private:
    Distribution debtors_ = Distribution::pareto(1, 2), creditors_ = Distribution::pareto(1, 2);
    LinkWeights weights_;
};

}  // namespace stampede
