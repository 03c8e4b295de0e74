#pragma once
// Money finer than the smallest unit, so that many small payments lose nothing.

#include "model/base/quantity.hpp"
#include "model/base/wide.hpp"

namespace stampede {

/// Fine parts in one smallest unit.
inline constexpr Int128 fine_unit = Int128{1} << 32U;

/// Whole units in an amount of fine parts, rounded down; what is left over is not below 0.
[[nodiscard]] constexpr Int128 floor_units(Int128 fine)
{
    Int128 const units = fine / fine_unit;
    return fine % fine_unit < 0 ? units - 1 : units;
}

/// The same as an amount.
[[nodiscard]] constexpr Amount floored(Int128 fine)
{
    return Amount{static_cast<std::int64_t>(floor_units(fine))};
}

}  // namespace stampede
