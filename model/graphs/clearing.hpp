#pragma once
// Who pays what when debtors of debtors fail. Pure functions on plain matrices, in double; the integer round that a
// step of the model takes is in clearing_round.hpp.

#include <vector>

#include "model/base/quantity.hpp"

namespace stampede {

/// A system of obligations; `liabilities[i][j]` = i owes j. External creditors rank equally with the others,
/// senior ones (none if empty) are paid before everyone else.
struct Obligations {
    std::vector<std::vector<double>> liabilities;
    std::vector<double> external_assets;
    std::vector<double> external_liabilities;
    std::vector<double> senior_liabilities = {};
    [[nodiscard]] std::size_t size() const { return external_assets.size(); }
    /// All that i owes to creditors of equal rank.
    [[nodiscard]] double owed_by(std::size_t i) const;
    /// What i owes to senior creditors.
    [[nodiscard]] double senior(std::size_t i) const
    {
        return senior_liabilities.empty() ? 0.0 : senior_liabilities[i];
    }
};

struct Clearing {
    std::vector<double> paid;    ///< total payment of each to its creditors of equal rank
    std::vector<bool> defaults;  ///< has less than it owes
    std::vector<double> equity;  ///< assets received and held less all that is owed; negative = shortfall
    int rounds = 0;              ///< fictitious-default rounds
};

/// Greatest clearing vector by fictitious default, at most n rounds with one linear solution each.
///
/// p_i = owed_i                                      if external assets + inflow_i cover all that i owes,
/// p_i = max(0, own e_i + claims inflow_i - senior_i) otherwise;   inflow_i = sum_j p_j L_ji / owed_j.
/// A shortfall below 1e-12 of what is owed is rounding, not a default.
/// @param own, claims  recovered part of external and interbank assets in default; 1, 1 is Eisenberg-Noe
/// @throws InputError if the sizes differ, an amount is negative or a recovery lies outside [0, 1]
/// @source Eisenberg, Noe, Management Science 47(2), 2001; Rogers, Veraart, Management Science 59(4), 2013
[[nodiscard]] Clearing clear(Obligations const& system, Share own = Share{1}, Share claims = Share{1});

/// One round of payments when everyone trusts that `paid` will come (Picard's map); from full payment downwards it
/// converges to the greatest clearing vector.
[[nodiscard]] std::vector<double> pay_once(Obligations const& system, std::vector<double> const& paid,
                                           Share own = Share{1}, Share claims = Share{1});

/// What each holds and receives less all it owes, if `paid` is paid.
[[nodiscard]] std::vector<double> equity_at(Obligations const& system, std::vector<double> const& paid);

/// Default cascade with a fixed loss given default and no feedback of partial payments.
/// A bank fails when what failed debtors owe it times `loss` exceeds its net worth (strictly).
/// @return paid = full, or (1 - loss) of what is owed; equity = net worth less losses; rounds of the cascade
/// @throws InputError as `clear`
/// @source Furfine, Journal of Money, Credit and Banking 35(1), 2003
[[nodiscard]] Clearing default_cascade(Obligations const& system, Share loss);

}  // namespace stampede
