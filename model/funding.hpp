#pragma once
// Index, mark and funding of perpetual contracts, as pure functions.

#include <array>
#include <span>
#include <vector>

#include "model/base/quantity.hpp"

namespace stampede {

/// Interest part of a funding rate: (quote rate - base rate) / intervals a day [1 per interval].
[[nodiscard]] double funding_interest(double quote_rate_per_day, double base_rate_per_day, double intervals_per_day);

/// Premium of a contract over its index: [max(0, impact bid - index) - max(0, index - impact ask)] / index [1].
/// @throws InputError unless all three are above 0
[[nodiscard]] double funding_premium(Price impact_bid, Price impact_ask, Price index);

/// F = P + clamp(I - P, -clamp, +clamp), then held inside +-cap [1 per interval]. Longs pay shorts if it is above 0.
/// @source BitMEX, "Perpetual Contracts Guide", funding
[[nodiscard]] double funding_rate(double premium, double interest, double clamp = 0.0005, double cap = 1);

/// Index and what is left of the last funding until it is due: index (1 + rate * left / interval) [quote/base].
/// @param left  share of the interval until the next payment [1]
[[nodiscard]] Price fair_price(Price index, double rate, double left);

/// Middle of three candidates.
[[nodiscard]] Price median(std::array<Price, 3> prices);

/// A venue's mid in an index.
struct IndexSource {
    Price price;
    double weight = 1;  ///< at least 0
};

/// Weighted median of the sources after those farther than `clamp` from the plain weighted median were brought to it.
/// Ties of weight take the mean of the two middle prices.
/// @param clamp  largest distance from the median [1]; infinite = none
/// @throws InputError if no source has a price and weight above 0
[[nodiscard]] Price median_index(std::span<IndexSource const> sources, double clamp);
/// Weighted mean under the same clamp.
[[nodiscard]] Price mean_index(std::span<IndexSource const> sources, double clamp);

}  // namespace stampede
