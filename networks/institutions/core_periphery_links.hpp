#pragma once
// A core that deals with everyone, and a periphery that deals with the core.

#include "networks/institutions/link_weights.hpp"

namespace stampede {

/// The first institutions are the core. Every ordered pair is a link with the probability of its block: core to core,
/// between core and periphery (either way), periphery to periphery. 1, anything, 0 is the pure tiering of the source.
/// @source Craig, von Peter, J. Financial Intermediation 23(3), 2014, 322-347
class CorePeripheryLinks final : public InstitutionNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("core", core_, not_negative, "institutions", "number of institutions in the core: the first ones");
        field("within_core", within_core_, unit_interval, "1", "probability of a link from core to core");
        field("across", across_, unit_interval, "1", "probability of a link between core and periphery, each way");
        field("within_periphery", within_periphery_, unit_interval, "1", "probability of a link inside the periphery");
        weights_.visit(field);
    }
    [[nodiscard]] std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const override;

  private:
    std::int64_t core_ = 3;
    double within_core_ = 1, across_ = 0.3, within_periphery_ = 0;
    LinkWeights weights_;
};

}  // namespace stampede
