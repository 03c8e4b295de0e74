#pragma once
// How much a venue takes off what stands with it as collateral, as prices grow calm or wild.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

struct HaircutQuestion {
    double agreed = 0;            ///< haircut that the venue has agreed on for the asset [1]
    double daily_volatility = 0;  ///< of the asset's price, as estimated now [1/sqrt(day)]
};

/// Answers: the haircut now. Never less than the agreed one, which is a floor: that keeps apart what a rule does in
/// stress and what a lower haircut does in the calm before, and a venue that wants the latter agrees on less.
/// @source floors of haircuts: Financial Stability Board, Regulatory framework for haircuts on non-centrally cleared
///         securities financing transactions, 2014
class HaircutRule {
  public:
    virtual ~HaircutRule() = default;
    virtual void visit(FieldVisitor&) {}
    /// @return [1], in [agreed, 1]
    [[nodiscard]] virtual double haircut(HaircutQuestion const& question) const = 0;
    /// Age at which a move of the price counts half in the estimate of volatility [s]; 0 = the rule needs none.
    [[nodiscard]] virtual Duration half_life() const { return Duration{0}; }
    /// Volatility from which the estimate starts: the one that the agreed haircut covers [1/sqrt(day)].
    [[nodiscard]] virtual double calm_volatility(double) const { return 0; }
};

/// fixed (default) | volatility_scaled {multiple, horizon, half_life, most} | through_the_cycle {the same,
/// stress_volatility, stress_weight}
template <>
Roster<HaircutRule> const& roster<HaircutRule>();

}  // namespace stampede
