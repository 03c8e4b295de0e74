#pragma once
// An institution fails for reasons outside the model.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// A bank, lender, exchange or fund has failed from now on; contagion clears it like any other.
class Failure final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    void apply(World& world, EventId cause) const override;

  private:
    std::string institution_;
};

}  // namespace stampede
