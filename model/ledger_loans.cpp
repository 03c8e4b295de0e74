// Acts of the ledger on margin loans. Lending changes nobody's wealth: a claim and a debt between the same two grow
// alike.

#include "model/base/check.hpp"
#include "model/ledger.hpp"

namespace stampede {

LoanId Ledger::open_loan(AccountId borrower)
{
    ensure(!is_wallet(borrower), "ledger: a venue lends to its own accounts only");
    borrower_.push_back(borrower);
    owed_back_.emplace_back(0);
    lent_.resize(wealth_.classes().size() * institutions_ * assets(), Amount{0});
    return LoanId::of(borrower_.size() - 1);
}

Amount Ledger::lent(InstitutionId venue, AssetId lent_asset) const
{
    Amount sum{0};
    for (std::size_t owner = 0; owner < wealth_.classes().size(); ++owner)
        sum += lent(ClassId::of(owner), venue, lent_asset);
    return sum;
}

void Ledger::change_debt(LoanId loan, Amount amount)
{
    AccountId const account = borrower(loan);
    owed_back_[loan.index()] += amount;
    lent_[lent_cell(owner_class(account), institution(account), asset(account))] += amount;
}

Column<Amount> Ledger::sums_of_loans() const
{
    Column<Amount> sums(lent_.size(), Amount{0});
    for (std::size_t i = 0; i < borrower_.size(); ++i)
        sums[lent_cell(owner_class(borrower_[i]), institution(borrower_[i]), asset(borrower_[i]))] += owed_back_[i];
    return sums;
}

void Ledger::borrow(LoanId loan, Amount amount)
{
    AccountId const account = borrower(loan);
    ensure(amount.value() >= 0, "ledger: a loan grows by what is borrowed, units", amount.value());
    touch(account);
    balance_[account.index()] += amount;
    owed(institution(account), asset(account)) += amount;
    change_debt(loan, amount);
}

void Ledger::repay(LoanId loan, Amount amount)
{
    AccountId const account = borrower(loan);
    ensure(amount.value() >= 0 && amount <= balance(account) && amount <= borrowed(loan),
           "ledger: a loan is repaid out of its account and no further than it is owed, units", amount.value());
    touch(account);
    balance_[account.index()] -= amount;
    owed(institution(account), asset(account)) -= amount;
    change_debt(loan, -amount);
}

void Ledger::forgive(LoanId loan, Amount amount, Channel channel)
{
    AccountId const account = borrower(loan);
    ensure(amount.value() >= 0 && amount <= borrowed(loan), "ledger: no more is forgiven than is owed, units",
           amount.value());
    InstitutionId const venue = institution(account);
    change_debt(loan, -amount);
    wealth_.change(owner_class(account), venue.index(), asset(account), amount, channel);
    wealth_.change(class_of(venue), venue.index(), asset(account), -amount, channel);
}

}  // namespace stampede
