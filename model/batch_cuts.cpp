#include "model/batch_cuts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/keyed_sums.hpp"
#include "model/base/wide.hpp"

namespace stampede {
namespace {

/// The account that gives: coins of a seller, money of a buyer.
template <class Wish>
AccountId payer(Wish const& wish)
{
    return wish.side == Side::buy ? wish.quote : wish.base;
}

/// What an account needs for all it wishes.
struct Need {
    Int128 coins = 0;  // [base units]
    double money = 0;  // [quote units]
    std::size_t payments = 0;

    Need& operator+=(Need const& other)
    {
        coins += other.coins;
        money += other.money;
        payments += other.payments;
        return *this;
    }
    /// Each payment may be rounded up by less than two units: the money of a batch and its split.
    [[nodiscard]] double rounded_money() const { return money + 2 * static_cast<double>(payments); }
};

using Needs = KeyedSums<AccountId, Need>;

Need of(Needs const& needs, AccountId account)
{
    Need const* const found = needs.find(account);
    return found ? *found : Need{};
}

template <class Wish, class Money>
Needs needs_of(std::vector<Wish> const& wishes, Money const& money_for)
{
    std::vector<std::pair<AccountId, Need>> single;
    single.reserve(wishes.size());
    for (Wish const& wish : wishes)
        single.emplace_back(payer(wish),
                            wish.side == Side::sell ? Need{wish.amount.value(), 0, 0} : Need{0, money_for(wish), 1});
    return Needs{single};
}

/// Cuts the wishes of every account, in one proportion so that their sequence does not matter, to what it holds beyond
/// what is `reserved`.
template <class Wish, class Money>
void cut(std::vector<Wish>& wishes, Ledger const& ledger, Needs const& reserved, Money const& money_for)
{
    constexpr double rounding = 1 - 0x1p-40;
    Needs const needs = needs_of(wishes, money_for);
    AccountId pays;
    Need need, before;
    std::int64_t held = 0;
    for (Wish& wish : wishes) {
        if (AccountId const next = payer(wish); next != pays || !pays.valid()) {  // those of one stand together
            pays = next;
            need = of(needs, pays);
            before = of(reserved, pays);
            held = ledger.balance(pays).value();
        }
        if (wish.side == Side::sell) {
            Int128 const free = std::max<Int128>(0, held - before.coins);
            if (need.coins > free)
                wish.amount = Amount{static_cast<std::int64_t>(wish.amount.value() * free / need.coins)};
        }
        else {
            double const free =
                static_cast<double>(held) * rounding - before.rounded_money() - 2 * static_cast<double>(need.payments);
            if (need.money > free)
                wish.amount = free > 0 ? part_of(Share{free / need.money * rounding}, wish.amount) : Amount{0};
        }
    }
}

}  // namespace

double Batch::money_between(double coins, double from, double to) const
{
    if (kind == ContractKind::linear)
        return money(coins, mean_price(mid, from, to, distance));
    return money(coins, 1 / mean_inverse_price(mid, from, to, distance));
}

double Batch::price_of(double coins, double cost) const
{
    double const one = coins / base_unit * quote_unit;
    return kind == ContractKind::linear ? cost / one : one / cost;
}

void cut_orders(Batch& batch, Ledger const& ledger, double price)
{
    cut(batch.orders, ledger, {},
        [&](Order const& order) { return batch.money(static_cast<double>(order.amount.value()), price); });
}

void cut_bands(Batch& batch, Ledger const& ledger)
{
    Needs const orders = needs_of(batch.orders, [&](Order const& order) {
        return batch.money(static_cast<double>(order.amount.value()), batch.mid);
    });
    cut(batch.bands, ledger, orders, [&](Band const& band) {
        return batch.money(static_cast<double>(band.amount.value()),
                           mean_price(batch.mid, -band.near, -band.far, batch.distance));
    });
    std::erase_if(batch.bands, [](Band const& band) { return band.amount.value() <= 0 || !(band.far > band.near); });
}

Amount whole_money(double money)
{
    constexpr double most = 4.6e18;  // 2^62
    require(money <= most, fmt::format("what one batch of a market trades costs {:.3g} smallest units; the books hold "
                                       "up to {:.1e}. Use smaller amounts, depths or prices.",
                                       money, most));
    return Amount{round_to_integer(money)};
}

}  // namespace stampede
