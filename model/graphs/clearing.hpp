#pragma once
// Who pays what when debtors of debtors fail. Pure functions on plain matrices, in double.

#include <vector>

#include "model/base/fields.hpp"
#include "model/base/quantity.hpp"

namespace stampede {

/// A system of obligations; `liabilities[i][j]` = i owes j. External creditors rank equally with the others.
struct Obligations {
    std::vector<std::vector<double>> liabilities;
    std::vector<double> external_assets;
    std::vector<double> external_liabilities;
    [[nodiscard]] std::size_t size() const { return external_assets.size(); }
    /// All that i owes.
    [[nodiscard]] double owed_by(std::size_t i) const;
};

struct Clearing {
    std::vector<double> paid;    ///< total payment of each
    std::vector<bool> defaults;  ///< pays less than owed
    std::vector<double> equity;  ///< assets received and held less what is owed; negative = shortfall
    int rounds = 0;              ///< fictitious-default rounds
};

/// What a failed debtor's assets bring: the rule of the system.
class ClearingRule {
  public:
    virtual ~ClearingRule() = default;
    virtual void visit(FieldVisitor&) {}
    /// Share of own (external) assets that reaches creditors in default [1].
    [[nodiscard]] virtual Share own_recovery() const = 0;
    /// Share of claims on others that reaches creditors in default [1].
    [[nodiscard]] virtual Share claim_recovery() const = 0;
    /// Fixed loss given default, or a negative number if losses follow from what is there (then the two above count).
    [[nodiscard]] virtual double fixed_loss() const { return -1; }
};

/// Greatest clearing vector by fictitious default, at most n rounds.
/// @param own, claims  recovered part of external and interbank assets in default; 1, 1 is Eisenberg-Noe
/// @source Eisenberg, Noe, Management Science 47(2), 2001; Rogers, Veraart, Management Science 59(4), 2013
[[nodiscard]] Clearing clear(Obligations const& system, Share own = Share{1}, Share claims = Share{1});

/// Default cascade with a fixed loss given default and no feedback of partial payments.
/// A bank fails when what failed debtors owe it times `loss` exceeds its net worth (strictly).
/// @return defaults per round merged; paid = full, or (1 - loss) of what is owed
/// @source Furfine, Journal of Money, Credit and Banking 35(1), 2003
[[nodiscard]] Clearing default_cascade(Obligations const& system, Share loss);

}  // namespace stampede
