// Acts of the ledger on margins and positions. Over all positions of a contract costs and clearing account cancel, so
// that what the venue owes them is what they posted, whoever has won.

#include "model/base/check.hpp"
#include "model/ledger.hpp"

namespace stampede {

PerpId Ledger::open_contract(InstitutionId venue, AssetId settle, Contract const& contract, Price mark)
{
    books_.push_back({venue, settle, {}, {}, Column<Amount>(wealth_.classes().size(), Amount{0})});
    return wealth_.add_contract(settle, contract, mark);
}

void Ledger::add_margin(PerpId contract, ClassId owner, Amount amount)
{
    ContractBook& book = books_[contract.index()];
    book.margins += amount;
    book.of_class[owner.index()] += amount;
}

void Ledger::endow_position(AccountId account, PerpId contract, Units size, Amount cost, Amount margin)
{
    ensure(balance_[account.index()] >= margin, "ledger: margin at birth is more than the account has, units",
           margin.value());
    balance_[account.index()] -= margin;
    add_margin(contract, owner_class(account), margin);
    books_[contract.index()].clearing -= cost;
    wealth_.endow_contract(owner_class(account), contract, size, cost);
    // What costs and clearing account owe each other lies between venue and owners until it is realised.
    owed(institution(account), asset(account)) -= cost;
    wealth_.endow(class_of(institution(account)), institution(account).index(), asset(account), cost);
}

void Ledger::post_margin(AccountId account, PerpId contract, Amount amount)
{
    ContractBook const& book = books_[contract.index()];
    ensure(institution(account) == book.venue && asset(account) == book.settle,
           "ledger: margin is posted in the contract's own asset at its venue");
    touch(account);
    balance_[account.index()] -= amount;
    ensure(balance_[account.index()].value() >= 0, "ledger: an account would fall below zero, units",
           balance_[account.index()].value());
    add_margin(contract, owner_class(account), amount);
}

void Ledger::fill_contract(PerpId contract, ClassId owner, Units size, Amount cost, Amount realised, Channel channel)
{
    ContractBook& book = books_[contract.index()];
    add_margin(contract, owner, realised);
    book.clearing -= realised;
    wealth_.change_contract(owner, contract, size, cost + realised, channel);
    wealth_.change(owner, book.venue.index(), book.settle, realised, channel);
}

void Ledger::charge_margin(PerpId contract, ClassId owner, AccountId to, Amount amount, Channel channel)
{
    ContractBook const& book = books_[contract.index()];
    ensure(institution(to) == book.venue && asset(to) == book.settle,
           "ledger: margin is charged in the contract's own asset at its venue");
    add_margin(contract, owner, -amount);
    owed(book.venue, book.settle) -= amount;
    wealth_.change(owner, book.venue.index(), book.settle, -amount, channel);
    wealth_.change(class_of(book.venue), book.venue.index(), book.settle, amount, channel);
    add_to_account(to, amount, channel);
}

void Ledger::move_margin(PerpId contract, ClassId from, ClassId to, Amount amount, Channel channel)
{
    ContractBook const& book = books_[contract.index()];
    add_margin(contract, from, -amount);
    add_margin(contract, to, amount);
    wealth_.change(from, book.venue.index(), book.settle, -amount, channel);
    wealth_.change(to, book.venue.index(), book.settle, amount, channel);
}

void Ledger::claw_back(PerpId contract, ClassId winner, ClassId to, Amount amount, Channel channel)
{
    ContractBook& book = books_[contract.index()];
    add_margin(contract, to, amount);
    book.clearing -= amount;
    wealth_.change_contract(winner, contract, Units{0}, amount, channel);
    wealth_.change(to, book.venue.index(), book.settle, amount, channel);
}

void Ledger::cover_margin(PerpId contract, Amount amount)
{
    ContractBook const& book = books_[contract.index()];
    add_margin(contract, class_of(book.venue), amount);
    // Owner and debtor are the same: its claim on itself and its debt grow alike.
    owed(book.venue, book.settle) += amount;
}

void Ledger::pay_funding(PerpId contract, std::int64_t rate, Channel channel)
{
    wealth_.pay_funding(contract, rate, channel);
}

Column<Amount> Ledger::contract_claims() const
{
    Column<Amount> sums(claims_.size(), Amount{0});
    for (ContractBook const& book : books_)
        sums[book.venue.index() * assets() + book.settle.index()] += book.margins + book.clearing;
    return sums;
}

}  // namespace stampede
