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
    return LoanId::of(borrower_.size() - 1);
}

Amount Ledger::lent(InstitutionId venue, AssetId lent_asset) const
{
    Amount sum{0};
    for (std::size_t i = 0; i < borrower_.size(); ++i)
        if (institution(borrower_[i]) == venue && asset(borrower_[i]) == lent_asset)
            sum += owed_back_[i];
    return sum;
}

void Ledger::borrow(LoanId loan, Amount amount)
{
    AccountId const account = borrower(loan);
    ensure(amount.value() >= 0, "ledger: a loan grows by what is borrowed, units", amount.value());
    touch(account);
    balance_[account.index()] += amount;
    owed(institution(account), asset(account)) += amount;
    owed_back_[loan.index()] += amount;
}

void Ledger::repay(LoanId loan, Amount amount)
{
    AccountId const account = borrower(loan);
    ensure(amount.value() >= 0 && amount <= balance(account) && amount <= borrowed(loan),
           "ledger: a loan is repaid out of its account and no further than it is owed, units", amount.value());
    touch(account);
    balance_[account.index()] -= amount;
    owed(institution(account), asset(account)) -= amount;
    owed_back_[loan.index()] -= amount;
}

void Ledger::forgive(LoanId loan, Amount amount, Channel channel)
{
    AccountId const account = borrower(loan);
    ensure(amount.value() >= 0 && amount <= borrowed(loan), "ledger: no more is forgiven than is owed, units",
           amount.value());
    InstitutionId const venue = institution(account);
    owed_back_[loan.index()] -= amount;
    wealth_.change(owner_class(account), venue.index(), asset(account), amount, channel);
    wealth_.change(class_of(venue), venue.index(), asset(account), -amount, channel);
}

}  // namespace stampede
