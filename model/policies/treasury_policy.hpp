#pragma once
// What a treasury does with client assets: liquidity against yield. A pure answer in dollars; the mechanism moves them.

#include <optional>

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/policies/volatility_forecast.hpp"

namespace stampede {

/// The liquidity profile as the treasury sees it [USD unless said].
struct TreasuryQuestion {
    double claims = 0;    ///< owed to clients
    double unpaid = 0;    ///< requests in the queue
    double hot = 0;       ///< pays now
    double cold = 0;      ///< pays after a lag
    double arriving = 0;  ///< on its way into hot storage, recalled placements included
    double placed = 0;    ///< in bills, loans and yield positions, not recalled
    double equity = 0;
    double yearly_yield = 0;    ///< of the placements, weighted [1/year]
    double daily_variance = 0;  ///< forecast for the assets it owes [1]
    double drawdown = 0;        ///< of the value of its placements and tokens from their high [1]
    // Of one that may be short in perpetual markets:
    double money = 0;     ///< of the asset it pays in: in storage, on its way, or idle beside its shorts
    double coins = 0;     ///< beyond those it owes, in which it has such a market
    double shorts = 0;    ///< at mark
    double margin = 0;    ///< equity of the shorts at mark
    double leverage = 1;  ///< shorts / the margin they should have [1]
};

/// What to move in this step [USD]; each at least 0.
struct TreasuryMoves {
    double cold_to_hot = 0;
    double recall = 0;  ///< placements asked back, in pecking order
    double place = 0;   ///< hot tokens put into the yield position
};

class TreasuryPolicy {
  public:
    virtual ~TreasuryPolicy() = default;
    virtual void visit(FieldVisitor&) {}
    [[nodiscard]] virtual TreasuryMoves moves(TreasuryQuestion const& question) const = 0;
    /// Short perpetual position that it wants against coins beyond those it owes [USD].
    /// @param uncovered  what those are worth [USD], at least 0
    [[nodiscard]] virtual double hedged(double uncovered) const
    {
        static_cast<void>(uncovered);
        return 0;
    }
    /// Coins that it buys with its money in all, or sells if below 0 [USD]; empty = sells only what its queue lacks.
    [[nodiscard]] virtual std::optional<double> bought(TreasuryQuestion const& question) const
    {
        static_cast<void>(question);
        return std::nullopt;
    }
    /// Forecast it wants to see in `daily_variance`; null = none.
    [[nodiscard]] virtual VolatilityForecast const* forecast() const { return nullptr; }
};

/// static {hot_share}: refills hot to a share of claims and raises what the queue lacks; never places anew (default).
/// buffer {hot_share, coverage, place}: keeps hot + cold + arriving at `coverage` of claims by recalls; places what is
/// above
///   coverage + a band if `place`.
/// risk_adjusted {hot_share, base_share, risk_aversion k, scale, forecast, stop_loss, value_at_risk, expected_shortfall
/// caps}:
///   share of claims in placements = clamp(base + scale * (yearly yield - k * yearly forecast variance), 0, 1), lowered
///   to 0 by the stop-loss and so that VaR and ES (normal, one day, 99 %) of the placed amount stay below their share
///   of equity. Of the coins beyond those it owes the part `hedge` is held short in the perpetual market.
/// delta_neutral {hot_share, money_share, band, hedge}: a reserve of coins and shorts of the same worth, beside money
/// for
///   a share of the claims. Money that is too much or too little by more than the band is turned into coins with
///   their margin, or raised from them.
template <>
Roster<TreasuryPolicy> const& roster<TreasuryPolicy>();

}  // namespace stampede
