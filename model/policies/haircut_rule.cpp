#include "model/policies/haircut_rule.hpp"

#include <algorithm>
#include <cmath>

namespace stampede {
namespace {

/// What collateral may lose until it is sold:  multiple x volatility x sqrt(horizon).
/// @source defaults: 99 % of a normal distribution over two days, the least that Regulation (EU) No 153/2013 asks of
///         margins for instruments that are not traded over the counter (Art. 24(1)(b), 26(1)(b)); half-life: decay of
///         0.94 a day, RiskMetrics Technical Document, J.P. Morgan, 4th ed. 1996
struct LossCover {
    double multiple = 2.33;
    Duration horizon{2 * 86400.0}, half_life{11.2 * 86400};
    Share most{0.9};

    void visit(FieldVisitor& field)
    {
        field("multiple", multiple, not_negative, "1", "standard deviations of the price that the haircut covers");
        field("horizon", horizon, not_negative, "time in which collateral is sold");
        field("half_life", half_life, positive, "age at which a move of the price counts half in its volatility");
        field("most", most, unit_interval, "1", "largest haircut, unless a larger one is agreed");
    }
    /// Haircut per unit of daily volatility [sqrt(day)].
    [[nodiscard]] double per_volatility() const { return multiple * std::sqrt(in_days(horizon)); }
    [[nodiscard]] double haircut(double agreed, double volatility) const
    {
        return std::max(agreed, std::min(most.value(), per_volatility() * volatility));
    }
    [[nodiscard]] double calm_volatility(double agreed) const
    {
        return per_volatility() > 0 ? agreed / per_volatility() : 0;
    }
};

class FixedHaircut final : public HaircutRule {
  public:
    [[nodiscard]] double haircut(HaircutQuestion const& question) const override { return question.agreed; }
};

/// Follows present volatility alone.
class VolatilityScaled final : public HaircutRule {
  public:
    void visit(FieldVisitor& field) override { cover_.visit(field); }
    [[nodiscard]] double haircut(HaircutQuestion const& question) const override
    {
        return cover_.haircut(question.agreed, question.daily_volatility);
    }
    [[nodiscard]] Duration half_life() const override { return cover_.half_life; }
    [[nodiscard]] double calm_volatility(double agreed) const override { return cover_.calm_volatility(agreed); }

  private:
    LossCover cover_;
};

/// A part of the volatility is always that of a stress, so that the haircut is higher in the calm and rises by less.
/// @source weight: Regulation (EU) No 153/2013, Art. 28(1)(b), at least 25 % for stressed observations; "higher and
///         relatively stable through-the-cycle haircuts": CGFS Papers 36, Bank for International Settlements, 2010;
///         stress: 30 days one of which loses 40 %, as bitcoin did on 12 and 13 March 2020, and the others nothing
class ThroughTheCycle final : public HaircutRule {
  public:
    void visit(FieldVisitor& field) override
    {
        cover_.visit(field);
        field("stress_volatility", stress_volatility_, not_negative, "1/sqrt(day)", "volatility of a time of stress");
        field("stress_weight", stress_weight_, unit_interval, "1", "weight of that volatility beside the present one");
    }
    [[nodiscard]] double haircut(HaircutQuestion const& question) const override
    {
        double const weight = stress_weight_.value();
        return cover_.haircut(question.agreed, (1 - weight) * question.daily_volatility + weight * stress_volatility_);
    }
    [[nodiscard]] Duration half_life() const override { return cover_.half_life; }
    [[nodiscard]] double calm_volatility(double agreed) const override { return cover_.calm_volatility(agreed); }

  private:
    LossCover cover_;
    double stress_volatility_ = 0.09;
    Share stress_weight_{0.25};
};

}  // namespace

template <>
Roster<HaircutRule> const& roster<HaircutRule>()
{
    static Roster<HaircutRule> const rules{
        "haircut rule",
        {
            entry<HaircutRule, FixedHaircut>("fixed", "the agreed haircut, whatever prices do"),
            entry<HaircutRule, VolatilityScaled>("volatility_scaled", "rises with the volatility of the price"),
            entry<HaircutRule, ThroughTheCycle>("through_the_cycle",
                                                "counts a stress always, so starts higher and rises less"),
        }};
    return rules;
}

}  // namespace stampede
