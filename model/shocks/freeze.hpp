#pragma once
// What an institution has placed cannot be had for a while.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Nothing that one debtor owes an institution is paid while it is frozen; it is still owed, and bears its yield.
class Freeze final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return duration_ == Duration{0}; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string institution_, debtor_;
    Duration duration_{3 * 86400.0};
};

}  // namespace stampede
