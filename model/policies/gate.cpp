#include "model/policies/gate.hpp"

#include <limits>

namespace stampede {
namespace {

constexpr Duration for_good{std::numeric_limits<double>::infinity()};

void visit_duration(FieldVisitor& field, Duration& duration)
{
    field("duration", duration, not_negative, "for how long it stays shut; 0 = for good");
}

Duration shut_for(Duration duration)
{
    return duration > Duration{0} ? duration : for_good;
}

class NoGate final : public Gate {
  public:
    [[nodiscard]] bool shuts(GateQuestion const&) const override { return false; }
    [[nodiscard]] Duration duration() const override { return Duration{0}; }
};

/// Shuts when too little is liquid.
/// @source default: of the rules for US money-market funds 2016-2023, which allowed up to ten days of gating once
///         weekly liquid assets fell below 30 % and asked for a fee below 10 % (17 CFR 270.2a-7(c)(2))
class CoverageGate final : public Gate {
  public:
    void visit(FieldVisitor& field) override
    {
        field("below", below_, not_negative, "1",
              "shuts when what is payable within 24 h falls below this part of "
              "the claims");
        visit_duration(field, duration_);
    }
    [[nodiscard]] bool shuts(GateQuestion const& question) const override { return question.coverage < below_; }
    [[nodiscard]] Duration duration() const override { return shut_for(duration_); }

  private:
    double below_ = 0.1;
    Duration duration_{10 * 86400.0};
};

/// Shuts when too much is asked.
/// @source default: FTX lost a quarter of its client funds within a day, Chicago Fed Letter 479, 2023
class OutflowGate final : public Gate {
  public:
    void visit(FieldVisitor& field) override
    {
        field("above", above_, not_negative, "1", "shuts when more than this part of the claims was asked in 24 h");
        visit_duration(field, duration_);
    }
    [[nodiscard]] bool shuts(GateQuestion const& question) const override { return question.outflow_share > above_; }
    [[nodiscard]] Duration duration() const override { return shut_for(duration_); }

  private:
    double above_ = 0.25;
    Duration duration_{86400};
};

/// Shuts when hot storage has been empty for a while in front of a queue that counts.
class DryGate final : public Gate {
  public:
    void visit(FieldVisitor& field) override
    {
        field("for", dry_for_, not_negative, "shuts when hot storage has been empty with a queue for so long");
        field("queue_above", queue_above_, not_negative, "1", "and the queue exceeds this part of the claims");
        visit_duration(field, duration_);
    }
    [[nodiscard]] bool shuts(GateQuestion const& question) const override
    {
        return question.queue_share > queue_above_ && question.dry_for >= dry_for_;
    }
    [[nodiscard]] Duration duration() const override { return shut_for(duration_); }

  private:
    Duration dry_for_{8 * 3600.0};
    double queue_above_ = 0.01;
    Duration duration_{0};
};

/// Suspension of convertibility: once the share that is honest demand has been paid, nobody else is.
/// @source Diamond, Dybvig, Journal of Political Economy 91(3), 1983, 401-419; default: share of early types in
///         Diamond, FRB Richmond Economic Quarterly 93(2), 2007, 189-200
class AfterShareGate final : public Gate {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, not_negative, "1", "part of the claims at the start that is paid before it shuts");
    }
    [[nodiscard]] bool shuts(GateQuestion const& question) const override
    {
        return question.paid_share >= share_ * (1 - one_unit_short);
    }
    [[nodiscard]] Duration duration() const override { return for_good; }
    [[nodiscard]] double payable_share() const override { return share_; }

  private:
    static constexpr double one_unit_short = 1e-9;  // payments are whole units, so the last part of one stays unpaid
    double share_ = 0.25;
};

class NoFee final : public ExitFee {
  public:
    [[nodiscard]] Share fee(GateQuestion const&) const override { return Share{0}; }
};

/// The same fee for everyone. Default: that of Tether's redemptions.
class FixedFee final : public ExitFee {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, unit_interval, "1", "part of every payout that stays with the venue");
    }
    [[nodiscard]] Share fee(GateQuestion const&) const override { return share_; }

  private:
    Share share_{0.001};
};

/// Swing pricing: when many leave, the leavers bear what their leaving costs. If the factor is the cost of selling, the
/// value per unit of those who stay does not change.
class SwingFee final : public ExitFee {
  public:
    void visit(FieldVisitor& field) override
    {
        field("factor", factor_, unit_interval, "1", "part of every payout that stays with the venue when it applies");
        field("threshold", threshold_, not_negative, "1",
              "applies when more than this part of the claims was asked "
              "in 24 h");
    }
    [[nodiscard]] Share fee(GateQuestion const& question) const override
    {
        return question.outflow_share > threshold_ ? factor_ : Share{0};
    }

  private:
    Share factor_{0.02};
    double threshold_ = 0.05;
};

}  // namespace

template <>
Roster<Gate> const& roster<Gate>()
{
    static Roster<Gate> const gates{
        "gate",
        {
            entry<Gate, NoGate>("none", "pays as long as it can"),
            entry<Gate, CoverageGate>("coverage", "shuts when too little is liquid"),
            entry<Gate, OutflowGate>("outflow", "shuts when too much is asked"),
            entry<Gate, DryGate>("dry", "shuts when hot storage stays empty in front of a queue"),
            entry<Gate, AfterShareGate>("after_share", "suspends for good once a share of the claims has been paid"),
        }};
    return gates;
}

template <>
Roster<ExitFee> const& roster<ExitFee>()
{
    static Roster<ExitFee> const fees{"exit fee",
                                      {
                                          entry<ExitFee, NoFee>("none", "leaving is free"),
                                          entry<ExitFee, FixedFee>("fixed", "the same fee for everyone"),
                                          entry<ExitFee, SwingFee>("swing", "a fee while many leave"),
                                      }};
    return fees;
}

}  // namespace stampede
