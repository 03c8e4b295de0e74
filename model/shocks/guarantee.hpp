#pragma once
// A promise to pay in the place of a venue.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// The rest of the world promises to pay clients up to a sum if the venue fails; it counts as coverage.
class Guarantee final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return usd_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    double usd_ = 0;
};

}  // namespace stampede
