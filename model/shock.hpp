#pragma once
// An entry of the timeline: something from outside that happens at a time.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/world.hpp"

namespace stampede {

/// A shock kind says what it changes. It is applied once, in the step that contains `at`, before anyone decides.
class Shock {
  public:
    virtual ~Shock() = default;
    virtual void visit(FieldVisitor& field) = 0;
    /// @throws InputError if it lacks a name or names what is not there; the text begins with the name of the field
    virtual void check(View& world) const = 0;
    /// True if at this size nothing happens; then nothing is recorded either.
    [[nodiscard]] virtual bool neutral() const { return false; }
    /// @param cause  the shock's own event
    virtual void apply(World& world, EventId cause) const = 0;

    [[nodiscard]] Duration at() const { return at_; }
    /// Probability that it happens at all, by one draw per replicate.
    [[nodiscard]] Share chance() const { return chance_; }

  protected:
    /// Every shock has a time; call this first in `visit`.
    void visit_time(FieldVisitor& field)
    {
        field("at", at_, not_negative, "time after the start at which it happens");
        field("chance", chance_, unit_interval, "1", "probability that it happens, one draw per replicate; 0 = never");
    }

  private:
    Duration at_{0};
    Share chance_{1};
};

/// news, price_jump, failure, write_down, freeze, hack, outage, order, swap, liquidity_removal, withdrawal, unlock,
/// announcement, disclosure, guarantee, liquidity, gate, open_gate, recall; each in a file of its own under
/// model/shocks.
template <>
Roster<Shock> const& roster<Shock>();

}  // namespace stampede
