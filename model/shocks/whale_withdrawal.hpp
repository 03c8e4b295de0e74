#pragma once
// The largest clients leave.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// The largest accounts of a venue in one asset ask for payment, one after the other, until the sum is reached.
class WhaleWithdrawal final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return usd_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_, asset_;
    double usd_ = 0;
};

}  // namespace stampede
