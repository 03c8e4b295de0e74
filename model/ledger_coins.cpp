// Coins that an issuer owes: minted for par, burnt for par.

#include <algorithm>

#include "model/base/check.hpp"
#include "model/ledger.hpp"

namespace stampede {

void Ledger::open_issue(InstitutionId issuer, AssetId coin, AssetId par)
{
    ensure(issue_of(coin) == nullptr, "ledger: a coin has one issuer, asset", coin.index());
    issues_.push_back({issuer, coin, par});
}

Ledger::CoinBook* Ledger::issue_of(AssetId coin)
{
    auto const found = std::find_if(issues_.begin(), issues_.end(), [&](CoinBook const& b) { return b.coin == coin; });
    return found == issues_.end() ? nullptr : &*found;
}

Ledger::CoinBook& Ledger::issued_by(InstitutionId issuer)
{
    auto const found =
        std::find_if(issues_.begin(), issues_.end(), [&](CoinBook const& b) { return b.issuer == issuer; });
    ensure(found != issues_.end(), "ledger: an institution issued no coin, number", issuer.index());
    return *found;
}

Amount Ledger::owed_on_coins(InstitutionId issuer) const
{
    Amount sum{0};
    for (CoinBook const& book : issues_)
        if (book.issuer == issuer)
            sum += book.owed;
    return sum;
}

void Ledger::owe(CoinBook& book, Amount coins, Amount owed, Channel channel)
{
    book.coins += coins;
    book.owed += owed;
    ensure(book.owed.value() >= 0 && book.coins.value() >= 0, "ledger: less than nothing is owed on coins, units",
           book.owed.value());
    wealth_.change(class_of(book.issuer), book.issuer.index(), book.par, -owed, channel);
}

void Ledger::issue_coins(InstitutionId issuer, AccountId money, AccountId coins, Amount amount, Amount fee)
{
    CoinBook& book = issued_by(issuer);
    ensure(is_wallet(money) && asset(money) == book.par && is_wallet(coins) && asset(coins) == book.coin,
           "ledger: coins are issued for their par, from wallet to wallet");
    Amount const issued = amount - fee;
    add_to_account(money, -fee, Channel::fee);
    add_to_account(money, -issued, Channel::depeg);
    add_to_store(issuer, book.par, Storage::hot, amount, Channel::fee);
    ensure(supply_[book.coin.index()].value() < largest_supply - issued.value(),
           "ledger: a mint would exceed 2^62 units, supply", supply_[book.coin.index()].value());
    supply_[book.coin.index()] += issued;
    add_to_account(coins, issued, Channel::depeg);
    owe(book, issued, issued, Channel::fee);
}

void Ledger::redeem_coins(InstitutionId issuer, AccountId coins, AccountId money, Amount amount, Amount released,
                          Amount paid, Amount fee)
{
    CoinBook& book = issued_by(issuer);
    ensure(is_wallet(money) && asset(money) == book.par && is_wallet(coins) && asset(coins) == book.coin,
           "ledger: coins are redeemed for their par, from wallet to wallet");
    ensure(paid + fee <= released, "ledger: a redemption pays more than is owed, units", paid.value());
    add_to_account(coins, -amount, Channel::depeg);
    supply_[book.coin.index()] -= amount;
    add_to_account(money, paid + fee, Channel::depeg);
    add_to_account(money, -fee, Channel::fee);
    add_to_store(issuer, book.par, Storage::hot, -paid, Channel::fee);
    owe(book, -amount, -released, Channel::fee);
}

void Ledger::cut_coins(InstitutionId issuer, Amount amount, Channel channel)
{
    owe(issued_by(issuer), Amount{0}, -amount, channel);
}

void Ledger::convert(AccountId from, AccountId to, Amount burnt, Amount minted, Channel channel)
{
    ensure(is_wallet(from) && is_wallet(to), "ledger: tokens are converted from wallet to wallet");
    Amount& supply = supply_[asset(to).index()];
    ensure(supply.value() < largest_supply - minted.value(), "ledger: a mint would exceed 2^62 units, supply",
           supply.value());
    add_to_account(from, -burnt, channel);
    supply_[asset(from).index()] -= burnt;
    supply += minted;
    add_to_account(to, minted, channel);
}

}  // namespace stampede
