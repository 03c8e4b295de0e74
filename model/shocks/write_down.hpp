#pragma once
// What an institution has placed turns out to be worth less.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Part of what an institution owns of one debtor is lost and no longer owed. Losses are booked to `default`.
class WriteDown final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return share_ == Share{0} && usd_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string institution_, debtor_;
    Share share_{0.1};
    double usd_ = 0;
};

}  // namespace stampede
