#pragma once
// What a cross account is worth, what it must keep, and what of it stands behind each of its positions.

#include <string>
#include <vector>

#include "model/world.hpp"

namespace stampede {

/// Opens a cross account around a claim in a settlement asset.
/// @param collateral  claims of the same owner at the venue, in the order in which they are sold
/// @param where  e.g. "/agents/whales". @throws InputError if the venue does not accept one of them, or has no market
/// of it for the settlement asset
CrossId open_cross(World& world, AccountId money, std::vector<AccountId> const& collateral, std::string const& where);
/// A row of a perpetual market whose account is the money of the cross account becomes one of its positions.
void join_cross(World& world, CrossId cross, PerpId market, PositionId row);

/// An account that no position ever joined: its loan was taken to buy what stands behind it.
[[nodiscard]] inline bool is_loan_account(CrossAccount const& cross)
{
    return cross.positions.empty();
}
/// Of a loan account: the venue sells its collateral until the loan is repaid.
[[nodiscard]] inline bool is_being_sold(CrossAccount const& cross)
{
    return cross.taken != calm_root;
}

/// An account at the present marks and oracle prices [settlement asset].
struct CrossStanding {
    double collateral = 0;   ///< after the haircuts of now
    double unrealised = 0;   ///< profit of all positions
    double equity = 0;       ///< money, collateral and unrealised profit, less the loan
    double maintenance = 0;  ///< sum over its positions
};
/// Equity above what its maintenance is at the level of a margin call, or at that of liquidation if there are no calls
/// before it [settlement asset].
[[nodiscard]] double spare_of(CrossAccount const& cross, CrossStanding const& standing);
[[nodiscard]] CrossStanding cross_standing(World const& world, CrossId cross);

/// Price at which a venue counts collateral: index of its perpetual market of the two assets, else the mid of its spot
/// market [settlement asset, smallest units of both].
[[nodiscard]] double collateral_price(World const& world, InstitutionId venue, AssetId collateral, AssetId settle);
/// Perpetual market whose index that is; empty if there is none.
[[nodiscard]] PerpId oracle_market(World const& world, InstitutionId venue, AssetId collateral, AssetId settle);
/// Spot market of a venue in which collateral is sold for the settlement asset; empty if there is none.
[[nodiscard]] MarketId collateral_market(World const& world, InstitutionId venue, AssetId collateral, AssetId settle);

/// A position with the margin that stands behind it: its own if isolated; of a cross account the margin that gives it
/// the part of the account's equity that its maintenance has in that of all positions.
/// @source dYdX v4, clob/keeper/liquidations.go: equity falls in proportion to maintenance
[[nodiscard]] Position standing_of(World const& world, PerpId market, PositionId row);

/// What a row can still margin: the balance of its account, or of a cross account the equity that its positions do not
/// need at the highest leverage allowed. What a trade would close is not counted as needed.
/// @param leverage  asked for in this market; 0 = the highest allowed [1]
[[nodiscard]] double free_margin_of(World const& world, PerpId market, PositionId row, Side side, double leverage);

/// What of a claim may leave its venue: all of it, unless it stands behind positions of a cross account; then not more
/// than leaves the account's equity at the least margin with which the positions could be opened. Of a loan account
/// nothing leaves before the loan is repaid [smallest unit].
[[nodiscard]] Amount withdrawable(World const& world, AccountId claim);

}  // namespace stampede
