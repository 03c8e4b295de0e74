#pragma once
// The only way tokens and claims move. Two layers: tokens (who really holds a unit) sum to supply, claims (what an
// institution owes its clients) sum to what it owes. All integers, so audits are equalities.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/draws.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/graphs/institutions.hpp"
#include "model/losses.hpp"

namespace stampede {

/// Integer parts of `total` in proportion to `weights`: exact sum, largest remainder, ties by keyed draw of the index.
/// No part exceeds its weight while total <= sum of weights. @throws BrokenInvariant if weights sum to 0 but total > 0
[[nodiscard]] std::vector<Amount> split(Amount total, std::span<Amount const> weights, Draws const& draws,
                                        Purpose purpose, std::uint64_t owner);

/// A change of one account's claim in a batch, booked to a channel.
struct Settlement {
    AccountId account;
    Amount change;
    Channel channel;
};

/// Where an institution keeps its tokens.
enum class Storage : std::uint8_t { hot, cold, transit };
inline constexpr std::size_t storage_count = 3;
/// Smallest units of an asset stay below this [2^62].
inline constexpr std::int64_t largest_supply = std::int64_t{1} << 62U;

/// Double-entry ledger of all tokens, claims and wealth.
class Ledger {
  public:
    Ledger() = default;
    /// @param units  smallest units per coin, one per asset
    Ledger(std::vector<std::string> classes, std::size_t institutions, std::vector<double> units);

    // --- accounts -----------------------------------------------------------------------------------------------
    /// An account at an institution holds a claim on it; an account at no institution is a wallet and holds tokens.
    AccountId open_account(InstitutionId at, AssetId asset, ClassId owner_class, PersonId owner);
    void reserve_accounts(std::size_t count);
    [[nodiscard]] std::size_t accounts() const { return balance_.size(); }
    [[nodiscard]] Amount balance(AccountId account) const { return balance_[account.index()]; }
    [[nodiscard]] AssetId asset(AccountId account) const { return asset_[account.index()]; }
    [[nodiscard]] InstitutionId institution(AccountId account) const { return at_[account.index()]; }
    /// The wallet that payouts of a claim go to; empty until the first.
    [[nodiscard]] AccountId wallet_of(AccountId claim) const { return wallet_[claim.index()]; }
    /// As above; opened if there is none yet.
    AccountId open_wallet_of(AccountId claim);
    [[nodiscard]] bool is_wallet(AccountId account) const { return !at_[account.index()].valid(); }
    [[nodiscard]] ClassId owner_class(AccountId account) const { return class_[account.index()]; }
    /// From now on, notes when its balance changes.
    void watch(AccountId account);
    /// Hands on the watched accounts that may have changed since the last call, some more than once.
    void take_changed(auto&& visit)
    {
        for (AccountId const account : changed_)
            visit(account);
        changed_.clear();
    }
    [[nodiscard]] PersonId owner(AccountId account) const { return owner_[account.index()]; }

    // --- sums ---------------------------------------------------------------------------------------------------
    [[nodiscard]] Amount stored(InstitutionId where, AssetId asset, Storage storage) const
    {
        return stored_[(where.index() * assets() + asset.index()) * storage_count + static_cast<std::size_t>(storage)];
    }
    /// All tokens an institution holds of an asset.
    [[nodiscard]] Amount stored(InstitutionId where, AssetId asset) const;
    /// What an institution owes its clients of an asset.
    [[nodiscard]] Amount claims(InstitutionId on, AssetId asset) const
    {
        return claims_[on.index() * assets() + asset.index()];
    }
    [[nodiscard]] Amount supply(AssetId asset) const { return supply_[asset.index()]; }
    [[nodiscard]] std::size_t assets() const { return supply_.size(); }
    [[nodiscard]] std::size_t institutions() const { return institutions_; }
    [[nodiscard]] WealthBook const& wealth() const { return wealth_; }
    /// The class of an institution itself (its owners): classes 0 .. institutions-1.
    [[nodiscard]] static ClassId class_of(InstitutionId institution) { return ClassId::of(institution.index()); }
    [[nodiscard]] double unit(AssetId asset) const { return wealth_.unit(asset); }
    [[nodiscard]] Price price(AssetId asset) const { return wealth_.price(asset); }
    [[nodiscard]] MicroUsd value(AssetId asset, Amount amount) const
    {
        return value_of(amount, price(asset), unit(asset));
    }

