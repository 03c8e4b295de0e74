#include "agents/run_rule.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/base/math.hpp"

namespace stampede {
namespace {

/// Log-odds linear in what is seen.
class LogisticRule final : public RunRule {
  public:
    void visit(FieldVisitor& field) override
    {
        Range const weight{-100, 100};
        field("b0", b0_, weight, "log-odds", "perceived risk of a venue of which nothing is heard");
        field("b_social", social_, weight, "log-odds", "weight of the share of contacts who left");
        field("b_queue", queue_, weight, "log-odds", "weight of the overdue queue as a share of claims");
        field("b_outflow", outflow_, weight, "log-odds", "weight of what was asked in 24 hours as a share of claims");
        field("b_token", token_, weight, "log-odds", "weight of the drawdown of the venue's token");
        field("b_peg", peg_, {-10000, 10000}, "log-odds", "weight of the peg deviation of coins the venue depends on");
        field("b_news", news_, weight, "log-odds", "weight of the news level");
        field("b_gate", gate_, weight, "log-odds", "weight of a shut gate");
        field("b_trust", trust_, weight, "log-odds", "weight of trust times believed coverage; it calms");
    }
    [[nodiscard]] double risk(RunQuestion const& seen) const override
    {
        VenueSignals const& venue = seen.venue;
        return logistic(b0_ + social_ * seen.contacts_gone + queue_ * venue.overdue_share +
                        outflow_ * venue.outflow_share + token_ * venue.token_drawdown + peg_ * venue.peg_deviation +
                        news_ * venue.news + gate_ * (seen.gated ? 1 : 0) - trust_ * seen.trust * venue.coverage);
    }
    [[nodiscard]] double threshold(double drawn) const override { return logistic(drawn); }
    [[nodiscard]] bool truncates() const override { return true; }
    [[nodiscard]] Reasons reasons(RunQuestion const& seen) const override
    {
        VenueSignals const& venue = seen.venue;
        return {.contacts = social_ * seen.contacts_gone,
                .queue = queue_ * venue.overdue_share,
                .outflow = outflow_ * venue.outflow_share,
                .news = news_ * venue.news,
                .token = token_ * venue.token_drawdown,
                .peg = peg_ * venue.peg_deviation,
                .gate = gate_ * (seen.gated ? 1 : 0) + trust_ * seen.trust_lost * venue.coverage,
                .coverage = trust_ * (seen.trust + seen.trust_lost) * (venue.coverage_at_start - venue.coverage)};
    }

  private:
    double b0_ = -5, social_ = 5.5, queue_ = 12, outflow_ = 2.5, token_ = 3, peg_ = 3, news_ = 5, gate_ = 4, trust_ = 2;
};

/// Only contacts count: the textbook threshold models.
class ThresholdRule final : public RunRule {
  public:
    [[nodiscard]] double risk(RunQuestion const& seen) const override { return seen.contacts_gone; }
    [[nodiscard]] Reasons reasons(RunQuestion const& seen) const override { return {.contacts = seen.contacts_gone}; }
};

/// Leaves when waiting pays less than leaving, given how many are believed to leave.
class DiamondDybvigRule final : public RunRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field("belief", belief_, unit_interval, "1",
              "share of depositors believed to leave early, at least what is seen");
        field("promise", promise_, positive, "1", "paid early per unit deposited (c1)");
        field("matured_return", matured_return_, positive, "1", "what one unit brings at the end (R)");
    }
    [[nodiscard]] double risk(RunQuestion const& seen) const override
    {
        double const leaving = std::max(belief_, seen.venue.paid_share());
        double const left = 1 - leaving * promise_;
        double const late = leaving < 1 && left > 0 ? left * matured_return_ / (1 - leaving) : 0;
        return late < promise_ ? 1 : 0;
    }
    [[nodiscard]] Reasons reasons(RunQuestion const& seen) const override
    {
        return {.outflow = seen.venue.paid_share() - belief_};
    }

  private:
    double belief_ = 0, promise_ = 1.28, matured_return_ = 2;
};

/// Leaves when a private noisy signal of the venue's coverage lies below the threshold of the regime-change game.
class GlobalGameRule final : public RunRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field("cost", cost_, unit_interval, "1", "cost of leaving relative to what a failure would take");
        field("noise", noise_, {0, 10}, "1", "standard deviation of the private signal of coverage");
        field("news_weight", news_weight_, {0, 10}, "1", "coverage that news of level 1 takes off the signal");
    }
    [[nodiscard]] double risk(RunQuestion const& seen) const override
    {
        double const health = seen.venue.coverage - news_weight_ * seen.venue.news - seen.venue.overdue_share;
        double const signal = health + noise_ * normal_quantile(seen.luck);
        // The venue falls if the share that leaves reaches its health theta; at the threshold signal x the chance that
        // it falls equals the cost: theta* = 1 - cost and x* = theta* - noise * quantile(cost).
        double const critical = (1 - cost_) - noise_ * normal_quantile(std::clamp(cost_, 1e-9, 1 - 1e-9));
        return signal < critical ? 1 : 0;
    }
    [[nodiscard]] bool needs_luck() const override { return true; }
    [[nodiscard]] Reasons reasons(RunQuestion const& seen) const override
    {
        return {.queue = seen.venue.overdue_share,
                .news = news_weight_ * seen.venue.news,
                .coverage = seen.venue.coverage_at_start - seen.venue.coverage};
    }

  private:
    double cost_ = 0.9, noise_ = 0.05, news_weight_ = 0;
};

}  // namespace

Cause cause_of(RunRule const& rule, RunQuestion const& seen, EventId contact)
{
    RunRule::Reasons const reasons = rule.reasons(seen);
    VenueSignals const& venue = seen.venue;
    bool const failed = venue.failure_event != calm_root;
    // Where no gate shut, what cost trust was a refusal.
    EventId const shut = venue.gate_event != calm_root ? venue.gate_event : venue.queue_event;
    EventId const paid_out = venue.outflow_share > 0 ? venue.ask_event : calm_root;
    EventId const drained = venue.coverage_event != calm_root ? venue.coverage_event : paid_out;
    std::array const parts = {Cause::Part{contact.valid() ? contact : venue.ask_event, reasons.contacts},
                              Cause::Part{venue.queue_event, reasons.queue},
                              Cause::Part{venue.ask_event, reasons.outflow},
                              Cause::Part{venue.news_event, reasons.news},
                              Cause::Part{venue.token_event, reasons.token * venue.token_caused},
                              Cause::Part{calm_root, reasons.token * (1 - venue.token_caused)},
                              Cause::Part{venue.peg_event, reasons.peg * venue.peg_caused},
                              Cause::Part{calm_root, reasons.peg * (1 - venue.peg_caused)},
                              Cause::Part{failed ? venue.failure_event : shut, reasons.gate},
                              Cause::Part{drained, reasons.coverage}};
    return Cause{parts};
}

template <>
Roster<RunRule> const& roster<RunRule>()
{
    static Roster<RunRule> const list{
        "run_rule",
        {entry<RunRule, LogisticRule>("logistic",
                                      "log-odds linear in contacts, queue, outflow, token, news, gate and trust"),
         entry<RunRule, ThresholdRule>("threshold", "share of contacts who left (Granovetter 1978, Watts 2002)"),
         entry<RunRule, DiamondDybvigRule>("diamond_dybvig",
                                           "payoff of waiting against leaving (Diamond, Dybvig 1983)"),
         entry<RunRule, GlobalGameRule>(
             "global_game", "private signal of coverage against the regime-change threshold (Morris, Shin 1998)")}};
    return list;
}

}  // namespace stampede
