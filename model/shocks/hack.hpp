#pragma once
// Somebody steals from hot storage.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Tokens leave an institution's hot storage for the rest of the world. Losses are booked to `operational`.
class Hack final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return share_ == Share{0} && coins_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string institution_, asset_;
    Share share_{0.1};
    double coins_ = 0;
};

}  // namespace stampede