    // --- birth (before `open`) ----------------------------------------------------------------------------------
    void endow_claim(AccountId account, Amount amount);
    void endow_wallet(AccountId account, Amount amount);
    void endow_storage(InstitutionId where, AssetId asset, Storage storage, Amount amount);
    /// An exposure between institutions: an asset of the creditor, a debt of the debtor.
    void endow_exposure(InstitutionId creditor, InstitutionId debtor, AssetId asset, Amount amount);
    void quote(AssetId asset, Price price) { wealth_.quote(asset, price); }
    /// Fixes supplies and initial wealth.
    void open();

    // --- contracts (perpetual markets) ----------------------------------------------------------------------------
    // Margins are claims on the venue that lie locked with a position; what positions have won and lost among each
    // other goes through the contract's clearing account, the only one that may be below zero.
    PerpId open_contract(InstitutionId venue, AssetId settle, Contract const& contract, Price mark);
    [[nodiscard]] std::size_t contracts() const { return books_.size(); }
    [[nodiscard]] InstitutionId venue(PerpId contract) const { return books_[contract.index()].venue; }
    [[nodiscard]] AssetId settle(PerpId contract) const { return books_[contract.index()].settle; }
    /// Sum of all margins, and of those of a class [settlement asset].
    [[nodiscard]] Amount margins(PerpId contract) const { return books_[contract.index()].margins; }
    [[nodiscard]] Amount margins(PerpId contract, ClassId owner) const
    {
        return books_[contract.index()].of_class[owner.index()];
    }
    [[nodiscard]] Amount clearing(PerpId contract) const { return books_[contract.index()].clearing; }
    /// At birth: a position, with margin out of an account that was endowed before.
    void endow_position(AccountId account, PerpId contract, Units size, Amount cost, Amount margin);
    /// From an account to the margin of its owner's position; back if negative.
    void post_margin(AccountId account, PerpId contract, Amount amount);
    /// A fill: `size` and `cost` of the fill, and what its owner realised by it, which enters his margin.
    void fill_contract(PerpId contract, ClassId owner, Units size, Amount cost, Amount realised, Channel channel);
    /// From a margin to an account of somebody else at the same venue (a fee).
    void charge_margin(PerpId contract, ClassId owner, AccountId to, Amount amount, Channel channel);
    /// From the margin of one class to that of another; either may be below zero for the liquidation engine alone.
    void move_margin(PerpId contract, ClassId from, ClassId to, Amount amount, Channel channel);
    /// Takes unrealised gain from a position and gives it to the margin of another class: the one's cost rises.
    void claw_back(PerpId contract, ClassId winner, ClassId to, Amount amount, Channel channel);
    /// The venue itself makes a margin whole that is its own: it owes its clients so much more.
    void cover_margin(PerpId contract, Amount amount);
    /// Every unit of size pays so much, and every short unit receives it [2^-32 settlement units].
    void pay_funding(PerpId contract, std::int64_t rate, Channel channel);
    void remark(PerpId contract, Price mark, std::span<ChannelWeight const> weights)
    {
        wealth_.remark(contract, mark, weights);
    }

    // --- margin loans ---------------------------------------------------------------------------------------------
    // A venue lends to a margin account what it lost beyond its money: the claim grows, and so does what its owner
    // owes.
    LoanId open_loan(AccountId borrower);
    [[nodiscard]] std::size_t loans() const { return owed_back_.size(); }
    [[nodiscard]] AccountId borrower(LoanId loan) const { return borrower_[loan.index()]; }
    [[nodiscard]] Amount borrowed(LoanId loan) const { return owed_back_[loan.index()]; }
    /// All that a venue has lent of an asset, and to a class.
    [[nodiscard]] Amount lent(InstitutionId venue, AssetId asset) const;
    [[nodiscard]] Amount lent(ClassId to, InstitutionId venue, AssetId asset) const
    {
        return lent_.empty() ? Amount{0} : lent_[lent_cell(to, venue, asset)];
    }
    void borrow(LoanId loan, Amount amount);
    /// Out of the account. @throws BrokenInvariant if that is more than it has or owes
    void repay(LoanId loan, Amount amount);
    /// The venue gives up a part of what it is owed.
    void forgive(LoanId loan, Amount amount, Channel channel);

