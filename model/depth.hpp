#pragma once
// Depth resting around the mid: how distance turns into price, and how much is offered within a distance.

#include <cstdint>
#include <span>

#include "model/intent.hpp"

namespace stampede {

/// How distance turns into price: log distance, or shares of the mid (depth in coins per unit of price, for the
/// linear-impact closed forms).
enum class Distance : std::uint8_t { logarithmic, linear };

/// Price at a signed distance from the mid; bids lie at negative distances.
[[nodiscard]] double price_at(double mid, double distance, Distance kind);
/// Unsigned distance at which a price lies from the mid.
[[nodiscard]] double distance_of(double mid, double price, Distance kind);
/// Mean price of an even spread of coins between two signed distances.
[[nodiscard]] double mean_price(double mid, double from, double to, Distance kind);
/// Mean of 1 / price of the same, which contracts of one quote unit are paid by.
[[nodiscard]] double mean_inverse_price(double mid, double from, double to, Distance kind);

/// Coins offered within `distance` of the mid [base units].
[[nodiscard]] Amount depth_within(std::span<Band const> bands, Side side, double distance);

}  // namespace stampede
