#pragma once
// The beta distribution by our own arithmetic: a table of log-odds against log-odds.

#include <vector>

namespace stampede {

/// log of the gamma function for x > 0; error below 1e-14 of max(1, |result|).
/// @source Stirling's series, Abramowitz, Stegun 6.1.41, after a shift to x >= 12
[[nodiscard]] double log_gamma(double x);

/// Quantile function of Beta(a, b) between knots; relative error of the quantile below 1e-6.
///
/// y(u) = log-odds of the quantile as a function of u = log-odds of p is smooth and straight at both ends (slope 1/a
/// and 1/b), so cubic Hermite pieces on an even grid of u hold it everywhere.
class BetaQuantile {
  public:
    BetaQuantile() = default;
    /// @throws InputError unless a and b lie in [0.05, 1e6]
    BetaQuantile(double a, double b);

    /// @param p in (0, 1)
    [[nodiscard]] double operator()(double p) const;

  private:
    struct Knot {
        double value, slope;  ///< y(u), dy/du
    };
    std::vector<Knot> knots_;
};

}  // namespace stampede
