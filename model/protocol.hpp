#pragma once
// A protocol that lends against collateral: an institution, its vaults, and by which price it judges them.

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/event.hpp"
#include "model/row_heap.hpp"

namespace stampede {

/// Terms on which a protocol lends. Configuration.
struct VaultTerms {
    double threshold = 0.825;   ///< part of the collateral that counts against the debt [1]
    double bonus = 0.05;        ///< collateral paid to a liquidator beyond what it repays [1]
    double close_factor = 0.5;  ///< part of a debt that one liquidation may repay [1]
    double full_below = 0.95;   ///< health factor at and below which that is all of it [1]
    Duration oracle_delay{0};   ///< age of the prices it knows [s]
    bool mints = false;         ///< the coin it lends is its own: made when lent, unmade when repaid
    bool absorbs = false;       ///< the stability pool takes over what it can before anybody else may
};

/// One vault. The collateral is a claim on the protocol, the debt a loan of it.
struct Vault {
    AccountId collateral, debt;  ///< claims of the owner on the protocol; the second is empty but for an instant
    LoanId loan;
};

/// What happened to the vaults of a protocol in one step; recorded and dropped.
struct VaultFlow {
    double repaid_usd = 0, seized_usd = 0, bad_debt_usd = 0;
    std::int64_t liquidations = 0, refused = 0;
};

/// One protocol. Vaults are found by health without touching the others.
struct Protocol {
    std::string name;
    InstitutionId id;
    AssetId collateral, coin;
    VaultTerms terms;
    std::vector<Vault> vaults;
    AccountId stable_coins, stable_collateral;  ///< claims of the stability pool
    AccountId lenders;                          ///< claim of those whose coins are lent
    RowHeap by_risk;                            ///< vaults by debt / collateral, the riskiest on top (derived state)

    std::int64_t bad_debt = 0;       ///< given up so far [smallest unit of the coin]
    EventId last_event = calm_root;  ///< last liquidation
    VaultFlow last;                  ///< of this step (not state: recorded and dropped)
};

}  // namespace stampede
