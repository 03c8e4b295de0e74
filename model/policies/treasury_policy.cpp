#include "model/policies/treasury_policy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stampede {
namespace {

double at_least_zero(double x)
{
    return std::max(0.0, x);
}

double liquid(TreasuryQuestion const& question)
{
    return question.hot + question.cold + question.arriving;
}

/// What must be liquid so that, once the queue is paid, `share` of the claims that are left still is.
double needed_for(TreasuryQuestion const& question, double share)
{
    return question.unpaid + share * at_least_zero(question.claims - question.unpaid);
}

/// Cold tokens that bring hot storage to `wanted`, counting what is already on its way.
double refill(TreasuryQuestion const& question, double wanted)
{
    return std::clamp(wanted - question.hot - question.arriving, 0.0, at_least_zero(question.cold));
}

double recallable(TreasuryQuestion const& question, double wanted)
{
    return std::clamp(wanted, 0.0, at_least_zero(question.placed));
}

/// Hot tokens that hot storage does not need itself.
double placeable(TreasuryQuestion const& question, double hot_target, double wanted)
{
    return std::clamp(wanted, 0.0, at_least_zero(question.hot - hot_target));
}

void visit_hot_share(FieldVisitor& field, Share& hot_share)
{
    field("hot_share", hot_share, unit_interval, "1", "part of the claims kept in hot storage, refilled from cold");
}

void visit_band(FieldVisitor& field, Share& band)
{
    field("band", band, unit_interval, "1", "distance from the target, in parts of the claims, that is left alone");
}

/// Shares are left as they are; only what the queue lacks is raised.
class StaticShares final : public TreasuryPolicy {
  public:
    void visit(FieldVisitor& field) override { visit_hot_share(field, hot_share_); }
    [[nodiscard]] TreasuryMoves moves(TreasuryQuestion const& question) const override
    {
        return {refill(question, needed_for(question, hot_share_.value())),
                recallable(question, question.unpaid - liquid(question)), 0};
    }

  private:
    Share hot_share_{0.04};
};

/// A liquid buffer is kept at a share of the claims.
/// @source default: at least 30 % of an issuer's reserve are deposits payable at once, Regulation (EU) 2023/1114
///         (MiCA); such floors are the lever here
class Buffer final : public TreasuryPolicy {
  public:
    void visit(FieldVisitor& field) override
    {
        visit_hot_share(field, hot_share_);
        field("coverage", coverage_, not_negative, "1", "part of the claims that hot, cold and arriving tokens cover");
        field("place", place_, "whether tokens above the buffer and its band are put into the yield position");
        visit_band(field, band_);
    }
    [[nodiscard]] TreasuryMoves moves(TreasuryQuestion const& question) const override
    {
        double const target = needed_for(question, coverage_.value());
        double const excess = liquid(question) - target;
        double const surplus = place_ ? at_least_zero(excess - band_.value() * question.claims) : 0;
        double const hot_target = needed_for(question, hot_share_.value());
        return {refill(question, hot_target + surplus), recallable(question, -excess),
                placeable(question, hot_target, surplus)};
    }

  private:
    Share hot_share_{0.04}, coverage_{0.3};
    bool place_ = false;
    Share band_{0.05};
};

/// More yield while it is calm, less when the forecast is not: the placed part of the claims is
///   base + scale (yield - k variance),  both a year,
/// under limits on the loss that one normal day in a hundred brings.
class RiskAdjusted final : public TreasuryPolicy {
  public:
    void visit(FieldVisitor& field) override
    {
        visit_hot_share(field, hot_share_);
        field("base_share", base_share_, unit_interval, "1", "part of the claims placed when yield and risk balance");
        field("risk_aversion", risk_aversion_, not_negative, "1", "yield that must pay for a unit of yearly variance");
        field("scale", scale_, not_negative, "1", "part of the claims placed more per unit of risk-adjusted yield");
        field("forecast", forecast_, "how the variance of the assets it owes is forecast");
        field("stop_loss", stop_loss_, unit_interval, "1", "drawdown above which nothing stays placed; 1 = never");
        field("value_at_risk", value_at_risk_, not_negative, "1",
              "largest loss on the placements at 99 % in a day, in parts of equity");
        field("expected_shortfall", expected_shortfall_, not_negative, "1",
              "largest mean loss on the placements in the worst 1 % of days, in parts of equity");
        field("hedge", hedge_, unit_interval, "1",
              "part of the coins beyond those it owes that it is short of in its perpetual market");
        visit_band(field, band_);
    }
    [[nodiscard]] TreasuryMoves moves(TreasuryQuestion const& question) const override
    {
        double const limit = ceiling(question);
        double const target = std::min(wanted_share(question) * question.claims, limit);
        double const band = band_.value() * question.claims;
        double const too_much = question.placed > std::min(target + band, limit) ? question.placed - target : 0;
        double const too_little = question.placed < target - band ? target - question.placed : 0;
        double const unpaid_gap = at_least_zero(question.unpaid - liquid(question));
        double const hot_target = needed_for(question, hot_share_.value());
        double const placed_more = unpaid_gap > 0 ? 0 : too_little;
        return {refill(question, hot_target + placed_more), recallable(question, std::max(too_much, unpaid_gap)),
                placeable(question, hot_target, placed_more)};
    }
    [[nodiscard]] double hedged(double uncovered) const override { return hedge_.value() * uncovered; }
    [[nodiscard]] VolatilityForecast const* forecast() const override { return &*forecast_; }

