#include "model/ledger.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {
std::vector<Amount> split(Amount total, std::span<Amount const> weights, Draws const& draws, Purpose purpose,
                          std::uint64_t owner)
{
    Int128 sum = 0;
    for (Amount const weight : weights)
        sum += weight.value();
    std::vector<Amount> parts(weights.size(), Amount{0});
    if (total == Amount{0})
        return parts;
    ensure(total > Amount{0}, "split: less than nothing, amount", total.value());
    ensure(sum > 0, "split: nothing to split in proportion to, amount", total.value());

    struct Rest {
        Int128 remainder;
        std::uint64_t luck;
        std::size_t index;
    };
    std::vector<Rest> rests;
    rests.reserve(weights.size());
    Int128 given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        Int128 const product = static_cast<Int128>(total.value()) * weights[i].value();
        parts[i] = Amount{static_cast<std::int64_t>(product / sum)};
        given += parts[i].value();
        if (product % sum != 0)
            rests.push_back({product % sum, 0, i});
    }
    auto const left = static_cast<std::size_t>(static_cast<Int128>(total.value()) - given);
    if (left == 0)
        return parts;
    for (Rest& rest : rests)
        rest.luck = draws.bits(purpose, owner, rest.index);
    auto const first = [](Rest const& a, Rest const& b) {
        if (a.remainder != b.remainder)
            return a.remainder > b.remainder;
        return a.luck != b.luck ? a.luck < b.luck : a.index < b.index;
    };
    std::nth_element(rests.begin(), rests.begin() + static_cast<std::ptrdiff_t>(left) - 1, rests.end(), first);
    for (std::size_t i = 0; i < left; ++i)
        parts[rests[i].index] += Amount{1};
    return parts;
}

Ledger::Ledger(std::vector<std::string> classes, std::size_t institutions, std::vector<double> units)
    : institutions_{institutions}, wealth_{std::move(classes), institutions, units}
{
    supply_.resize(units.size());
    stored_.resize(institutions * units.size() * storage_count);
    claims_.resize(institutions * units.size());
}

AccountId Ledger::open_account(InstitutionId at, AssetId asset, ClassId owner_class, PersonId owner)
{
    balance_.push_back(Amount{0});
    asset_.push_back(asset);
    at_.push_back(at);
    class_.push_back(owner_class);
    owner_.push_back(owner);
    wallet_.emplace_back();
    return AccountId::of(balance_.size() - 1);
}

void Ledger::reserve_accounts(std::size_t count)
{
    std::size_t const size = balance_.size() + count;
    balance_.reserve(size);
    asset_.reserve(size);
    at_.reserve(size);
    class_.reserve(size);
    owner_.reserve(size);
    wallet_.reserve(size);
}

AccountId Ledger::open_wallet_of(AccountId claim)
{
    if (!wallet_[claim.index()].valid()) {
        AccountId const wallet = open_account({}, asset(claim), owner_class(claim), owner(claim));
        wallet_[claim.index()] = wallet;
    }
    return wallet_[claim.index()];
}

Amount Ledger::stored(InstitutionId where, AssetId asset) const
{
    return stored(where, asset, Storage::hot) + stored(where, asset, Storage::cold) +
           stored(where, asset, Storage::transit);
}

void Ledger::endow_claim(AccountId account, Amount amount)
{
    InstitutionId const at = at_[account.index()];
    AssetId const asset = asset_[account.index()];
    require(static_cast<double>(owed(at, asset).value()) + static_cast<double>(amount.value()) < 4.6e18,
            fmt::format("/assets  number {} by name: accounts at one institution hold more than 2^62 smallest units of "
                        "it at the start; use fewer decimals",
                        asset.index() + 1));
    balance_[account.index()] += amount;
    owed(at, asset) += amount;
    wealth_.endow(class_[account.index()], at.index(), asset, amount);
    wealth_.endow(class_of(at), at.index(), asset, -amount);
}

void Ledger::endow_wallet(AccountId account, Amount amount)
{
    balance_[account.index()] += amount;
    wealth_.endow(class_[account.index()], wealth_.own_storage(), asset_[account.index()], amount);
}

void Ledger::endow_storage(InstitutionId where, AssetId asset, Storage storage, Amount amount)
{
    store(where, asset, storage) += amount;
    wealth_.endow(class_of(where), wealth_.own_storage(), asset, amount);
}

