#pragma once
// Withdrawals that were asked for and not yet paid, by venue and asset, oldest first.

#include <cstdint>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"

namespace stampede {

/// One request; what is not paid stays a claim.
struct Ask {
    AccountId claim;
    AccountId then;         ///< account at another venue they go on to; empty = stay in the wallet
    Amount asked;           ///< wanted at first, less what turned out not to be there [smallest unit]
    Amount amount;          ///< still wanted [smallest unit]
    Amount balance;         ///< of its claim when it was asked [smallest unit]
    std::int32_t step = 0;  ///< when it was asked
    EventId event;          ///< its withdrawal_asked event
    double part = 1;  ///< of its claim in what its owner asked for at once: his daily allowance is split by it [1]
    std::int32_t patience =
        0;  ///< further steps before it counts as overdue: its notice, and as long as his allowance takes
    std::int8_t late = 0;  ///< 1: counts as overdue

    static void members(auto&& member)
    {
        member("claim", &Ask::claim);
        member("then", &Ask::then);
        member("asked", &Ask::asked);
        member("amount", &Ask::amount);
        member("balance", &Ask::balance);
        member("step", &Ask::step);
        member("event", &Ask::event);
        member("part", &Ask::part);
        member("patience", &Ask::patience);
        member("late", &Ask::late);
    }
};

/// The queue of one (venue, asset). Its totals are kept as it changes, so that sleeping requests cost nothing.
class WithdrawalQueue {
  public:
    void push(Ask const& ask);
    /// Pays a part of the request at `index` and drops another, which its claim no longer has or which stands behind a
    /// position by now.
    void reduce(std::size_t index, Amount paid, Amount dropped);
    /// Requests older than `before`, by their patience, count as overdue from now on; returns those that became so and
    /// are unpaid.
    [[nodiscard]] std::vector<std::size_t> age(std::int32_t before);
    /// Forgets requests that are paid in full, from the front.
    void drop_paid();

    [[nodiscard]] std::size_t size() const { return asks_.size(); }
    /// First request that may still be unpaid.
    [[nodiscard]] std::size_t front() const { return front_; }
    [[nodiscard]] Ask const& operator[](std::size_t index) const { return asks_[index]; }
    [[nodiscard]] Amount total() const { return total_; }
    [[nodiscard]] Amount overdue() const { return overdue_; }
    /// Oldest unpaid request's step, or -1.
    [[nodiscard]] std::int32_t oldest() const { return front_ < asks_.size() ? asks_[front_].step : -1; }
    /// Step from which it waits longer than its notice and its owner's allowance explain, or -1.
    [[nodiscard]] std::int64_t oldest_due() const
    {
        return front_ < asks_.size() ? std::int64_t{asks_[front_].step} + asks_[front_].patience : -1;
    }

    /// Notes whether hot storage lacks in this step what the rules would have paid.
    void note_shortage(bool lacking, std::int64_t step);
    /// First of the steps, up to now without a break, in which tokens were lacking, or -1.
    [[nodiscard]] std::int64_t short_since() const { return short_since_; }

    void columns(ColumnVisitor& column);

  private:
    Column<Ask> asks_;
    std::uint64_t front_ = 0;  // all before it are paid
    std::uint64_t aged_ = 0;   // all before it are overdue or patient
    Column<std::uint64_t> patient_;
    Amount total_{0}, overdue_{0};
    std::int64_t short_since_ = -1;
};

}  // namespace stampede