  private:
    [[nodiscard]] double wanted_share(TreasuryQuestion const& question) const
    {
        double const yearly_variance = 365 * question.daily_variance;
        double const adjusted = question.yearly_yield - risk_aversion_ * yearly_variance;
        return std::clamp(base_share_.value() + scale_ * adjusted, 0.0, 1.0);
    }
    /// Most that may be placed under the downside limits [USD].
    [[nodiscard]] double ceiling(TreasuryQuestion const& question) const
    {
        constexpr double quantile = 2.3263478740408408;  // z with Phi(z) = 0.99
        constexpr double tail_mean = 2.665214220345808;  // phi(z) / 0.01
        if (question.drawdown > stop_loss_.value())
            return 0;
        double const deviation = std::sqrt(question.daily_variance);
        if (!(deviation > 0))
            return std::numeric_limits<double>::infinity();
        double const equity = at_least_zero(question.equity);
        return std::min(value_at_risk_ / quantile, expected_shortfall_ / tail_mean) * equity / deviation;
    }

    Share hot_share_{0.04}, base_share_{0.3};
    double risk_aversion_ = 1, scale_ = 1;
    Choice<VolatilityForecast> forecast_;
    Share stop_loss_{1};
    double value_at_risk_ = 1, expected_shortfall_ = 1;
    Share hedge_{0};
    Share band_{0.05};
};

/// Coins and shorts of the same worth, so that the reserve stands still whatever coins do, beside some money. With
///   s  money that margin of shorts in excess of the coins still brings,
///   A = money + s - unpaid - money_share (claims - unpaid),
///   B = margin - s - hedge coins / leverage,
/// what a coin costs with the margin of its short being 1 + hedge / leverage, it sells for -(A + B) if that is beyond
/// the band, or for what the queue lacks; it buys for the lesser of A and A + B if that is.
class DeltaNeutral final : public TreasuryPolicy {
  public:
    void visit(FieldVisitor& field) override
    {
        visit_hot_share(field, hot_share_);
        field("money_share", money_share_, unit_interval, "1", "part of the claims kept in money, to pay from");
        field("hedge", hedge_, unit_interval, "1",
              "part of the coins beyond those it owes that it is short of in its perpetual markets");
        visit_band(field, band_);
    }
    [[nodiscard]] TreasuryMoves moves(TreasuryQuestion const& question) const override
    {
        return {refill(question, needed_for(question, hot_share_.value())),
                recallable(question, question.unpaid - liquid(question)), 0};
    }
    [[nodiscard]] double hedged(double uncovered) const override { return hedge_.value() * uncovered; }
    [[nodiscard]] std::optional<double> bought(TreasuryQuestion const& question) const override
    {
        double const short_wanted = hedged(question.coins);
        double const freed =
            question.shorts > short_wanted ? question.margin * (1 - short_wanted / question.shorts) : 0;
        double const money = question.money + at_least_zero(freed);
        double const ready = money - needed_for(question, money_share_.value());
        double const in_all = ready + question.margin - at_least_zero(freed) - short_wanted / question.leverage;
        double const band = band_.value() * question.claims, outlay = 1 + hedge_.value() / question.leverage;
        double const unpaid = at_least_zero(question.unpaid - money);
        double const lacking = unpaid > 0 || in_all < -band ? std::max(unpaid, -in_all) : 0;
        if (lacking > 0)
            return -std::min(lacking / outlay, at_least_zero(question.coins));
        double const spare = std::min(ready, in_all);
        return spare > band ? spare / outlay : 0;
    }

  private:
    Share hot_share_{0.04}, money_share_{0.1}, hedge_{1}, band_{0.05};
};

}  // namespace

template <>
Roster<TreasuryPolicy> const& roster<TreasuryPolicy>()
{
    static Roster<TreasuryPolicy> const policies{
        "treasury policy",
        {
            entry<TreasuryPolicy, StaticShares>("static", "leaves its assets as they are, raises what the queue lacks"),
            entry<TreasuryPolicy, Buffer>("buffer", "keeps a liquid part of the claims"),
            entry<TreasuryPolicy, RiskAdjusted>("risk_adjusted", "places more when yield pays for the forecast risk"),
            entry<TreasuryPolicy, DeltaNeutral>("delta_neutral", "coins, shorts of the same worth, and some money"),
        }};
    return policies;
}

}  // namespace stampede