void Ledger::endow_exposure(InstitutionId creditor, InstitutionId debtor, AssetId asset, Amount amount)
{
    wealth_.endow(class_of(creditor), debtor.index(), asset, amount);
    wealth_.endow(class_of(debtor), debtor.index(), asset, -amount);
}

void Ledger::open()
{
    supply_.assign(supply_.size(), Amount{0});
    for (std::size_t i = 0; i < stored_.size(); ++i)
        supply_[i / storage_count % assets()] += stored_[i];
    for (std::size_t i = 0; i < balance_.size(); ++i)
        if (!at_[i].valid())
            supply_[asset_[i].index()] += balance_[i];
    for (std::size_t asset = 0; asset < assets(); ++asset)
        ensure(supply_[asset].value() < largest_supply, "supply at birth must stay below 2^62 units, asset", asset);
    for (CoinBook& book : issues_) {
        book.coins = book.owed = supply_[book.coin.index()];
        wealth_.endow(class_of(book.issuer), book.issuer.index(), book.par, -book.owed);
    }
    wealth_.open();
    stored_before_ = stored_;
    claims_before_ = claims_;
    supply_before_ = supply_;
    locked_before_ = contract_claims();
    touched_.clear();
}

void Ledger::watch(AccountId account)
{
    if (account.index() >= watched_.size())
        watched_.resize(account.index() + 1, 0);
    watched_[account.index()] = 1;
}

void Ledger::touch(AccountId account)
{
    if (account.index() < watched_.size() && watched_[account.index()] != 0)
        changed_.push_back(account);
    if (auditing_)
        touched_.push_back({account, balance_[account.index()]});
}

void Ledger::add_to_account(AccountId account, Amount amount, Channel channel)
{
    touch(account);
    Amount& balance = balance_[account.index()];
    balance += amount;
    ensure(balance.value() >= 0, "ledger: an account would fall below zero, units", balance.value());
    AssetId const asset = asset_[account.index()];
    InstitutionId const at = at_[account.index()];
    if (at.valid()) {
        owed(at, asset) += amount;
        wealth_.change(class_[account.index()], at.index(), asset, amount, channel);
        wealth_.change(class_of(at), at.index(), asset, -amount, channel);
    }
    else
        wealth_.change(class_[account.index()], wealth_.own_storage(), asset, amount, channel);
}

void Ledger::add_to_store(InstitutionId where, AssetId asset, Storage storage, Amount amount, Channel channel)
{
    Amount& held = store(where, asset, storage);
    held += amount;
    ensure(held.value() >= 0, "ledger: an institution's storage would fall below zero, units", held.value());
    wealth_.change(class_of(where), wealth_.own_storage(), asset, amount, channel);
}

void Ledger::transfer_claim(AccountId from, AccountId to, Amount amount, Channel channel)
{
    ensure(institution(from) == institution(to) && asset(from) == asset(to),
           "ledger: claims of two kinds cannot be traded");
    add_to_account(from, -amount, channel);
    add_to_account(to, amount, channel);
}

void Ledger::settle(std::span<Settlement const> changes)
{
    Amount sum{0};
    for (Settlement const& one : changes) {
        ensure(institution(one.account) == institution(changes.front().account) &&
                   asset(one.account) == asset(changes.front().account),
               "ledger: a batch settles claims of one institution and asset");
        sum += one.change;
    }
    ensure(sum == Amount{0}, "ledger: a batch must sum to zero, units", sum.value());
    // Takers come in before givers go out, so that an account on both sides does not pass below zero.
    for (Settlement const& one : changes)
        if (one.change.value() > 0)
            add_to_account(one.account, one.change, one.channel);
    for (Settlement const& one : changes)
        if (one.change.value() < 0)
            add_to_account(one.account, one.change, one.channel);
}

void Ledger::pay_out(AccountId claim, AccountId wallet, Amount amount, Amount fee)
{
    InstitutionId const from = institution(claim);
    add_to_account(claim, -amount, Channel::fee);
    add_to_store(from, asset(claim), Storage::hot, -(amount - fee), Channel::fee);
    add_to_account(wallet, amount - fee, Channel::fee);
}