    // --- coins that an issuer owes --------------------------------------------------------------------------------
    /// Every coin in existence is from now on a debt of its issuer, one unit of par for one of the coin. Before `open`.
    void open_issue(InstitutionId issuer, AssetId coin, AssetId par);
    /// What an issuer owes the holders of its coins [smallest unit of par]; 0 if it issued none.
    [[nodiscard]] Amount owed_on_coins(InstitutionId issuer) const;
    /// Par in one wallet becomes coins in another; `fee` of the par that is paid buys none.
    void issue_coins(InstitutionId issuer, AccountId money, AccountId coins, Amount amount, Amount fee);
    /// Coins are burnt, and `paid` of what the issuer owed on them goes out of hot storage to a wallet; `fee` stays
    /// with the issuer. @param released  that the issuer no longer owes, at least paid + fee
    void redeem_coins(InstitutionId issuer, AccountId coins, AccountId money, Amount amount, Amount released,
                      Amount paid, Amount fee);
    /// The issuer owes less on its coins than par (default).
    void cut_coins(InstitutionId issuer, Amount amount, Channel channel);
    /// One token is burnt and another minted, from wallet to wallet of one owner.
    void convert(AccountId from, AccountId to, Amount burnt, Amount minted, Channel channel);
    // --- protocols ------------------------------------------------------------------------------------------------
    // Vaults are claims in the collateral and loans in the coin; a coin of a protocol's own is made in its storage, and
    // owed by it at the coin's price.
    /// At birth: a loan whose coins have left the protocol already.
    void endow_loan(LoanId loan, Amount amount);
    /// At birth: what it has issued of its own coin before.
    void endow_issue(InstitutionId issuer, AssetId coin, Amount amount);
    /// New coins of its own in hot storage, or (below 0) fewer.
    void issue_own(InstitutionId issuer, AssetId coin, Amount amount);
    /// Somebody else pays a loan back out of a wallet.
    void repay_for(AccountId wallet, LoanId loan, Amount amount, Channel channel);
    /// A claim is paid out of hot storage into a wallet of somebody else.
    void seize(AccountId claim, AccountId wallet, Amount amount, Channel channel);

    // --- acts (every one double-entry) ----------------------------------------------------------------------------
    /// Trade between two claims accounts of one institution and asset; value differences are booked to `channel`.
    void transfer_claim(AccountId from, AccountId to, Amount amount, Channel channel);
    /// A cleared batch: changes that sum to zero, all of one institution and asset, each booked to its own channel.
    void settle(std::span<Settlement const> changes);
    /// Withdrawal: the claim is extinguished, tokens leave the institution's hot storage for a wallet; `fee` of the
    /// claim stays with the institution.
    void pay_out(AccountId claim, AccountId wallet, Amount amount, Amount fee);
    /// Deposit: tokens of a wallet enter hot storage and become a claim.
    void deposit(AccountId wallet, AccountId claim, Amount amount);
    /// Deposit by an institution of its own hot tokens at another: becomes a claim of the institution.
    void deposit_own(InstitutionId depositor, AccountId claim, Amount amount);
    /// The way back: an institution's claim on another becomes tokens in its own storage.
    void withdraw_own(InstitutionId owner, AccountId claim, Storage into, Amount amount);
    /// Tokens change storage inside an institution.
    void move(InstitutionId inside, AssetId asset, Storage from, Storage to, Amount amount);
    /// Tokens move between institutions; the gain and loss go through `channel`.
    void transfer(InstitutionId from, Storage out_of, InstitutionId to, Storage into, AssetId asset, Amount amount,
                  Channel channel);
    /// Tokens given to or taken from a wallet by an institution (a payout, a seizure).
    void pay_wallet(InstitutionId from, Storage out_of, AccountId wallet, Amount amount, Channel channel);
    /// Tokens of a wallet go to an institution's storage (a theft, a tax).
    void take_from_wallet(AccountId wallet, InstitutionId to, Storage into, Amount amount, Channel channel);
    /// Income: tokens of `outside` enter an institution and count as inflow for both.
    void pay_income(InstitutionId outside, InstitutionId to, AssetId asset, Amount amount);
    /// Principal of an exposure changes: + when lent, - when repaid or forgiven. Both sides are booked to `channel`.
    void change_exposure(InstitutionId creditor, InstitutionId debtor, AssetId asset, Amount amount, Channel channel);
    /// The creditor alone writes off part of an exposure (a provision), or writes it up if negative.
    void write_off(InstitutionId creditor, InstitutionId debtor, AssetId asset, Amount amount, Channel channel);
    /// The debtor alone is relieved of a debt that its creditor has already written off.
    void release_debt(InstitutionId debtor, InstitutionId creditor, AssetId asset, Amount amount, Channel channel);
    /// A claim is cut (default, socialised loss): the client loses, the institution owes less.
    void cut_claim(AccountId claim, Amount amount, Channel channel);
    /// New tokens appear (an unlock, a mint) in an institution's storage. @throws BrokenInvariant above 2^62 units
    void mint(InstitutionId to, Storage into, AssetId asset, Amount amount);
    void burn(InstitutionId from, Storage out_of, AssetId asset, Amount amount);
    /// An asset is valued anew; see WealthBook::revalue.
    void revalue(AssetId asset, Price price, std::span<ChannelWeight const> weights)
    {
        wealth_.revalue(asset, price, weights);
    }
    void rebook(ClassId owner, MicroUsd amount, Channel from, Channel to) { wealth_.rebook(owner, amount, from, to); }

