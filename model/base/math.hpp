#pragma once
// Elementary functions that give the same bits on every CPU: only + - * / sqrt and bit moves, never libm.

#include <limits>

namespace stampede {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// e^x; relative error below 1e-15; 0 below -745, infinity above 709.78.
[[nodiscard]] double exp(double x);
/// Natural logarithm; relative error below 1e-15; -infinity at 0, NaN below.
[[nodiscard]] double log(double x);
/// x^y for x >= 0, as exp(y log x).
[[nodiscard]] double pow(double x, double y);
/// 1 / (1 + e^-x).
[[nodiscard]] double logistic(double x);
/// log(p / (1 - p)).
[[nodiscard]] double log_odds(double p);
/// Quantile of the standard normal, p in (0, 1).
/// @source Wichura, Applied Statistics 37(3), 1988, 477-484, algorithm AS 241 (PPND16)
[[nodiscard]] double normal_quantile(double p);
/// Absolute value.
[[nodiscard]] constexpr double magnitude(double x)
{
    return x < 0 ? -x : x;
}
/// floor, exact.
[[nodiscard]] double floor(double x);

}  // namespace stampede
