#pragma once
// A venue speaks.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Takes the believed part off the news level and, if it is of par, off what the price of a coin says. If a gate or a
/// failure proves it false while it is remembered, those who heard it trust the venue less.
class Announcement final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return credibility_ == Share{0}; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    Share credibility_{0.5};
    bool of_peg_ = false;
};

}  // namespace stampede
