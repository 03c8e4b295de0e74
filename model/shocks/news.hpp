#pragma once
// A message about an institution.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Adds the level of the message to the news level of the institution, up to 1: messages add up while they are
/// remembered, so one more is never without effect, and which of two came first in a step does not matter.
class News final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return size_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    NewsLevel level_ = NewsLevel::leak;
    double size_ = 1;
};

}  // namespace stampede
