// Audits of the ledger: everything is an integer, so every check is an equality.

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/ledger.hpp"

namespace stampede {
namespace {

/// Cells of the wealth book against accounts and storage. What institutions are owed by one another lies in the graph
/// of exposures, so of their cells only those of their own storage can be told from here.
void audit_holdings(Ledger const& ledger)
{
    WealthBook const& wealth = ledger.wealth();
    std::size_t const classes = wealth.classes().size(), places = wealth.own_storage() + 1, assets = ledger.assets();
    Column<Amount> held(classes * places * assets, Amount{0});
    auto const cell = [&](ClassId owner, std::size_t place, AssetId asset) -> Amount& {
        return held[(owner.index() * places + place) * assets + asset.index()];
    };
    for (std::size_t row = 0; row < ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        std::size_t const place =
            ledger.is_wallet(account) ? wealth.own_storage() : ledger.institution(account).index();
        cell(ledger.owner_class(account), place, ledger.asset(account)) += ledger.balance(account);
    }
    for (std::size_t i = 0; i < ledger.contracts(); ++i)
        for (std::size_t owner = 0; owner < classes; ++owner)
            cell(ClassId::of(owner), ledger.venue(PerpId::of(i)).index(), ledger.settle(PerpId::of(i))) +=
                ledger.margins(PerpId::of(i), ClassId::of(owner));
    for (std::size_t i = 0; i < ledger.loans(); ++i) {
        AccountId const account = ledger.borrower(LoanId::of(i));
        ensure(ledger.borrowed(LoanId::of(i)).value() >= 0, "audit: a margin loan is below zero, row", i);
        cell(ledger.owner_class(account), ledger.institution(account).index(), ledger.asset(account)) -=
            ledger.borrowed(LoanId::of(i));
    }
    for (std::size_t owner = 0; owner < classes; ++owner)
        for (std::size_t asset = 0; asset < assets; ++asset) {
            bool const institution = owner < ledger.institutions();
            if (institution)
                cell(ClassId::of(owner), wealth.own_storage(), AssetId::of(asset)) +=
                    ledger.stored(InstitutionId::of(owner), AssetId::of(asset));
            for (std::size_t place = institution ? wealth.own_storage() : 0; place < places; ++place) {
                Amount const booked = wealth.holding(ClassId::of(owner), place, AssetId::of(asset));
                Amount const there = cell(ClassId::of(owner), place, AssetId::of(asset));
                ensure(booked == there, [&] {
                    return fmt::format("audit: class {} is booked with {} units of asset {} at place {}, it has {}",
                                       wealth.classes()[owner], booked.value(), asset, place, there.value());
                });
            }
        }
}

}  // namespace

void Ledger::audit_touched()
{
    // Change of wallets by asset and of claims by (institution, asset), from the rows that moved. A row touched twice
    // counts once, with the balance it had first.
    std::stable_sort(touched_.begin(), touched_.end(),
                     [](Touched const& a, Touched const& b) { return a.account < b.account; });
    Column<Amount> wallets(assets(), Amount{0}), claims(claims_.size(), Amount{0});
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        if (i > 0 && touched_[i].account == touched_[i - 1].account)
            continue;
        std::size_t const row = touched_[i].account.index();
        ensure(balance_[row].value() >= 0, "audit: an account is below zero, row", row);
        Amount const change = balance_[row] - touched_[i].before;
        if (at_[row].valid())
            claims[at_[row].index() * assets() + asset_[row].index()] += change;
        else
            wallets[asset_[row].index()] += change;
    }
    Column<Amount> const locked = contract_claims();
    for (std::size_t i = 0; i < claims_.size(); ++i)
        claims[i] += locked[i] - locked_before_[i];
    for (std::size_t i = 0; i < claims_.size(); ++i)
        ensure(claims_[i] - claims_before_[i] == claims[i], [&] {
            return fmt::format("audit: institution {} owes {} more of asset {}, its clients' claims grew by {}",
                               i / assets(), (claims_[i] - claims_before_[i]).value(), i % assets(), claims[i].value());
        });
    Column<Amount> tokens = wallets;
    for (std::size_t i = 0; i < stored_.size(); ++i) {
        ensure(stored_[i].value() >= 0, "audit: an institution's storage is below zero, cell", i);
        tokens[i / storage_count % assets()] += stored_[i] - stored_before_[i];
    }
    for (std::size_t asset = 0; asset < assets(); ++asset)
        ensure(tokens[asset] == supply_[asset] - supply_before_[asset], [&] {
            return fmt::format("audit: holders of asset {} gained {}, supply grew by {}", asset, tokens[asset].value(),
                               (supply_[asset] - supply_before_[asset]).value());
        });
    wealth_.audit();
    touched_.clear();
    stored_before_ = stored_;
    claims_before_ = claims_;
    supply_before_ = supply_;
    locked_before_ = locked;
}

