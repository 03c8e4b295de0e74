#pragma once
// A venue opens its books: proof of reserves.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Everybody sees the true coverage, hidden losses included, and from now on the true equity is tested.
class Disclosure final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
};

}  // namespace stampede
