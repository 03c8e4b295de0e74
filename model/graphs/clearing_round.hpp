#pragma once
// The clearing that one step of the model does: one fictitious-default round over those failed so far, in integers.
// A pure function: it reads balance sheets and answers with payments; the ledger moves nothing here.

#include <vector>

#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/policies/clearing_rule.hpp"

namespace stampede {

/// What `debtor` owes `creditor`, another institution of the system.
struct Debt {
    InstitutionId debtor, creditor;
    Amount owed{0};       ///< in full [unit of the system]
    Amount provision{0};  ///< written off by the creditor so far, 0 .. owed [same]
};

/// Balance sheets in one unit for the whole system, e.g. 1e-6 USD. Several debts of a pair are allowed.
/// Vectors have one row per institution; sums must stay below 2^62.
struct IntegerObligations {
    std::vector<Amount> own_assets;          ///< all that is not a claim on an institution of the system
    std::vector<Debt> debts;                 ///< between institutions
    std::vector<Amount> external_owed;       ///< to clients and others outside, of equal rank
    std::vector<Amount> external_provision;  ///< of these, written off so far
    [[nodiscard]] std::size_t size() const { return own_assets.size(); }
};

/// Answer of a round. What is paid never exceeds what is owed less what was written off before, and provisions never
/// fall.
struct ClearingRound {
    std::vector<Amount> paid;                ///< per debt
    std::vector<Amount> provision;           ///< per debt, to be booked by the creditor
    std::vector<Amount> external_paid;       ///< per institution
    std::vector<Amount> external_provision;  ///< per institution
    std::vector<Share> recovery;             ///< per institution: part of what it owes that is not written off [1]
};

/// One fictitious-default round: those who stand pay in full, the failed pay the greatest solution of
///   x_i = min(owed_i - written off, own recovery * own assets_i + claim recovery * inflow_i),
/// split over the creditors of i in proportion to what is owed to them and not yet written off.
///
/// Eisenberg-Noe, Rogers-Veraart: provision = owed - paid. Furfine: provision = fixed loss * owed (rounded up), and
/// paid is what of the rest the assets really cover. Called step by step with the answer's provisions until nobody
/// else fails, the payments are the greatest clearing vector of `clear`, or the cascade of `default_cascade`.
///
/// Rounding: x is solved in double and floored; its split is by largest remainder, ties to the lower index. Then the
/// units that rounding left over or took too much are settled, the institution farthest from an outside creditor
/// first, each with its outside creditors before its failed ones. In integers, and exactly,
///   sum paid by i <= floor(own recovery * own assets_i) + floor(claim recovery * received by i),
/// with equality for all who cannot pay in full, unless the creditors that settle the units are owed only a few units
/// themselves; then a few units stay with the debtor.
/// @param failed  one flag per institution
/// @throws InputError if sizes differ, an amount is negative, a provision exceeds its debt or a debtor owes itself
[[nodiscard]] ClearingRound clearing_round(IntegerObligations const& system, std::vector<bool> const& failed,
                                           ClearingRule const& rule);

}  // namespace stampede
