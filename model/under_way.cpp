#include "model/under_way.hpp"

namespace stampede {

UnderWay::UnderWay(LateOrders const& late)
{
    for (Late<Order> const& one : late.spot) {
        Order const& order = one.order;
        Amount& sum = coins_[order.wallet.valid() ? order.wallet : order.base];
        sum += order.side == Side::buy ? order.amount : -order.amount;
    }
    for (Late<PerpOrder> const& one : late.perp) {
        PerpOrder const& order = one.order;
        contracts_[{order.market, order.position}] += order.side == Side::buy ? order.size : -order.size;
    }
}

Amount UnderWay::of(AccountId account) const
{
    auto const found = coins_.find(account);
    return found == coins_.end() ? Amount{0} : found->second;
}

Units UnderWay::of(PerpId market, PositionId position) const
{
    auto const found = contracts_.find({market, position});
    return found == contracts_.end() ? Units{0} : found->second;
}

}  // namespace stampede
