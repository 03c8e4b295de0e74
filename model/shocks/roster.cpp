// Everything that can happen from outside.

#include "model/shocks/announcement.hpp"
#include "model/shocks/disclosure.hpp"
#include "model/shocks/emergency_loan.hpp"
#include "model/shocks/failure.hpp"
#include "model/shocks/freeze.hpp"
#include "model/shocks/gates.hpp"
#include "model/shocks/guarantee.hpp"
#include "model/shocks/hack.hpp"
#include "model/shocks/liquidity_removal.hpp"
#include "model/shocks/loan_recall.hpp"
#include "model/shocks/news.hpp"
#include "model/shocks/outage.hpp"
#include "model/shocks/price_jump.hpp"
#include "model/shocks/token_unlock.hpp"
#include "model/shocks/whale_order.hpp"
#include "model/shocks/whale_swap.hpp"
#include "model/shocks/whale_withdrawal.hpp"
#include "model/shocks/write_down.hpp"

namespace stampede {

template <>
Roster<Shock> const& roster<Shock>()
{
    static Roster<Shock> const shocks{
        "shock",
        {
            entry<Shock, News>("news", "a message about an institution"),
            entry<Shock, PriceJump>("price_jump", "the value of an asset jumps"),
            entry<Shock, Failure>("failure", "a bank or other institution fails"),
            entry<Shock, WriteDown>("write_down", "part of what an institution has placed is lost"),
            entry<Shock, Freeze>("freeze", "what an institution has placed cannot be had for a while"),
            entry<Shock, Hack>("hack", "tokens are stolen from hot storage"),
            entry<Shock, Outage>("outage", "a venue is out of order for a while"),
            entry<Shock, WhaleOrder>("order", "one large market order"),
            entry<Shock, WhaleSwap>("swap", "one large swap in a pool"),
            entry<Shock, LiquidityRemoval>("liquidity_removal", "passive owners of a pool leave it"),
            entry<Shock, WhaleWithdrawal>("withdrawal", "the largest clients of a venue ask for payment"),
            entry<Shock, TokenUnlock>("unlock", "new tokens come into circulation"),
            entry<Shock, Announcement>("announcement", "a venue speaks and is believed in part"),
            entry<Shock, Disclosure>("disclosure", "a venue opens its books: proof of reserves"),
            entry<Shock, Guarantee>("guarantee", "a promise to pay clients in the place of a venue"),
            entry<Shock, EmergencyLoan>("liquidity", "the lender of last resort lends into hot storage"),
            entry<Shock, GateClosing>("gate", "a venue stops paying by order"),
            entry<Shock, GateOpening>("open_gate", "a gate is opened by order"),
            entry<Shock, LoanRecall>("recall", "a creditor calls its loans or placements"),
        }};
    return shocks;
}

}  // namespace stampede
