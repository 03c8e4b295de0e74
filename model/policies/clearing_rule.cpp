#include "model/policies/clearing_rule.hpp"

namespace stampede {
namespace {

/// Creditors share all that is there in proportion to what they are owed.
/// @source Eisenberg, Noe, Management Science 47(2), 2001, 236-249
class EisenbergNoe final : public ClearingRule {
  public:
    [[nodiscard]] Share own_recovery() const override { return Share{1}; }
    [[nodiscard]] Share claim_recovery() const override { return Share{1}; }
};

/// As Eisenberg-Noe, but a default destroys part of the assets; alpha = beta = 1 is Eisenberg-Noe.
/// @source Rogers, Veraart, Management Science 59(4), 2013, 882-898; default of 0.9: direct costs of a bank failure
///         are 10 % of its assets, James, Journal of Finance 46(4), 1991, 1223-1242
class RogersVeraart final : public ClearingRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field("alpha", alpha_, unit_interval, "1", "part of a failed institution's own assets that creditors get");
        field("beta", beta_, unit_interval, "1", "part of its claims on others that creditors get");
    }
    [[nodiscard]] Share own_recovery() const override { return alpha_; }
    [[nodiscard]] Share claim_recovery() const override { return beta_; }

  private:
    Share alpha_{0.9}, beta_{0.9};
};

/// Creditors lose a fixed part of what a failed debtor owes, whatever it still has.
/// @source Furfine, Journal of Money, Credit and Banking 35(1), 2003, 111-128; default of 0.4: average loss on the
///         assets of failed banks (30 %) plus direct costs (10 %), James, Journal of Finance 46(4), 1991
class Furfine final : public ClearingRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field("loss_given_default", loss_, unit_interval, "1", "part of a claim that is lost when the debtor fails");
    }
    [[nodiscard]] Share own_recovery() const override { return Share{1}; }
    [[nodiscard]] Share claim_recovery() const override { return Share{1}; }
    [[nodiscard]] double fixed_loss() const override { return loss_.value(); }

  private:
    Share loss_{0.4};
};

}  // namespace

template <>
Roster<ClearingRule> const& roster<ClearingRule>()
{
    static Roster<ClearingRule> const rules{
        "clearing rule",
        {
            entry<ClearingRule, EisenbergNoe>("eisenberg_noe", "creditors share all that is there, pro rata"),
            entry<ClearingRule, RogersVeraart>("rogers_veraart", "as eisenberg_noe, less the costs of default"),
            entry<ClearingRule, Furfine>("furfine", "a fixed part of every claim on a failed debtor is lost"),
        }};
    return rules;
}

}  // namespace stampede
