#pragma once
// How far distress of some spreads to their creditors before anyone defaults. Pure functions, not part of the step.

#include <vector>

namespace stampede {

/// Who lent to whom, and the net worth that bears the losses.
struct LossNetwork {
    std::vector<std::vector<double>> exposures;  ///< [i][j] = what i lent to j
    std::vector<double> equity;                  ///< before the shock, > 0
    [[nodiscard]] std::size_t size() const { return equity.size(); }
};

/// One round of linear DebtRank: losses relative to equity [1], not capped (above 1 equity is negative).
///
/// next_i = shock_i + sum_j exposures_ij min(1, loss_j) / equity_i: debtors are marked down in proportion to the equity
/// that they have lost, and to zero once it is gone.
[[nodiscard]] std::vector<double> spread_once(LossNetwork const& network, std::vector<double> const& shock,
                                              std::vector<double> const& loss);

/// Smallest fixed point of `spread_once` from no loss upwards [relative loss of equity, 1]; cap at 1 for DebtRank's h.
/// @param shock  first loss relative to equity, >= 0; above 1 allowed
/// @param rounds  most rounds that distress travels; what is reached by then if there is no fixed point to 1e-14 before
/// @throws InputError if sizes differ, an equity is not positive or an exposure or shock is negative
/// @source Bardoscia, Battiston, Caccioli, Caldarelli, PLoS ONE 10(6), 2015, e0130406
[[nodiscard]] std::vector<double> linear_debtrank(LossNetwork const& network, std::vector<double> const& shock,
                                                  int rounds = 100'000);

/// Equity left after relative losses.
[[nodiscard]] std::vector<double> equity_after(LossNetwork const& network, std::vector<double> const& loss);

struct DebtRank {
    std::vector<double> distress;  ///< final h of each [1], at most 1
    double rank = 0;               ///< sum of (final - first distress) * weight
};

/// Original DebtRank: impact W_ij = min(1, exposures_ji / equity_j) of i on j; everyone passes distress on once.
/// @param weights  economic value of each, summing to 1
/// @throws InputError as `linear_debtrank`; shocks must not exceed 1
/// @source Battiston, Puliga, Kaushik, Tasca, Caldarelli, Scientific Reports 2, 2012, 541
[[nodiscard]] DebtRank debtrank(LossNetwork const& network, std::vector<double> const& shock,
                                std::vector<double> const& weights);

}  // namespace stampede
