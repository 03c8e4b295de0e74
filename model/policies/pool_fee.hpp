#pragma once
// What a pool keeps of what is given to it, in whole parts.

#include <cstdint>

#include "model/base/quantity.hpp"

namespace stampede {

/// Part of what is given that stays with the pool.
struct PoolFee {
    std::int64_t parts = 0;  ///< of `whole`
    static constexpr std::int64_t whole = 10'000'000'000;

    /// Nearest whole number of parts; `fee` in [0, 1).
    [[nodiscard]] static constexpr PoolFee of(Share fee)
    {
        return {round_to_integer(fee.value() * static_cast<double>(whole))};
    }
    [[nodiscard]] constexpr double share() const { return static_cast<double>(parts) / static_cast<double>(whole); }
};

}  // namespace stampede
