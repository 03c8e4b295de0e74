#pragma once
// A promise to pay in the place of a venue.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// The rest of the world promises to pay clients up to a sum if the venue fails; it counts as coverage. If it says so,
/// it also ends freezes: what others have placed with the venue can be had again from a given time on.
class Guarantee final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return usd_ == 0 && !lifts_freezes_; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    double usd_ = 0;
    bool lifts_freezes_ = false;
    Duration lifted_after_{0};
};

}  // namespace stampede
