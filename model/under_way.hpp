#pragma once
// What everybody has ordered and not got yet, so that nobody orders it twice.

#include <map>
#include <utility>

#include "model/late_orders.hpp"

namespace stampede {

/// Sums of late orders by who sent them; bought counts above 0, sold below.
class UnderWay {
  public:
    UnderWay() = default;
    explicit UnderWay(LateOrders const& late);

    /// @param account  of the base asset, or the wallet that the coins come from [smallest unit]
    [[nodiscard]] Amount of(AccountId account) const;
    /// @param position  row in the positions of the market [units of size]
    [[nodiscard]] Units of(PerpId market, PositionId position) const;

  private:
    std::map<AccountId, Amount> coins_;
    std::map<std::pair<PerpId, PositionId>, Units> contracts_;
};

}  // namespace stampede
