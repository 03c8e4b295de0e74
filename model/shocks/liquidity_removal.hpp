#pragma once
// Passive owners of a pool's shares leave it.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// The passive owners of a pool take a part of all its shares out in this step, in one coin or in all of them.
class LiquidityRemoval final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return share_.value() == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string pool_, coin_;
    Share share_{0.1};
};

}  // namespace stampede
