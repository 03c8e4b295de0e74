#pragma once
// How much a venue pays out in a step: processing capacity and daily limits are the same question.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

/// What a limit judges; all in USD.
struct LimitQuestion {
    double claims = 0;      ///< owed to clients now
    double paid_today = 0;  ///< paid since the present 24-hour window began
    Duration step{0};       ///< length of the step [s]
};

/// Answers: how much may be paid in this step [USD]; infinity = as much as is asked.
class WithdrawalLimit {
  public:
    virtual ~WithdrawalLimit() = default;
    virtual void visit(FieldVisitor&) {}
    [[nodiscard]] virtual double payable(LimitQuestion const& question) const = 0;
};

/// none (default) | hourly_usd {usd} | hourly_share {share of claims} | daily_usd {usd} | daily_share {share}
template <>
Roster<WithdrawalLimit> const& roster<WithdrawalLimit>();

/// Answers: how much one user may be paid in this step [USD]; a daily allowance is paid out evenly over the day, split
/// over what he asked for at once by value.
class UserLimit {
  public:
    virtual ~UserLimit() = default;
    virtual void visit(FieldVisitor&) {}
    /// @param balance  the user's claims when he asked [USD]
    /// @return infinity if there is no limit
    [[nodiscard]] virtual double payable(double balance, Duration step) const = 0;
};

/// none (default) | daily_usd {usd} | daily_share {share of the balance when he asked}
template <>
Roster<UserLimit> const& roster<UserLimit>();

}  // namespace stampede
