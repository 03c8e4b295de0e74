#include "model/intent.hpp"

#include <algorithm>
#include <tuple>

namespace stampede {
namespace {

auto key(WithdrawalWish const& wish)
{
    return std::tie(wish.claim, wish.amount, wish.then, wish.leaves);
}

auto key(DepositWish const& wish)
{
    return std::tie(wish.claim, wish.amount, wish.returns);
}

auto key(RedemptionWish const& wish)
{
    return std::tie(wish.coins, wish.money, wish.amount);
}

auto key(MintWish const& wish)
{
    return std::tie(wish.money, wish.coins, wish.amount);
}

auto key(Order const& wish)
{
    return std::tie(wish.wallet, wish.base, wish.quote, wish.market, wish.side, wish.limit, wish.amount, wish.channel,
                    wish.rests);
}

auto key(Band const& band)
{
    return std::tie(band.base, band.quote, band.market, band.side, band.near, band.far, band.amount);
}

auto key(HouseOrder const& wish)
{
    return std::tie(wish.owner, wish.market, wish.side, wish.limit, wish.amount, wish.channel, wish.rests, wish.cause);
}

auto key(PerpOrder const& wish)
{
    return std::tie(wish.market, wish.position, wish.side, wish.limit, wish.size, wish.leverage, wish.reduces,
                    wish.channel);
}

auto key(PerpBand const& band)
{
    return std::tie(band.market, band.position, band.side, band.near, band.far, band.size, band.leverage);
}

auto key(MarginWish const& wish)
{
    return std::tie(wish.market, wish.position, wish.amount, wish.leverage);
}

auto key(SwapWish const& wish)
{
    return std::tie(wish.pool, wish.give, wish.take, wish.amount, wish.least, wish.channel);
}

auto key(HouseSwap const& wish)
{
    return std::tie(wish.pool, wish.owner, wish.give, wish.take, wish.amount, wish.least, wish.channel, wish.cause);
}

auto key(RemovalWish const& wish)
{
    return std::tie(wish.pool, wish.shares, wish.amount, wish.least, wish.wallets, wish.channel);
}

auto key(LiquidationWish const& wish)
{
    return std::tie(wish.protocol, wish.vault, wish.pays, wish.takes, wish.repay, wish.gas);
}

auto key(RepaymentWish const& wish)
{
    return std::tie(wish.protocol, wish.vault, wish.pays, wish.amount);
}

template <class Wish>
void sort(std::vector<Wish>& wishes)
{
    auto const before = [](Wish const& a, Wish const& b) { return key(a) < key(b); };
    if (!std::is_sorted(wishes.begin(), wishes.end(), before))
        std::stable_sort(wishes.begin(), wishes.end(), before);
}

}  // namespace

void Intents::put_in_order()
{
    sort(withdrawals);
    sort(deposits);
    sort(redemptions);
    sort(mints);
    sort(orders);
    sort(bands);
    sort(house_orders);
    sort(perp_orders);
    sort(perp_bands);
    sort(margins);
    sort(swaps);
    sort(house_swaps);
    sort(removals);
    sort(liquidations);
    sort(repayments);
}

}  // namespace stampede
