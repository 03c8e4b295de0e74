#pragma once
// An entry of the timeline: something from outside that happens at a time.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/world.hpp"

namespace stampede {

/// A shock kind says what it changes. It is applied once, in the first step that ends after `at`.
class Shock {
  public:
    virtual ~Shock() = default;
    virtual void visit(FieldVisitor& field) = 0;
    /// @param cause  the shock's own event
    virtual void apply(World& world, EventId cause) const = 0;
    [[nodiscard]] Duration at() const { return at_; }

  protected:
    /// Every shock has a time; call this first in `visit`.
    void visit_time(FieldVisitor& field) { field("at", at_, not_negative, "time after the start at which it happens"); }

  private:
    Duration at_{0};
};

template <>
Roster<Shock> const& roster<Shock>();

}  // namespace stampede
