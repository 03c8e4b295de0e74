#pragma once
// What a population has, over all its accounts.

#include <cstddef>
#include <string>

#include "model/world.hpp"

namespace stampede::testing {

/// Coins of an asset in the accounts and wallets of a population [coins].
[[nodiscard]] inline double holdings(View& seen, std::string const& population, std::string const& asset)
{
    auto const& classes = seen.ledger.wealth().classes();
    AssetId const id = seen.asset(asset);
    double units = 0;
    for (std::size_t i = 0; i < seen.ledger.accounts(); ++i) {
        AccountId const account = AccountId::of(i);
        if (classes[seen.ledger.owner_class(account).index()] == population && seen.ledger.asset(account) == id)
            units += static_cast<double>(seen.ledger.balance(account).value());
    }
    return units / seen.assets[id.index()].unit;
}

}  // namespace stampede::testing
