#pragma once
// The lender of last resort.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// The rest of the world lends tokens into hot storage, as far as it has them, to be repaid at the end of the term.
class EmergencyLoan final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return usd_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_, asset_;
    double usd_ = 0;
    Share yearly_rate_{0.05};
    Duration term_{30 * 86400.0};
};

}  // namespace stampede
