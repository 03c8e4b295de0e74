// Acts of the ledger on vaults: their debts, their collateral, and coins that a protocol makes itself.

#include "model/base/check.hpp"
#include "model/ledger.hpp"

namespace stampede {

void Ledger::endow_loan(LoanId loan, Amount amount)
{
    AccountId const account = borrower(loan);
    InstitutionId const at = institution(account);
    change_debt(loan, amount);
    wealth_.endow(owner_class(account), at.index(), asset(account), -amount);
    wealth_.endow(class_of(at), at.index(), asset(account), amount);
}

void Ledger::endow_issue(InstitutionId issuer, AssetId coin, Amount amount)
{
    wealth_.endow(class_of(issuer), issuer.index(), coin, -amount);
}

void Ledger::issue_own(InstitutionId issuer, AssetId coin, Amount amount)
{
    Amount& supply = supply_[coin.index()];
    ensure(supply.value() < largest_supply - amount.value(), "ledger: a mint would exceed 2^62 units, supply",
           supply.value());
    supply += amount;
    add_to_store(issuer, coin, Storage::hot, amount, Channel::fee);
    wealth_.change(class_of(issuer), issuer.index(), coin, -amount, Channel::fee);
}

void Ledger::repay_for(AccountId wallet, LoanId loan, Amount amount, Channel channel)
{
    AccountId const account = borrower(loan);
    InstitutionId const lender = institution(account);
    ensure(is_wallet(wallet) && asset(wallet) == asset(account) && amount.value() >= 0 && amount <= borrowed(loan),
           "ledger: a loan is repaid in its asset and no further than it is owed, units", amount.value());
    add_to_account(wallet, -amount, channel);
    add_to_store(lender, asset(account), Storage::hot, amount, channel);
    change_debt(loan, -amount);
    wealth_.change(owner_class(account), lender.index(), asset(account), amount, channel);
    wealth_.change(class_of(lender), lender.index(), asset(account), -amount, channel);
}

void Ledger::seize(AccountId claim, AccountId wallet, Amount amount, Channel channel)
{
    ensure(!is_wallet(claim) && is_wallet(wallet) && asset(claim) == asset(wallet),
           "ledger: a claim is seized into a wallet of its asset");
    add_to_account(claim, -amount, channel);
    add_to_store(institution(claim), asset(claim), Storage::hot, -amount, channel);
    add_to_account(wallet, amount, channel);
}

}  // namespace stampede
