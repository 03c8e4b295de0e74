#pragma once
// How far a trade moves a price: closed forms that the books must reproduce. Pure functions, not part of the step.

namespace stampede {

/// Equilibrium of one insider, noise traders and a maker who breaks even.
struct KyleEquilibrium {
    double lambda;              ///< impact [price/coin]
    double beta;                ///< insider's order per mispricing [coins/price]
    double profit;              ///< of the insider, expected [price * coins]
    double posterior_variance;  ///< of the value once the order flow is seen [price^2]
};

/// lambda = sqrt(variance) / (2 noise), beta = noise / sqrt(variance), profit = sqrt(variance) noise / 2,
/// posterior variance = variance / 2.
/// @param value_variance  of the asset's value [price^2], > 0
/// @param noise           standard deviation of noise traders' volume [coins], > 0
/// @throws InputError unless both are positive
/// @source Kyle, Econometrica 53(6), 1985, 1315-1335
[[nodiscard]] KyleEquilibrium kyle(double value_variance, double noise);

/// Relative price change of an order of `quantity`: y sigma sqrt(quantity / day_volume) [1].
/// @param y      of order 1 (0.5 to 1.5) [1]
/// @param sigma  daily volatility [1]
/// @throws InputError if quantity is negative or day_volume not positive
/// @source Donier, Bonart, Market Microstructure and Liquidity 1(2), 2015, 1550008
[[nodiscard]] double square_root_impact(double y, double sigma, double quantity, double day_volume);

/// Price change where every unit of price holds the same depth: quantity / depth (linear, Kyle's law) [price].
/// @param depth  [coins per unit of price], > 0
/// @throws InputError unless depth > 0 and quantity >= 0
[[nodiscard]] double even_depth_impact(double quantity, double depth);

/// Price change where depth grows in proportion to the distance: sqrt(2 quantity / growth) (square-root law) [price].
/// @param growth  [coins per unit of price, per unit of price], > 0
/// @throws InputError unless growth > 0 and quantity >= 0
[[nodiscard]] double growing_depth_impact(double quantity, double growth);

/// Price drop at which a linear liquidation cascade ends: first / (1 - branching), infinite from branching 1 on.
/// @param branching  impact [price/coin] times liquidation density [coins per unit of price], >= 0
/// @throws InputError if first or branching is negative
/// @source geometric series; held by tests/analytic/impact_test.cpp
[[nodiscard]] double cascade_drop(double first, double branching);

/// The same after a number of waves, the first drop being wave 1: first (1 - b^waves) / (1 - b).
[[nodiscard]] double cascade_drop_after(double first, double branching, int waves);

}  // namespace stampede
