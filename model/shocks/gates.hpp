#pragma once
// Withdrawals are stopped and opened again by order.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// A venue stops paying, whatever its own rule says.
class GateClosing final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
    Duration duration_{0};
};

/// A gate is opened; if the venue's own rule still wants it shut, it shuts again.
class GateOpening final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_;
};

}  // namespace stampede
