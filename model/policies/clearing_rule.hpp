#pragma once
// What creditors recover from a failed debtor: the rule of the system.

#include "model/base/fields.hpp"
#include "model/base/quantity.hpp"
#include "model/base/roster.hpp"

namespace stampede {

/// What a failed debtor's assets bring. Answers in shares; who pays whom is found by graphs/clearing.
class ClearingRule {
  public:
    virtual ~ClearingRule() = default;
    virtual void visit(FieldVisitor&) {}
    /// Share of own (external) assets that reaches creditors in default [1].
    [[nodiscard]] virtual Share own_recovery() const = 0;
    /// Share of claims on others that reaches creditors in default [1].
    [[nodiscard]] virtual Share claim_recovery() const = 0;
    /// Fixed loss given default [1], or a negative number if losses follow from what is there (then the two above
    /// count).
    [[nodiscard]] virtual double fixed_loss() const { return -1; }
};

/// eisenberg_noe (default), rogers_veraart, furfine.
template <>
Roster<ClearingRule> const& roster<ClearingRule>();

}  // namespace stampede
