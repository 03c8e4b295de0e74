#include "model/policies/withdrawal_limit.hpp"

#include <algorithm>
#include <limits>

namespace stampede {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

double hours(Duration step)
{
    return step.value() / 3600;
}

class Unlimited final : public WithdrawalLimit {
  public:
    [[nodiscard]] double payable(LimitQuestion const&) const override { return unlimited; }
};

/// A processing capacity in money. Default: an exchange with claims of 20 billion USD that processes 1 % an hour.
class HourlyUsd final : public WithdrawalLimit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("usd", usd_, not_negative, "USD/h", "value that can be paid out in an hour");
    }
    [[nodiscard]] double payable(LimitQuestion const& question) const override { return usd_ * hours(question.step); }

  private:
    double usd_ = 2e8;
};

/// A processing capacity relative to the size of the venue.
class HourlyShare final : public WithdrawalLimit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, not_negative, "1/h", "part of the present claims that can be paid out in an hour");
    }
    [[nodiscard]] double payable(LimitQuestion const& question) const override
    {
        return share_ * question.claims * hours(question.step);
    }

  private:
    double share_ = 0.01;
};

/// A cap on what leaves in a day. Default: what the default capacity pays in a day.
class DailyUsd final : public WithdrawalLimit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("usd", usd_, not_negative, "USD/d", "value paid out in each window of 24 hours at most");
    }
    [[nodiscard]] double payable(LimitQuestion const& question) const override
    {
        return std::max(0.0, usd_ - question.paid_today);
    }

  private:
    double usd_ = 4.8e9;
};

/// A cap on the claims that stood when the window began: those of now and those paid since.
class DailyShare final : public WithdrawalLimit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, unit_interval, "1/d",
              "part of the claims at its begin paid out in each window of 24 hours at most; 1 = all");
    }
    [[nodiscard]] double payable(LimitQuestion const& question) const override
    {
        if (share_ >= 1)
            return unlimited;
        double const at_begin = question.claims + question.paid_today;
        return std::max(0.0, share_ * at_begin - question.paid_today);
    }

  private:
    double share_ = 0.2;
};

class UserUnlimited final : public UserLimit {
  public:
    [[nodiscard]] double payable(double, Duration) const override { return unlimited; }
};

class UserDailyUsd final : public UserLimit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("usd", usd_, not_negative, "USD/d", "value that one user is paid in a day at most");
    }
    [[nodiscard]] double payable(double, Duration step) const override { return usd_ * in_days(step); }

  private:
    double usd_ = 50'000;
};

class UserDailyShare final : public UserLimit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, not_negative, "1/d",
              "part of the balance when it was asked for that one user is paid in a day");
    }
    [[nodiscard]] double payable(double balance, Duration step) const override
    {
        return share_ * balance * in_days(step);
    }

  private:
    double share_ = 0.1;
};

}  // namespace

template <>
Roster<WithdrawalLimit> const& roster<WithdrawalLimit>()
{
    static Roster<WithdrawalLimit> const limits{
        "withdrawal limit",
        {
            entry<WithdrawalLimit, Unlimited>("none", "as much as is asked"),
            entry<WithdrawalLimit, HourlyUsd>("hourly_usd", "a processing capacity in money"),
            entry<WithdrawalLimit, HourlyShare>("hourly_share", "a processing capacity relative to all claims"),
            entry<WithdrawalLimit, DailyUsd>("daily_usd", "a cap per 24 hours in money"),
            entry<WithdrawalLimit, DailyShare>("daily_share", "a cap per 24 hours relative to all claims"),
        }};
    return limits;
}

template <>
Roster<UserLimit> const& roster<UserLimit>()
{
    static Roster<UserLimit> const limits{
        "user limit",
        {
            entry<UserLimit, UserUnlimited>("none", "as much as is asked"),
            entry<UserLimit, UserDailyUsd>("daily_usd", "the same allowance for everyone, spread over the day"),
            entry<UserLimit, UserDailyShare>("daily_share",
                                             "an allowance relative to the balance, spread over the day"),
        }};
    return limits;
}

}  // namespace stampede
