#pragma once
// How a maker who dislikes inventory quotes. Pure functions, not part of the step; agents call them.

namespace stampede {

/// What an Avellaneda-Stoikov maker knows. Prices may be in any unit, if all are in the same.
struct QuoteProblem {
    double risk_aversion;  ///< gamma [1 / (price * lots)], > 0
    double variance;       ///< of the price per unit of time, sigma^2 [price^2 / time], >= 0
    double horizon;        ///< time until the inventory is gone, T - t [time], >= 0
    double intensity;      ///< k of the arrival rate A exp(-k distance) [1/price], > 0
};

/// How far the reservation price lies below the reference price: q gamma sigma^2 (T - t) [price].
/// @param inventory  q, < 0 = short [lots]
/// @source Avellaneda, Stoikov, Quantitative Finance 8(3), 2008, 217-224, eq. 3.17; held by
///         tests/analytic/quoting_test.cpp
[[nodiscard]] double reservation_discount(QuoteProblem const& problem, double inventory);

/// Distance between bid and ask: gamma sigma^2 (T - t) + (2 / gamma) ln(1 + gamma / k) [price].
/// @source as above, eq. 3.18
[[nodiscard]] double optimal_spread(QuoteProblem const& problem);

}  // namespace stampede
