#pragma once
// Leveraged positions in integers: what the owner still has, what a fill does, and where the venue closes it.

#include "model/base/id.hpp"
#include "model/contract.hpp"
#include "model/margin_schedule.hpp"

namespace stampede {

/// One position in one market: size, the signed amount paid for it, and what was posted for it alone.
struct Position {
    Units size;     ///< long > 0, short < 0
    Amount cost;    ///< signed [settlement asset]
    Amount margin;  ///< the only place of locked money [settlement asset]
};

/// Value left to the owner if the position closed at `mark`: margin + value - cost [settlement asset].
/// Below 0 it is the venue's shortfall.
[[nodiscard]] double equity(Position const& position, Contract const& contract, Price mark);
/// Profit not yet taken: value - cost [settlement asset].
[[nodiscard]] double unrealised(Position const& position, Contract const& contract, Price mark);

/// Takes a fill into a position.
///
/// The kept cost is C0 + dc if opened or added to, trunc(C0 S1/S0) if reduced, 0 if closed, trunc(dc S1/ds) if flipped.
/// @param size, cost  of the fill: a buyer's are > 0 (linear), the cost of an inverse buyer is < 0
/// @return gain that leaves the market's clearing account for the owner: kept cost - (C0 + dc) [settlement asset]
[[nodiscard]] Amount fill(Position& position, Units size, Amount cost);

/// What a takeover moves between accounts [settlement asset].
struct TakeOver {
    Amount to_clearing;  ///< margin of the victim, to the market's clearing account
    Amount realised;     ///< gain of the taker out of it, where it held the other side before
};

/// Hands a position over at its bankruptcy price: the taker gets (S, C - M), the victim keeps nothing.
[[nodiscard]] TakeOver take_over(Position& victim, Position& taker);

/// Mark price at which equity is 0; not positive for a long that no price can ruin [quote/base].
/// @throws InputError if size is 0
[[nodiscard]] Price bankruptcy_price(Position const& position, Contract const& contract);

/// Mark price at which equity falls to the maintenance margin of its notional at that price.
/// @return [quote/base]; not positive for a long that no price can liquidate, infinite for such a short
/// @throws InputError if size is 0
/// @source M + S P - C = maintenance(|S| P) solved tier by tier (linear); in 1/P for inverse contracts
[[nodiscard]] Price liquidation_price(Position const& position, Contract const& contract,
                                      MarginSchedule const& schedule);

/// The same as the level x at which it happens: the price (linear) or one over it (inverse). It moves evenly with what
/// is paid for a position, and is below 0 where no price is meant.
[[nodiscard]] double liquidation_level(Position const& position, Contract const& contract,
                                       MarginSchedule const& schedule);

/// The same where the maintenance margin is a fixed amount, as on venues that measure it at entry.
[[nodiscard]] Price liquidation_price(Position const& position, Contract const& contract, double maintenance);
[[nodiscard]] double liquidation_level(Position const& position, Contract const& contract, double maintenance);

/// Price at which a position is worth so much, whatever was paid for it [quote/base]. @param value  with its sign, as
/// `value_of` [settlement asset]. @throws InputError if size is 0
[[nodiscard]] Price price_at_value(Position const& position, Contract const& contract, double value);

/// The price as a venue prints it: the next multiple of `tick` above that of a long, below that of a short, so that
/// rounding never favours the owner. No engine needs it; it is how published prices are compared.
/// @param tick  [quote/base], above 0
[[nodiscard]] Price on_tick(Price price, double tick, Units size);

}  // namespace stampede
