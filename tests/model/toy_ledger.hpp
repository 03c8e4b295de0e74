#pragma once
// A small ledger of every kind of holder, random acts on it, and its wealth summed up anew from all balances.

#include <map>
#include <tuple>
#include <vector>

#include "model/ledger.hpp"

namespace stampede::testing {

/// Three institutions (0 is the outside world), two assets, two classes of clients.
class ToyLedger {
  public:
    explicit ToyLedger(std::uint64_t seed);

    /// One act of a random kind, for a random amount that the parties have.
    /// @return whether it was a mint or a burn
    bool act();
    /// Wealth of every class: cells of (class, place, asset) from all accounts, storage and exposures, each valued
    /// once.
    [[nodiscard]] std::vector<MicroUsd> wealth_from_scratch() const;

    Ledger ledger;
    static constexpr std::size_t institutions = 3, assets = 2, classes = 5;

  private:
    using Debt = std::tuple<InstitutionId, InstitutionId, AssetId>;  // creditor, debtor, asset

    void endow();
    void act_on_accounts(std::uint64_t kind);
    void act_on_storage(std::uint64_t kind);
    void act_on_debts(std::uint64_t kind);
    std::size_t any(std::size_t count) { return static_cast<std::size_t>(luck_() % count); }
    Amount up_to(Amount most)
    {
        return Amount{static_cast<std::int64_t>(luck_() % (static_cast<std::uint64_t>(most.value()) + 1))};
    }
    InstitutionId any_institution() { return InstitutionId::of(any(institutions)); }
    Storage any_storage() { return static_cast<Storage>(any(storage_count)); }
    Channel any_channel() { return static_cast<Channel>(any(channel_count)); }

    DrawStream luck_;
    std::vector<AccountId> claims_, own_claims_, wallets_;
    std::map<Debt, Amount> owned_, owed_;  // exposures as the creditor and as the debtor books them
};

}  // namespace stampede::testing
