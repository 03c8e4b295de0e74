#include "model/base/beta.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/base/quantity.hpp"

namespace stampede {
namespace {

constexpr double last_u = 37;  // log-odds of 1 - 2^-53 is 36.7
constexpr int pieces = 2048;
constexpr double spacing = 2 * last_u / pieces;

/// log(1 + e^y)
double softplus(double y)
{
    return std::max(y, 0.0) + log(1 + exp(-std::abs(y)));
}

/// Continued fraction of the incomplete beta integral, by Lentz's method.
/// @source Abramowitz, Stegun 26.5.8; converges for x < (a + 1) / (a + b + 2)
double beta_fraction(double a, double b, double x)
{
    constexpr double tiny = 1e-300;
    auto const away_from_zero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m <= 100000; ++m) {
        double const two_m = 2.0 * m;
        double const even = m * (b - m) * x / ((a + two_m - 1) * (a + two_m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        fraction *= d * c;
        double const odd = -(a + m) * (a + b + m) * x / ((a + two_m) * (a + two_m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        double const step = d * c;
        fraction *= step;
        if (std::abs(step - 1) < 1e-15)
            return fraction;
    }
    throw BrokenInvariant{"incomplete beta: the continued fraction did not converge"};
}

struct LogOdds {
    double value, slope;
};

/// Log-odds of I_x(a, b) at x = logistic(y), and how fast they rise with y.
LogOdds log_odds_of_beta(double a, double b, double log_beta, double y)
{
    double const log_density = -a * softplus(-y) - b * softplus(y) - log_beta;  // of x^a (1-x)^b / B(a, b) = dI/dy
    bool const left = logistic(y) < (a + 1) / (a + b + 2);
    double const fraction = left ? beta_fraction(a, b, logistic(y)) / a : beta_fraction(b, a, logistic(-y)) / b;
    double const log_near = log_density + log(fraction);
    double const log_far = log(1 - exp(log_near));
    return {left ? log_near - log_far : log_far - log_near, exp(log_density - log_near - log_far)};
}

}  // namespace

double log_gamma(double x)
{
    double factor = 1;
    for (; x < 12; x += 1)
        factor *= x;
    constexpr std::array<double, 7> series = {1.0 / 12,   -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
                                              1.0 / 1188, -691.0 / 360360.0, 1.0 / 156};
    double const square = 1 / (x * x);
    double sum = 0;
    for (std::size_t i = series.size(); i-- > 0;)
        sum = sum * square + series[i];
    constexpr double half_log_two_pi = 0.91893853320467274178;
    return (x - 0.5) * log(x) - x + half_log_two_pi + sum / x - log(factor);
}

BetaQuantile::BetaQuantile(double a, double b)
{
    require(a >= 0.05 && a <= 1e6 && b >= 0.05 && b <= 1e6, "beta: both shapes must lie in [0.05, 1e6]");
    double const log_beta = log_gamma(a) + log_gamma(b) - log_gamma(a + b);
    double y = (-last_u + log(a) + log_beta) / a;  // far left I = x^a / (a B)
    double low = -1e6;
    knots_.reserve(pieces + 1);
    for (int i = 0; i <= pieces; ++i) {
        double const u = -last_u + i * spacing;
        double high = 1e6;
        LogOdds at = log_odds_of_beta(a, b, log_beta, y);
        for (int round = 0; round < 200 && std::abs(at.value - u) > 1e-12 * (1 + std::abs(u)); ++round) {
            (at.value < u ? low : high) = y;
            y += (u - at.value) / at.slope;
            if (!(y > low && y < high))
                y = (low + high) / 2;
            at = log_odds_of_beta(a, b, log_beta, y);
        }
        knots_.push_back({y, 1 / at.slope});
        low = y;
        y += spacing / at.slope;
    }
}

double BetaQuantile::operator()(double p) const
{
    double const place = (std::clamp(log_odds(p), -last_u, last_u) + last_u) / spacing;
    int const piece = std::min(static_cast<int>(place), pieces - 1);
    Knot const& from = knots_[static_cast<std::size_t>(piece)];
    Knot const& to = knots_[static_cast<std::size_t>(piece) + 1];
    double const t = place - piece;
    double const rest = 1 - t;
    double const y = rest * rest * ((1 + 2 * t) * from.value + t * spacing * from.slope) +
                     t * t * ((3 - 2 * t) * to.value - rest * spacing * to.slope);
    return logistic(y);
}

}  // namespace stampede
