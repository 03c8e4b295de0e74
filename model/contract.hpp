#pragma once
// What a perpetual contract is worth: linear (margined in the quote asset) or inverse (margined in the coin itself).

#include <cstdint>

#include "model/base/quantity.hpp"

namespace stampede {

/// Size of a position or fill [base units of a linear contract, contracts of one quote unit of an inverse one].
using Units = Quantity<struct UnitsTag, std::int64_t>;
/// How many there are, long or short.
[[nodiscard]] constexpr std::int64_t without_side(Units size)
{
    return size.value() < 0 ? -size.value() : size.value();
}

enum class ContractKind : std::uint8_t { linear, inverse };

/// How size and price turn into money of the settlement asset.
struct Contract {
    ContractKind kind = ContractKind::linear;
    double size_unit = 1;    ///< units of size per coin (linear) or per contract of one quote unit (inverse)
    double settle_unit = 1;  ///< smallest units per coin of the settlement asset
};

/// Value of a size at a price: S P (linear) or -S/P (inverse), before rounding [settlement asset, smallest unit].
/// Rises with the price for a long of either kind.
[[nodiscard]] double value_of(double size, Contract const& contract, Price price);
/// The same in whole units, halves away from zero: the one number that a fill books.
[[nodiscard]] Amount value_of(Units size, Contract const& contract, Price price);
/// Size regardless of its side, in money: what margin tiers are measured on [settlement asset, smallest unit].
[[nodiscard]] double notional(Units size, Contract const& contract, Price price);

}  // namespace stampede
