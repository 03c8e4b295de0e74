#pragma once
// Loans or placements are called.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// A creditor asks back what one debtor owes it; it is due from the next step on, over its time to cash.
class LoanRecall final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return share_ == Share{0}; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string creditor_, debtor_;
    Share share_{1};
};

}  // namespace stampede
