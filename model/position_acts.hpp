#pragma once
// What happens to positions: every act changes the book of positions and the ledger together, so that both audits hold.

#include "model/world.hpp"

namespace stampede {

/// Why a position is filled. By its owner's own trade: freed margin goes to his account, which also pays a loss beyond
/// the margin. By force: freed margin goes home, a loss beyond margin is the engine's. By force in part: margin stays
/// behind the rest of the position. A position of a cross account keeps no margin: what it lacks is borrowed.
enum class FillReason : std::uint8_t { own_trade, forced, forced_part };

/// What a fill left behind.
struct FillOutcome {
    Amount opened{0};     ///< cost of what was opened by it, without sign [settlement asset]
    Amount shortfall{0};  ///< lost beyond the margin; the engine bears it [settlement asset]
};

/// Takes a fill into a position. What is realised enters its margin; what is closed frees its share of margin with it
/// to the owner's account. The engine's own position keeps what it realises as margin.
/// @param size  > 0 bought; @param cost  signed as in `fill` of positions.hpp [settlement asset]
FillOutcome take_fill(World& world, PerpId market, PositionId row, Units size, Amount cost, Channel channel,
                      FillReason reason = FillReason::own_trade);

/// Moves money from the owner's account to a position's margin, as far as it is there; for a cross account of an
/// institution from its storage to that account.
/// @return what was moved
Amount post_margin(World& world, PerpId market, PositionId row, Amount wanted);
/// Moves margin back, at most what a position does not need for the given leverage at mark.
/// @return what was moved
Amount free_margin(World& world, PerpId market, PositionId row, Amount wanted, double leverage);

/// The engine takes over a position at its bankruptcy price, of which `margin` stands behind it: its own, or its part
/// of a cross account. @return what it took [units of size]
Units take_over(World& world, PerpId market, PositionId row, Amount margin, Channel channel);
/// The engine takes a part of a position at a price; the margin that leaves stays behind the rest of the position.
void take_part(World& world, PerpId market, PositionId row, Units part, Price price, Channel channel);

/// From a cross account to an account of somebody else at the venue (a fee); what is not there is borrowed.
void charge_cross(World& world, CrossId cross, AccountId to, Amount amount, Channel channel);
/// A cross account pays back what it can out of its money.
void repay_loan(World& world, CrossId cross);
/// What a cross account will never pay back becomes a loss of the engine of the market that last took it over; of a
/// loan account that none took over, of the venue.
void pass_loan_on(World& world, CrossId cross);
/// The venue takes collateral in place of its loan, at its oracle price, as far as there is any.
void seize_collateral(World& world, CrossId cross);

/// At birth: a position bought at `entry`, with margin out of an account that was endowed.
void endow_position(World& world, PerpId market, PositionId row, Units size, Price entry, Amount margin);

/// Longs are shorts, clearing cash and costs and carried funding cancel, margins are what the ledger has locked: by
/// the sums, or from every row if `all`. @throws BrokenInvariant naming the market
void audit_positions(World const& world, bool all);

/// Margin that a notional needs at a leverage, rounded up [settlement asset].
[[nodiscard]] Amount initial_margin(double notional, double leverage);

}  // namespace stampede
