#pragma once
// A venue is out of order for a while.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// While it lasts, a venue trades nothing, pays nothing and takes no deposits; requests for withdrawal go on to queue,
/// orders are dropped. Afterwards it is as it was before: open, or behind its gate.
class Outage final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return duration_ == Duration{0}; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    Duration duration_{3600};
};

/// Puts venues whose outage is over back into order.
void end_outages(World& world);

}  // namespace stampede
