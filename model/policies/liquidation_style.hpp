#pragma once
// How much of a position below maintenance is closed at once.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/margin_schedule.hpp"

namespace stampede {

/// A position below its maintenance margin; sizes without their side, money in the settlement asset.
struct LiquidationQuestion {
    double size = 0;               ///< [units of size]
    double notional = 0;           ///< that its maintenance margin is measured on
    double equity = 0;             ///< margin and unrealised profit
    double expected_slippage = 0;  ///< what a sale now loses against mark, per notional [1]
    double fee = 0;                ///< liquidation fee per notional [1]
    Duration since_last{1e18};     ///< time since the last part was taken [s]
    MarginSchedule const& schedule;
};

/// Answers: what part of the position is taken over now.
class LiquidationStyle {
  public:
    virtual ~LiquidationStyle() = default;
    virtual void visit(FieldVisitor&) {}
    /// @return [units of size], in [0, size]; 0 while a cool-down lasts
    [[nodiscard]] virtual double taken(LiquidationQuestion const& question) const = 0;
};

/// full (default) | tier_step_down | fraction {share, above, cool_down} | minimal
template <>
Roster<LiquidationStyle> const& roster<LiquidationStyle>();

/// Part of a position that restores the margin if sold at a loss of `slippage` and `fee` per notional:
/// (MM - equity) / (price (rate - slippage - fee)); the whole if the denominator is not positive.
/// @param price  notional per unit of size
/// @source Drift protocol v2, math/liquidation.rs; Chitra, arXiv 2512.01112, 2025 (M 1.3)
[[nodiscard]] double size_that_restores(double shortage, double price, double rate, double slippage, double fee);

}  // namespace stampede
