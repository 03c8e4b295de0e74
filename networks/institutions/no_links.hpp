#pragma once
// Only the exposures that the experiment writes down.

#include "networks/institution_network.hpp"

namespace stampede {

/// Adds nothing to the exposures written in the experiment.
class NoLinks final : public InstitutionNetwork {
  public:
    [[nodiscard]] std::vector<Link> build(std::uint32_t /*nodes*/, Draws const& /*draws*/) const override { return {}; }
};

}  // namespace stampede
