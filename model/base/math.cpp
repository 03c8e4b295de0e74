#include "model/base/math.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace stampede {
namespace {

constexpr double ln2_high = 0x1.62e42fefa0000p-1;  // ln 2, low 20 bits zero, so k * ln2_high is exact
constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;  // ln 2 - ln2_high
constexpr double inverse_ln2 = 0x1.71547652b82fep0;

double two_to(int power)
{
    return std::bit_cast<double>(static_cast<std::uint64_t>(power + 1023) << 52U);
}

template <std::size_t N>
double horner(std::array<double, N> const& coefficients, double x)
{
    double sum = coefficients[N - 1];
    for (std::size_t i = N - 1; i-- > 0;)
        sum = sum * x + coefficients[i];
    return sum;
}

}  // namespace

double floor(double x)
{
    if (!(x > -0x1p52 && x < 0x1p52))
        return x;
    auto const whole = static_cast<double>(static_cast<std::int64_t>(x));
    return whole > x ? whole - 1 : whole;
}

double exp(double x)
{
    if (x != x)
        return x;
    if (x > 709.782712893384)
        return infinity;
    if (x < -745.2)
        return 0;
    int const k = static_cast<int>(floor(x * inverse_ln2 + 0.5));
    double const r = (x - k * ln2_high) - k * ln2_low;  // |r| <= 0.3466
    // e^r = 1 + r + r^2 (1/2! + r/3! + r^2/4! + ...); even and odd terms apart, so that the CPU sums both at once.
    constexpr std::array<double, 7> even = {1.0 / 2,       1.0 / 24,          1.0 / 720,          1.0 / 40320,
                                            1.0 / 3628800, 1.0 / 479001600.0, 1.0 / 87178291200.0};
    constexpr std::array<double, 6> odd = {1.0 / 6,      1.0 / 120,      1.0 / 5040,
                                           1.0 / 362880, 1.0 / 39916800, 1.0 / 6227020800.0};
    double const r2 = r * r;
    double const value = 1 + (r + r2 * (horner(even, r2) + r * horner(odd, r2)));
    if (k < -1000)
        return value * two_to(k + 1000) * two_to(-1000);
    if (k > 1000)
        return value * two_to(k - 1000) * two_to(1000);
    return value * two_to(k);
}

double log(double x)
{
    if (x < 0 || x != x)
        return std::numeric_limits<double>::quiet_NaN();
    if (x == 0)
        return -infinity;
    if (x == infinity)
        return x;
    int shift = 0;
    if (x < 0x1p-1000) {
        x *= 0x1p100;
        shift = -100;
    }
    auto const bits = std::bit_cast<std::uint64_t>(x);
    // x = 2^k m with m in [sqrt(1/2), sqrt(2)), found without a branch: a coin flip here costs more than the series.
    constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcdULL;
    auto const above = static_cast<std::int64_t>(bits - root_half);
    int const k = static_cast<int>(above >> 52U) + shift;
    double const m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(above) & 0xfff0000000000000ULL));
    // log m = f - f^2/2 + s (f^2/2 + 2 s^2 (1/3 + s^2/5 + ...)),  f = m - 1,  s = f / (2 + f)
    double const f = m - 1;
    double const s = f / (2 + f);
    double const s2 = s * s;
    // The bracket's series with the minimax coefficients of fdlibm (e_log.c, Sun Microsystems, 1993).
    constexpr std::array<double, 4> even = {6.666666666666735130e-01, 2.857142874366239149e-01,
                                            1.818357216161805012e-01, 1.479819860511658591e-01};
    constexpr std::array<double, 3> odd = {3.999999999940941908e-01, 2.222219843214978396e-01,
                                           1.531383769920937332e-01};
    double const s4 = s2 * s2;
    double const half = 0.5 * f * f;
    double const tail = s * (half + s2 * (horner(even, s4) + s2 * horner(odd, s4)));
    return k * ln2_high - ((half - (tail + k * ln2_low)) - f);
}

double pow(double x, double y)
{
    if (y == 0)
        return 1;
    if (y == 1)
        return x;
    return exp(y * log(x));
}

double logistic(double x)
{
    if (x >= 0)
        return 1 / (1 + exp(-x));
    double const e = exp(x);
    return e / (1 + e);
}

double log_odds(double p)
{
    return log(p) - log(1 - p);
}

double normal_quantile(double p)
{
    constexpr std::array<double, 8> a = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                         1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                         3.3430575583588128105e4, 2.5090809287301226727e3};
    constexpr std::array<double, 8> b = {1.0,
                                         4.2313330701600911252e1,
                                         6.8718700749205790830e2,
                                         5.3941960214247511077e3,
                                         2.1213794301586595867e4,
                                         3.9307895800092710610e4,
                                         2.8729085735721942674e4,
                                         5.2264952788528545610e3};
    constexpr std::array<double, 8> c = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                         3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr std::array<double, 8> d = {1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
    constexpr std::array<double, 8> e = {
        6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr std::array<double, 8> f = {1.0,
                                         5.99832206555887937690e-1,
                                         1.36929880922735805310e-1,
                                         1.48753612908506148525e-2,
                                         7.86869131145613259100e-4,
                                         1.84631831751005468180e-5,
                                         1.42151175831644588870e-7,
                                         2.04426310338993978564e-15};
    double const q = p - 0.5;
    if (q >= -0.425 && q <= 0.425) {
        double const r = 0.180625 - q * q;
        return q * horner(a, r) / horner(b, r);
    }
    double const tail = q < 0 ? p : 1 - p;
    if (!(tail > 0))
        return q < 0 ? -infinity : infinity;
    double const r = std::sqrt(-log(tail));
    double const x = r <= 5 ? horner(c, r - 1.6) / horner(d, r - 1.6) : horner(e, r - 5) / horner(f, r - 5);
    return q < 0 ? -x : x;
}

}  // namespace stampede
