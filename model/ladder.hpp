#pragma once
// What maker and crowd keep in a book: the declared profile at the present mid, less what was taken and has not come
// back.

#include <vector>

#include "model/market_parameters.hpp"

namespace stampede {

/// Accounts of those who rest in a book all the time.
struct RestingAccounts {
    AccountId maker_base, maker_quote, crowd_base, crowd_quote;
};

/// Where a book stands.
struct LadderState {
    double mid;               ///< [quote/base]
    double signed_depletion;  ///< net units sold into the bids and not yet replaced; < 0: bought
    double unit;              ///< units per coin (of an inverse market: contracts per coin)
};

/// Coins the whole profile of the maker offers per side [coins].
[[nodiscard]] double profile_coins(MarketParameters const& rules, double mid);
/// Coins the crowd offers per side [coins].
[[nodiscard]] double crowd_coins(MarketParameters const& rules, double mid);

/// What maker and crowd offer, both sides. The market is not filled in.
[[nodiscard]] std::vector<Band> resting_bands(MarketParameters const& rules, RestingAccounts const& resting,
                                              LadderState const& state);

/// Coins within 1 % of the mid, the mean of both sides.
[[nodiscard]] Amount near_depth(std::vector<Band> const& bands);

/// No seller takes the price below the breaker's corridor, no buyer above it.
void keep_inside(std::vector<Order>& orders, CircuitBreaker::Corridor const& corridor);

}  // namespace stampede
