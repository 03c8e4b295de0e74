#include "tests/model/toy_ledger.hpp"

namespace stampede::testing {
namespace {

constexpr AssetId coin{0};

template <class Ids>
AccountId pick(Ids const& ids, std::size_t index)
{
    return ids[index % ids.size()];
}

}  // namespace

ToyLedger::ToyLedger(std::uint64_t seed)
    : ledger{{"outside", "bank", "venue", "small", "large"}, institutions, {100, 1e8}},
      luck_{Draws{seed, 0}.stream("test/ledger")}
{
    endow();
    ledger.set_audit(true);
}

void ToyLedger::endow()
{
    InstitutionId const bank{1}, venue{2};
    for (int round = 0; round < 2; ++round)
        for (std::uint16_t asset = 0; asset < assets; ++asset)
            for (std::uint16_t owner = 3; owner < classes; ++owner) {
                claims_.push_back(ledger.open_account(bank, AssetId{asset}, ClassId{owner}, {}));
                claims_.push_back(ledger.open_account(venue, AssetId{asset}, ClassId{owner}, {}));
                wallets_.push_back(ledger.open_account({}, AssetId{asset}, ClassId{owner}, {}));
            }
    own_claims_ = {ledger.open_account(venue, coin, Ledger::class_of(bank), {}),
                   ledger.open_account(bank, coin, Ledger::class_of(venue), {})};
    for (AccountId const claim : claims_)
        ledger.endow_claim(claim, up_to(Amount{1'000'000}));
    for (AccountId const claim : own_claims_)
        ledger.endow_claim(claim, up_to(Amount{1'000'000}));
    for (AccountId const wallet : wallets_)
        ledger.endow_wallet(wallet, up_to(Amount{1'000'000}));
    for (std::uint16_t where = 0; where < institutions; ++where)
        for (std::uint16_t asset = 0; asset < assets; ++asset)
            for (Storage const storage : {Storage::hot, Storage::cold, Storage::transit})
                ledger.endow_storage(InstitutionId{where}, AssetId{asset}, storage, up_to(Amount{5'000'000}));
    Debt const loan{bank, venue, coin};
    owned_[loan] = owed_[loan] = Amount{777'777};
    ledger.endow_exposure(bank, venue, coin, Amount{777'777});
    ledger.quote(AssetId{0}, Price{1.01});
    ledger.quote(AssetId{1}, Price{20'000});
    ledger.open();
}

bool ToyLedger::act()
{
    std::uint64_t const kind = luck_() % 16;
    if (kind < 7)
        act_on_accounts(kind);
    else if (kind < 12)
        act_on_storage(kind);
    else
        act_on_debts(kind);
    return kind == 10 || kind == 11;
}

void ToyLedger::act_on_accounts(std::uint64_t kind)
{
    AccountId const claim = pick(claims_, any(claims_.size()));
    AssetId const asset = ledger.asset(claim);
    InstitutionId const at = ledger.institution(claim);
    Amount const in_hot = ledger.stored(at, asset, Storage::hot);
    std::vector<AccountId> partners, purses;
    for (AccountId const other : claims_)
        if (ledger.asset(other) == asset && ledger.institution(other) == at)
            partners.push_back(other);
    for (AccountId const wallet : wallets_)
        if (ledger.asset(wallet) == asset)
            purses.push_back(wallet);
    AccountId const partner = pick(partners, any(partners.size())), wallet = pick(purses, any(purses.size()));
    Amount const some = up_to(ledger.balance(claim));
    if (kind == 0)
        ledger.transfer_claim(claim, partner, some, any_channel());
    else if (kind == 1) {
        Amount const rest = up_to(some);
        ledger.settle(std::vector<Settlement>{{claim, -some, any_channel()},
                                              {partner, rest, any_channel()},
                                              {partners.front(), some - rest, any_channel()}});
    }
    else if (kind == 2) {
        Amount const payable = std::min(some, in_hot);
        ledger.pay_out(claim, wallet, payable, up_to(payable));
    }
    else if (kind == 3)
        ledger.deposit(wallet, claim, up_to(ledger.balance(wallet)));
    else if (kind == 4)
        ledger.cut_claim(claim, some, any_channel());
    else if (kind == 5)
        ledger.pay_wallet(at, Storage::hot, wallet, up_to(in_hot), any_channel());
    else
        ledger.take_from_wallet(wallet, at, any_storage(), up_to(ledger.balance(wallet)), any_channel());
}

void ToyLedger::act_on_storage(std::uint64_t kind)
{
    InstitutionId const from = any_institution(), to = any_institution();
    AssetId const asset = AssetId::of(any(assets));
    Storage const out_of = any_storage(), into = any_storage();
    Amount const some = up_to(ledger.stored(from, asset, out_of));
    if (kind == 7)
        ledger.move(from, asset, out_of, into, some);
    else if (kind == 8)
        ledger.transfer(from, out_of, to, into, asset, some, any_channel());
    else if (kind == 9)
        ledger.pay_income(InstitutionId{0}, to, asset, up_to(ledger.stored(InstitutionId{0}, asset, Storage::hot)));
    else if (kind == 10)
        ledger.mint(to, into, asset, up_to(Amount{1'000'000}));
    else
        ledger.burn(from, out_of, asset, some);
}

void ToyLedger::act_on_debts(std::uint64_t kind)
{
    InstitutionId const creditor = any_institution(), debtor = any_institution();
    AssetId const asset = AssetId::of(any(assets));
    Debt const debt{creditor, debtor, asset};
    if (kind == 12) {
        Amount const change = up_to(Amount{2'000'000}) - Amount{1'000'000};
        ledger.change_exposure(creditor, debtor, asset, change, any_channel());
        owned_[debt] += change;
        owed_[debt] += change;
    }
    else if (kind == 13) {
        Amount const lost = up_to(Amount{1'000});
        ledger.write_off(creditor, debtor, asset, lost, any_channel());
        owned_[debt] -= lost;
        ledger.release_debt(debtor, creditor, asset, lost, any_channel());
        owed_[debt] -= lost;
    }
    else if (kind == 14) {
        AccountId const own = pick(own_claims_, any(own_claims_.size()));
        InstitutionId const owner{ledger.owner_class(own).value()}, at = ledger.institution(own);
        ledger.deposit_own(owner, own, up_to(ledger.stored(owner, coin, Storage::hot)));
        ledger.withdraw_own(owner, own, any_storage(),
                            up_to(std::min(ledger.balance(own), ledger.stored(at, coin, Storage::hot))));
    }
    else {
        double const price = 1 + static_cast<double>(luck_() % 40'000);
        std::vector<ChannelWeight> weights;
        for (std::size_t i = any(4); i > 0; --i)
            weights.push_back({any_channel(), 1 + static_cast<double>(any(9))});
        ledger.revalue(asset, Price{price}, weights);
        ledger.rebook(ClassId::of(any(classes)), MicroUsd{static_cast<std::int64_t>(any(1000))}, any_channel(),
                      any_channel());
    }
}

std::vector<MicroUsd> ToyLedger::wealth_from_scratch() const
{
    using Cell = std::tuple<std::size_t, std::size_t, std::size_t>;  // class, place, asset
    std::map<Cell, Amount> cells;
    std::size_t const own = institutions;
    for (std::size_t row = 0; row < ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        std::size_t const owner = ledger.owner_class(account).index(), asset = ledger.asset(account).index();
        if (ledger.is_wallet(account))
            cells[{owner, own, asset}] += ledger.balance(account);
        else {
            std::size_t const at = ledger.institution(account).index();
            cells[{owner, at, asset}] += ledger.balance(account);
            cells[{at, at, asset}] -= ledger.balance(account);
        }
    }
    for (std::size_t where = 0; where < institutions; ++where)
        for (std::size_t asset = 0; asset < assets; ++asset)
            cells[{where, own, asset}] += ledger.stored(InstitutionId::of(where), AssetId::of(asset));
    for (auto const& [debt, amount] : owned_) {
        auto const& [creditor, debtor, asset] = debt;
        cells[{creditor.index(), debtor.index(), asset.index()}] += amount;
    }
    for (auto const& [debt, amount] : owed_) {
        auto const& [creditor, debtor, asset] = debt;
        cells[{debtor.index(), debtor.index(), asset.index()}] -= amount;
    }
    std::vector<MicroUsd> wealth(classes);
    for (auto const& [cell, amount] : cells)
        wealth[std::get<0>(cell)] += ledger.value(AssetId::of(std::get<2>(cell)), amount);
    return wealth;
}

}  // namespace stampede::testing
