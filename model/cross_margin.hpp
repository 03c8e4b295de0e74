#pragma once
// One wallet behind several positions: what it is worth, what it must keep, and at what price a part of it is taken
// over. Pure functions in whole money; the integers of a run are turned into them and back at the border.

#include <span>

#include "model/base/quantity.hpp"

namespace stampede {

/// A linear position of a cross-margined account, with the maintenance rate that holds at its size.
struct CrossPosition {
    double size = 0;       ///< [coins] long > 0, short < 0
    double entry = 0;      ///< mean price paid [quote/base]
    double mark = 0;       ///< [quote/base]
    double rate = 0;       ///< maintenance rate of the tier it lies in [1]
    double deduction = 0;  ///< maintenance amount of that tier [quote]
};

/// |size| mark rate - deduction [quote].
[[nodiscard]] double maintenance(CrossPosition const& position);
/// size (mark - entry) [quote].
[[nodiscard]] double unrealised(CrossPosition const& position);
/// Wallet and unrealised profit of all positions [quote]. @param wallet balance, all realised profit in it [quote]
[[nodiscard]] double cross_equity(double wallet, std::span<CrossPosition const> positions);
[[nodiscard]] double cross_maintenance(std::span<CrossPosition const> positions);

/// Mark price of one position at which the account falls to its maintenance margin while all other marks stand still:
/// (W - MM_others + U_others + deduction - q e) / (|q| rate - q).
/// @return [quote/base]; not positive for a long that cannot be liquidated
/// @throws InputError if there is no such position or its size is 0
/// @source Binance FAQ "How to Calculate Liquidation Price of USD-M Futures"; M 1.2
[[nodiscard]] Price cross_liquidation_price(double wallet, std::span<CrossPosition const> positions, std::size_t which);

/// What the account is paid for closing `change` of one position so that its equity falls in the same proportion as
/// its maintenance margin: -dNotional - equity |dMaintenance| / maintenance [quote]; it may be negative (it pays).
/// @param change  [coins], against the side of the position and not beyond it
/// @throws InputError if it is not, or nothing needs margin
/// @source dYdX v4, clob/keeper/liquidations.go
[[nodiscard]] double quote_at_bankruptcy(double wallet, std::span<CrossPosition const> positions, std::size_t which,
                                         double change);

/// Part of its spread to bankruptcy that an account gives away: clamp(adjustment (1 - equity / maintenance), 0, 1) [1].
/// @param margin_ratio  equity / maintenance margin [1]
/// @source dYdX v4, clob/keeper/liquidations.go
[[nodiscard]] double spread_given(double margin_ratio, double adjustment);

/// Price at which a liquidation order of a position may be filled: mark less R spread m / size, with
/// R = spread_given and m its maintenance margin [quote/base].
/// @param adjustment  how fast it moves to the bankruptcy price, >= 1 [1]
/// @param spread      part of the maintenance margin that may be given away at worst [1]
/// @throws InputError as above
[[nodiscard]] Price fillable_price(double wallet, std::span<CrossPosition const> positions, std::size_t which,
                                   double adjustment, double spread);

/// What a debt that is paid off with collateral is worth in margin: weights of both in the account, multipliers at
/// which they change hands, and what goes to an insurance fund [1].
struct TransferTerms {
    double asset_weight = 1, liability_weight = 1;
    double asset_multiplier = 1, liability_multiplier = 1;
    double insurance_fee = 0;
};

/// Debt that has to be paid off with collateral so that a shortage of margin is cured:
/// shortage / (price (w_L (1 - fee) - w_A m_A / m_L)); infinite if that cures nothing [coins of the debt].
/// @param price  of the coin that is owed [quote/coin]
/// @source Drift protocol v2, math/liquidation.rs
[[nodiscard]] double debt_that_cures(double shortage, double price, TransferTerms const& terms);

/// Collateral that is handed over for a debt that is paid off: debt price m_A / (asset price m_L) [coins].
/// @source Drift protocol v2, math/liquidation.rs
[[nodiscard]] double collateral_for(double debt, double price, double asset_price, TransferTerms const& terms);

}  // namespace stampede
