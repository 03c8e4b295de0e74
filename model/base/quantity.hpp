#pragma once
// Numbers with a unit. Money is an integer of the smallest unit; prices and shares are doubles.

#include <compare>
#include <cstdint>

#include "model/base/wide.hpp"

namespace stampede {

/// A number of one unit; only like adds to like.
template <class Tag, class Rep>
class Quantity {
  public:
    using rep = Rep;

    constexpr Quantity() = default;
    constexpr explicit Quantity(Rep value) : value_{value} {}
    [[nodiscard]] constexpr Rep value() const { return value_; }

    constexpr auto operator<=>(Quantity const&) const = default;
    constexpr Quantity operator-() const { return Quantity{static_cast<Rep>(-value_)}; }
    constexpr Quantity& operator+=(Quantity other)
    {
        value_ = static_cast<Rep>(value_ + other.value_);
        return *this;
    }
    constexpr Quantity& operator-=(Quantity other)
    {
        value_ = static_cast<Rep>(value_ - other.value_);
        return *this;
    }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }

  private:
    Rep value_{};
};

/// Tokens or claims [smallest unit of their asset].
using Amount = Quantity<struct AmountTag, std::int64_t>;
/// Value for losses and wealth [1e-6 USD].
using MicroUsd = Quantity<struct MicroUsdTag, std::int64_t>;
/// Price of one whole coin [USD/coin].
using Price = Quantity<struct PriceTag, double>;
/// A part of a whole, or a probability [1].
using Share = Quantity<struct ShareTag, double>;
/// A span of time [s].
using Duration = Quantity<struct DurationTag, double>;
[[nodiscard]] constexpr double in_days(Duration span)
{
    return span.value() / 86400;
}

/// Most smallest units that a rule which computes in double asks for [1]: below 2^62, where totals end.
inline constexpr double most_units = 4e18;

/// Nearest integer, halves away from zero; exact for every double below 2^62.
[[nodiscard]] constexpr std::int64_t round_to_integer(double x)
{
    auto const whole = static_cast<std::int64_t>(x);
    double const rest = x - static_cast<double>(whole);
    if (rest >= 0.5)
        return whole + 1;
    if (rest <= -0.5)
        return whole - 1;
    return whole;
}

/// `share` of `amount`, truncated toward zero so that parts never exceed the whole.
[[nodiscard]] constexpr Amount part_of(Share share, Amount amount)
{
    return Amount{static_cast<std::int64_t>(share.value() * static_cast<double>(amount.value()))};
}

/// floor(amount * numerator / denominator) without overflow; both must be >= 0, denominator > 0.
[[nodiscard]] constexpr Amount scaled(Amount amount, Amount numerator, Amount denominator)
{
    return Amount{
        static_cast<std::int64_t>(static_cast<Int128>(amount.value()) * numerator.value() / denominator.value())};
}

/// a / b as a plain ratio [1]; 0 when there is nothing to divide by.
[[nodiscard]] constexpr double ratio(Amount a, Amount b)
{
    return b.value() == 0 ? 0.0 : static_cast<double>(a.value()) / static_cast<double>(b.value());
}

}  // namespace stampede
