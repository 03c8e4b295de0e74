#pragma once
// Whose winning position is closed when nobody else takes over a bankrupt one.

#include <span>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/contract.hpp"

namespace stampede {

/// A position on the side opposite to the bankrupt one, as its venue sees it. Money is in the settlement asset.
struct AdlCandidate {
    Units size;           ///< regardless of side; what can be closed at most
    double notional = 0;  ///< at mark
    double entry = 0;     ///< notional at the mean price paid
    double profit = 0;    ///< unrealised; < 0 for a loser
    double equity = 0;    ///< margin and profit; what stands behind it in the account
    double margin = 0;    ///< posted
    double maintenance = 0;
    bool is_short = false;
};

/// Answers: how much of each candidate is closed so that `needed` is closed in all, or all there is.
class AdlRule {
  public:
    virtual ~AdlRule() = default;
    virtual void visit(FieldVisitor&) {}
    /// @return closed of each, at most its size, in whole units that sum to min(needed, sum of sizes admitted)
    /// @param key  of this deleveraging, for ties
    [[nodiscard]] virtual std::vector<Units> closes(Units needed, std::span<AdlCandidate const> candidates,
                                                    Draws const& draws, std::uint64_t key) const = 0;
};

/// queue {score: bitmex (default) | binance | hyperliquid | size | return | leveraged_profit, winners_only} | pro_rata
/// | pro_rata_wealth | capped {cap, from} | risk_weighted {cap, power}
template <>
Roster<AdlRule> const& roster<AdlRule>();

// The scores of section M 1.5; whoever has the higher one is closed first.

/// PNL% * leverage if in profit, PNL% / leverage otherwise; PNL% = profit / entry value, leverage = notional / equity.
/// @source BitMEX, "Auto-Deleveraging"
[[nodiscard]] double bitmex_score(AdlCandidate const& candidate);
/// profit / posted margin * maintenance / equity; 0 for a loser. @source Binance FAQ "ADL", wording of 2019
[[nodiscard]] double binance_score(AdlCandidate const& candidate);
/// mark / entry, turned round for shorts, times notional / equity; a leveraged loser may come before a winner. @source
/// Hyperliquid docs "ADL"
[[nodiscard]] double hyperliquid_score(AdlCandidate const& candidate);
/// profit / posted margin, whatever its sign. @source FLOX, "liquidation-and-adl", pnl_over_equity
[[nodiscard]] double return_score(AdlCandidate const& candidate);
/// profit * notional / posted margin. @source FLOX, "liquidation-and-adl", pnl_times_leverage
[[nodiscard]] double leveraged_profit_score(AdlCandidate const& candidate);

}  // namespace stampede