void Ledger::audit_all() const
{
    Column<Amount> tokens(assets(), Amount{0}), claims = contract_claims();
    for (std::size_t i = 0; i < stored_.size(); ++i) {
        ensure(stored_[i].value() >= 0, "audit: an institution's storage is below zero, cell", i);
        tokens[i / storage_count % assets()] += stored_[i];
    }
    for (std::size_t row = 0; row < balance_.size(); ++row) {
        ensure(balance_[row].value() >= 0, "audit: an account is below zero, row", row);
        if (at_[row].valid())
            claims[at_[row].index() * assets() + asset_[row].index()] += balance_[row];
        else
            tokens[asset_[row].index()] += balance_[row];
    }
    for (std::size_t asset = 0; asset < assets(); ++asset)
        ensure(tokens[asset] == supply_[asset], [&] {
            return fmt::format("audit: {} units of asset {} are held, supply is {}", tokens[asset].value(), asset,
                               supply_[asset].value());
        });
    for (std::size_t i = 0; i < claims_.size(); ++i)
        ensure(claims_[i] == claims[i], [&] {
            return fmt::format("audit: institution {} owes {} of asset {}, its clients claim {}", i / assets(),
                               claims_[i].value(), i % assets(), claims[i].value());
        });
    ensure(lent_ == sums_of_loans(), "audit: what is lent is not the sum of its loans, loans", loans());
    for (CoinBook const& book : issues_)
        ensure(book.coins == supply_[book.coin.index()] && book.owed <= book.coins, [&] {
            return fmt::format("audit: {} coins of asset {} are owed {} units of par, supply is {}", book.coins.value(),
                               book.coin.index(), book.owed.value(), supply_[book.coin.index()].value());
        });
    audit_holdings(*this);
    wealth_.audit();
}

void Ledger::columns(ColumnVisitor& column)
{
    column("balance", balance_, "smallest unit");
    column("asset", asset_);
    column("institution", at_);
    column("class", class_);
    column("owner", owner_);
    column("wallet", wallet_);
    column("stored", stored_, "smallest unit");
    column("claims", claims_, "smallest unit");
    column("supply", supply_, "smallest unit");
    column.group("wealth", wealth_);
    for (std::size_t i = 0; i < books_.size(); ++i) {
        column.enter("contract " + std::to_string(i));
        column("margins", books_[i].of_class, "smallest unit");
        Column<Amount> clearing{books_[i].clearing};
        column("clearing", clearing, "smallest unit");
        books_[i].clearing = clearing.at(0);
        books_[i].margins = std::accumulate(books_[i].of_class.begin(), books_[i].of_class.end(), Amount{0});
        column.leave();
    }
    for (CoinBook& book : issues_) {
        Column<Amount> sums{book.owed, book.coins};
        column("coins of " + std::to_string(book.issuer.index()), sums, "smallest unit");
        book.owed = sums.at(0);
        book.coins = sums.at(1);
    }
    if (!owed_back_.empty())
        column("borrowed", owed_back_, "smallest unit");
    lent_ = sums_of_loans();
    touched_.clear();
    stored_before_ = stored_;
    claims_before_ = claims_;
    supply_before_ = supply_;
    locked_before_ = contract_claims();
}

}  // namespace stampede
