#pragma once
// Who fails, and what that costs the others: one wave a step.

#include <vector>

#include "model/loss_passing.hpp"
#include "model/mechanism.hpp"
#include "model/policies/clearing_rule.hpp"

namespace stampede {

/// Winds up what is due, tests solvency and liquidity, lets one round of clearing write provisions, and pays once
/// nobody new fails.
class Contagion final : public Mechanism {
  public:
    struct Parameters {
        Choice<ClearingRule> clearing;
        bool spreads = true;  ///< false: failures stay where they are, creditors write nothing off

        void visit(FieldVisitor& field);
    };
    /// @param passing  of each institution, in the order of the world; empty = as the built-in rules do
    explicit Contagion(Parameters parameters, std::vector<LossPassing> passing = {})
        : parameters_{std::move(parameters)}, passing_{std::move(passing)}
    {
    }
    [[nodiscard]] std::string_view name() const override { return "contagion"; }
    [[nodiscard]] Phase phase() const override { return Phase::contagion; }
    void apply(StepContext& step) const override;

  private:
    bool test_all(World& world) const;

    Parameters parameters_;
    std::vector<LossPassing> passing_;
};

/// Equity that a solvency test looks at: the disclosed one, or the true one where it shows. @param missed  a payment
[[nodiscard]] MicroUsd tested_equity(World const& world, InstitutionId id, bool missed);
/// Whether a solvency test fails it; residual claims are shares, and not tested. What its engine would lose beyond the
/// insurance fund does not count as far as winners bear it.
[[nodiscard]] bool is_insolvent(World const& world, InstitutionId id, bool missed, LossPassing const& passing = {});
/// Marks an institution as failed. Does nothing if it has failed before.
void fail(World& world, InstitutionId id, Cause const& cause);
/// Placements return their wind-up value and those who still hold residual claims share all there is.
void wind_up(World& world, InstitutionId id);

}  // namespace stampede