    // --- audits ---------------------------------------------------------------------------------------------------
    void set_audit(bool on) { auditing_ = on; }
    [[nodiscard]] bool auditing() const { return auditing_; }
    /// Sums of the rows touched since the last call, and no balance below zero. @throws BrokenInvariant
    void audit_touched();
    /// Full sums: tokens = supply, claims = liabilities, nothing negative, losses = channels. @throws BrokenInvariant
    void audit_all() const;

    void columns(ColumnVisitor& column);

  private:
    Amount& store(InstitutionId where, AssetId asset, Storage storage)
    {
        return stored_[(where.index() * assets() + asset.index()) * storage_count + static_cast<std::size_t>(storage)];
    }
    Amount& owed(InstitutionId on, AssetId asset) { return claims_[on.index() * assets() + asset.index()]; }
    void add_to_account(AccountId account, Amount amount, Channel channel);
    void add_to_store(InstitutionId where, AssetId asset, Storage storage, Amount amount, Channel channel);
    void touch(AccountId account);
    void add_margin(PerpId contract, ClassId owner, Amount amount);
    /// What margins and clearing accounts add to the claims, per institution and asset.
    [[nodiscard]] Column<Amount> contract_claims() const;

    std::size_t institutions_ = 0;
    // One row per account.
    Column<Amount> balance_;
    Column<AssetId> asset_;
    Column<InstitutionId> at_;
    Column<ClassId> class_;
    Column<PersonId> owner_;
    Column<AccountId> wallet_;
    // One row per institution x asset (x storage).
    Column<Amount> stored_, claims_;
    Column<Amount> supply_;
    WealthBook wealth_;

    /// What is locked in one contract.
    struct ContractBook {
        InstitutionId venue;
        AssetId settle;
        Amount margins{0}, clearing{0};
        Column<Amount> of_class;  // margins
    };
    std::vector<ContractBook> books_;

    /// What is owed on one coin.
    struct CoinBook {
        InstitutionId issuer;
        AssetId coin, par;
        Amount owed{0}, coins{0};  // what its holders are owed; coins that it is owed on
    };
    [[nodiscard]] CoinBook* issue_of(AssetId coin);
    [[nodiscard]] CoinBook& issued_by(InstitutionId issuer);
    /// The issuer owes so much more for so many more coins.
    void owe(CoinBook& book, Amount coins, Amount owed, Channel channel);
    std::vector<CoinBook> issues_;
    // One row per margin loan.
    std::vector<AccountId> borrower_;
    Column<Amount> owed_back_;
    Column<Amount> lent_;  // their sums, one row per class x institution x asset
    [[nodiscard]] std::size_t lent_cell(ClassId to, InstitutionId venue, AssetId asset) const
    {
        return (to.index() * institutions_ + venue.index()) * assets() + asset.index();
    }
    void change_debt(LoanId loan, Amount amount);
    [[nodiscard]] Column<Amount> sums_of_loans() const;

    std::vector<std::uint8_t> watched_;  // per account, as far as there are watched ones
    std::vector<AccountId> changed_;     // of these

    // Audit of what was touched: rows with the balance they had, and sums as they were at the last audit.
    struct Touched {
        AccountId account;
        Amount before;
    };
    bool auditing_ = false;
    std::vector<Touched> touched_;
    Column<Amount> stored_before_, claims_before_, supply_before_, locked_before_;
};

}  // namespace stampede