void Ledger::deposit(AccountId wallet, AccountId claim, Amount amount)
{
    add_to_account(wallet, -amount, Channel::fee);
    add_to_store(institution(claim), asset(claim), Storage::hot, amount, Channel::fee);
    add_to_account(claim, amount, Channel::fee);
}

void Ledger::deposit_own(InstitutionId depositor, AccountId claim, Amount amount)
{
    ensure(owner_class(claim) == class_of(depositor), "ledger: an institution deposits into its own account only");
    add_to_store(depositor, asset(claim), Storage::hot, -amount, Channel::fee);
    add_to_store(institution(claim), asset(claim), Storage::hot, amount, Channel::fee);
    add_to_account(claim, amount, Channel::fee);
}

void Ledger::withdraw_own(InstitutionId owner, AccountId claim, Storage into, Amount amount)
{
    ensure(owner_class(claim) == class_of(owner), "ledger: an institution withdraws from its own account only");
    add_to_account(claim, -amount, Channel::fee);
    add_to_store(institution(claim), asset(claim), Storage::hot, -amount, Channel::fee);
    add_to_store(owner, asset(claim), into, amount, Channel::fee);
}

void Ledger::move(InstitutionId inside, AssetId asset, Storage from, Storage to, Amount amount)
{
    transfer(inside, from, inside, to, asset, amount, Channel::fee);
}

void Ledger::transfer(InstitutionId from, Storage out_of, InstitutionId to, Storage into, AssetId asset, Amount amount,
                      Channel channel)
{
    add_to_store(from, asset, out_of, -amount, channel);
    add_to_store(to, asset, into, amount, channel);
}

void Ledger::pay_wallet(InstitutionId from, Storage out_of, AccountId wallet, Amount amount, Channel channel)
{
    add_to_store(from, asset(wallet), out_of, -amount, channel);
    add_to_account(wallet, amount, channel);
}

void Ledger::take_from_wallet(AccountId wallet, InstitutionId to, Storage into, Amount amount, Channel channel)
{
    add_to_account(wallet, -amount, channel);
    add_to_store(to, asset(wallet), into, amount, channel);
}

void Ledger::pay_income(InstitutionId outside, InstitutionId to, AssetId asset, Amount amount)
{
    Amount& source = store(outside, asset, Storage::hot);
    source -= amount;
    ensure(source.value() >= 0, "ledger: the outside world has no more of an asset to pay income with, units",
           source.value());
    store(to, asset, Storage::hot) += amount;
    wealth_.inflow(class_of(outside), wealth_.own_storage(), asset, -amount);
    wealth_.inflow(class_of(to), wealth_.own_storage(), asset, amount);
}

void Ledger::change_exposure(InstitutionId creditor, InstitutionId debtor, AssetId asset, Amount amount,
                             Channel channel)
{
    write_off(creditor, debtor, asset, -amount, channel);
    release_debt(debtor, creditor, asset, -amount, channel);
}

void Ledger::write_off(InstitutionId creditor, InstitutionId debtor, AssetId asset, Amount amount, Channel channel)
{
    wealth_.change(class_of(creditor), debtor.index(), asset, -amount, channel);
}

void Ledger::release_debt(InstitutionId debtor, InstitutionId, AssetId asset, Amount amount, Channel channel)
{
    wealth_.change(class_of(debtor), debtor.index(), asset, amount, channel);
}

void Ledger::cut_claim(AccountId claim, Amount amount, Channel channel)
{
    add_to_account(claim, -amount, channel);
}

void Ledger::mint(InstitutionId to, Storage into, AssetId asset, Amount amount)
{
    ensure(supply_[asset.index()].value() < largest_supply - amount.value(),
           "ledger: a mint would exceed 2^62 units, supply", supply_[asset.index()].value());
    supply_[asset.index()] += amount;
    store(to, asset, into) += amount;
    wealth_.inflow(class_of(to), wealth_.own_storage(), asset, amount);
    if (CoinBook* const book = issue_of(asset))
        owe(*book, amount, amount, Channel::operational);
}

void Ledger::burn(InstitutionId from, Storage out_of, AssetId asset, Amount amount)
{
    supply_[asset.index()] -= amount;
    add_to_store(from, asset, out_of, -amount, Channel::operational);
    if (CoinBook* const book = issue_of(asset))
        owe(*book, -amount, -std::min(amount, book->owed), Channel::operational);
}

}  // namespace stampede
