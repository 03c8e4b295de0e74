#include "model/policies/liquidation_style.hpp"

#include <algorithm>
#include <limits>

namespace stampede {

double size_that_restores(double shortage, double price, double rate, double slippage, double fee)
{
    double const gain = price * (rate - slippage - fee);
    return gain > 0 ? shortage / gain : std::numeric_limits<double>::infinity();
}

namespace {

class Full final : public LiquidationStyle {
  public:
    [[nodiscard]] double taken(LiquidationQuestion const& question) const override { return question.size; }
};

/// Down to the end of the next lower tier whose margin is met; the whole if none is.
/// @source OKX "Liquidation": 15,000 contracts in tier 3, tier 1 holds 2,000: 13,000 are closed
class TierStepDown final : public LiquidationStyle {
  public:
    [[nodiscard]] double taken(LiquidationQuestion const& question) const override
    {
        if (!(question.notional > 0) || question.equity <= 0)
            return question.size;
        MarginSchedule const& schedule = question.schedule;
        for (std::size_t tier = schedule.tier_index(question.notional); tier > 0; --tier) {
            double const kept = schedule.tiers()[tier].from;
            if (schedule.maintenance(kept) <= question.equity)
                return question.size * std::max(0.0, 1 - kept / question.notional);
        }
        return question.size;
    }
};

/// A fixed share of large positions, the rest after a time if that was not enough.
/// @source Hyperliquid docs "Liquidations": above 100,000 USD 20 % first, 30 s, then all
class Fraction final : public LiquidationStyle {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, unit_interval, "1", "part of a large position that is taken first");
        field("above", above_, not_negative, "settlement asset, smallest unit",
              "notional from which a position is large");
        field("cool_down", cool_down_, not_negative, "time after which the rest is taken if margin is still short");
    }
    [[nodiscard]] double taken(LiquidationQuestion const& question) const override
    {
        if (question.notional <= above_)
            return question.size;
        constexpr double never = 1e17;
        if (question.since_last.value() >= never)
            return question.size * share_.value();
        return question.since_last.value() < cool_down_.value() ? 0 : question.size;
    }

  private:
    Share share_{0.2};
    double above_ = 1e11;
    Duration cool_down_{30};
};

/// Just enough to meet the margin of what is left.
class Minimal final : public LiquidationStyle {
  public:
    [[nodiscard]] double taken(LiquidationQuestion const& question) const override
    {
        if (!(question.notional > 0) || !(question.size > 0))
            return question.size;
        double const shortage = question.schedule.maintenance(question.notional) - question.equity;
        double const price = question.notional / question.size;
        double const enough = size_that_restores(shortage, price, question.schedule.rate(question.notional),
                                                 question.expected_slippage, question.fee);
        return std::clamp(enough, 0.0, question.size);
    }
};

}  // namespace

template <>
Roster<LiquidationStyle> const& roster<LiquidationStyle>()
{
    static Roster<LiquidationStyle> const list{
        "liquidation_style",
        {entry<LiquidationStyle, Full>("full", "the whole position at once"),
         entry<LiquidationStyle, TierStepDown>("tier_step_down", "down to the next lower tier whose margin is met"),
         entry<LiquidationStyle, Fraction>("fraction", "a share of large positions first, the rest after a time"),
         entry<LiquidationStyle, Minimal>("minimal", "just enough to meet the margin of the rest")}};
    return list;
}

}  // namespace stampede
