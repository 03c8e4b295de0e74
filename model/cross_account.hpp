#pragma once
// A margin account whose positions in several markets of one venue share all that stands behind them.

#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/contract.hpp"
#include "model/event.hpp"

namespace stampede {

/// A position of a cross account.
struct CrossPlace {
    PerpId market;
    PositionId row;
};

/// A claim on the venue that counts as margin, less the haircut that the venue takes off now (World::haircut).
struct Collateral {
    AccountId account;
};

/// Haircut of a venue on an asset as collateral, where its rule moves it.
struct MovingHaircut {
    InstitutionId venue;
    AssetId asset;
    double now = 0;       ///< [1]
    double price = 0;     ///< of the asset, as last seen [USD/coin]
    double variance = 0;  ///< of its log price over a day, as estimated [1/day]

    static void members(auto&& member)
    {
        member("venue", &MovingHaircut::venue);
        member("asset", &MovingHaircut::asset);
        member("now", &MovingHaircut::now);
        member("price", &MovingHaircut::price);
        member("variance", &MovingHaircut::variance);
    }
};

/// What an institution is short of in a perpetual market against the coins it owns.
struct TreasuryHedge {
    InstitutionId owner;
    PerpId market;
    PositionId row;
    Units order{0};       ///< for the next trade phase; < 0 = sells [units of size]
    double leverage = 1;  ///< of what that opens [1]

    static void members(auto&& member)
    {
        member("owner", &TreasuryHedge::owner);
        member("market", &TreasuryHedge::market);
        member("row", &TreasuryHedge::row);
        member("order", &TreasuryHedge::order);
        member("leverage", &TreasuryHedge::leverage);
    }
};

/// Positions have no margin of their own: what they win or lose goes through `money`. What it lacks is borrowed from
/// the venue and paid back by selling collateral, the first in the list first.
struct CrossAccount {
    AccountId money;  ///< claim in the settlement asset of all its positions
    LoanId loan;
    std::vector<CrossPlace> positions;
    std::vector<Collateral> collateral;
    double call_at = 1;         ///< equity / maintenance at which the venue calls for margin [1]
    Duration deadline{0};       ///< time to meet a call, before which nothing is taken over; 0 = there are no calls
    std::int64_t called = -1;   ///< step of the call that is open, -1 = there is none
    EventId call = calm_root;   ///< the last call
    EventId taken = calm_root;  ///< when a part of it was last taken over
    PerpId bears;               ///< market whose engine bears what is never paid back; empty = the first one's

    /// Saves or restores what changes; positions and collateral are as at birth.
    void columns(ColumnVisitor& column);
};

}  // namespace stampede
