#pragma once
// A venue is out of order for a while.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// While it lasts, a venue trades nothing, liquidates nobody, pays nothing and takes no deposits; requests for
/// withdrawal go on to queue, orders are dropped, or wait for its end. Afterwards it is as it was before: open, or
/// behind its gate.
class Outage final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return duration_ == Duration{0}; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    Duration duration_{3600};
    bool holds_ = false;
};

/// Puts a venue out of order, unless it has ended already. @param until  first step in which it is in order again
/// @param holds  whether orders sent in it wait for its end
void begin_outage(World& world, InstitutionId venue, std::int64_t until, bool holds, Cause const& cause);

/// Puts venues whose outage is over back into order.
void end_outages(World& world);

}  // namespace stampede
