#pragma once
// What happened and why: every event carries its weighted causes.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"

namespace stampede {

enum class EventKind : std::uint8_t {
    calm,   ///< root of everything that would have happened anyway
    shock,  ///< a timeline entry fell due
    news,   ///< a message about an institution
    withdrawal_asked,
    withdrawal_paid,
    withdrawal_refused,  ///< still unpaid when it became overdue
    redeposit,
    gate_closed,
    gate_opened,
    sale,            ///< an order of a client or treasury was filled
    recall,          ///< a loan or placement was asked back
    repayment,       ///< a recalled placement or loan arrived
    missed_payment,  ///< a debtor could not pay when due
    failure,
    provision,         ///< a creditor wrote off part of an exposure
    clearing_payment,  ///< a failed institution paid a creditor or cut a claim to what it can pay
    halt,              ///< a circuit breaker stopped a market
    resumption,
    wind_up,  ///< a residual claim was paid its share
    announcement,
    disclosure,
    liquidation,   ///< the engine took over a position, or a part of one
    deleveraging,  ///< a winner's position was closed by force
    deficit,       ///< losses beyond margins that the insurance fund could not pay
    close_out,     ///< positions of a failed venue were closed at the last mark
    margin_call,   ///< a venue asked for more margin by a deadline
    redemption_asked,
    redemption_paid,
    redemption_refused,  ///< still unpaid when it became overdue
    coins_minted,        ///< coins were issued for what they promise
    request_dropped,     ///< a part of a request fell away: its claim no longer had it, or it stood behind a position;
                         ///< or what was paid for another venue was not taken there
    request_void         ///< the last part of a request fell away and nothing of it was ever paid: it has ended
};
inline constexpr std::size_t event_kind_count = 32;
[[nodiscard]] std::string_view name_of(EventKind kind);

/// The root: it has no cause.
inline constexpr EventId calm_root{0};

/// Weighted parents of an event, none of them twice; weights are shares of one.
class Cause {
  public:
    static constexpr std::size_t most_parents = 9;

    /// One sure cause.
    explicit Cause(EventId parent) { add(parent, 1); }
    /// Nothing in particular: it would have happened anyway.
    [[nodiscard]] static Cause calm() { return Cause{calm_root}; }
    /// Parents with their contributions; those not above zero are left out, those of one parent added up, the rest
    /// scaled to sum to one. None: calm.
    struct Part {
        EventId parent;
        double weight;
    };
    explicit Cause(std::span<Part const> parts);
    /// As it was saved: the same parents with the same weights.
    [[nodiscard]] static Cause restored(std::span<Part const> parts);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] EventId parent(std::size_t i) const { return parents_.at(i); }
    [[nodiscard]] float weight(std::size_t i) const { return weights_.at(i); }

  private:
    Cause() = default;
    void add(EventId parent, double weight);

    std::array<EventId, most_parents> parents_{};
    std::array<float, most_parents> weights_{};
    std::uint8_t size_ = 0;
};

/// One thing that happened. Fields that do not apply are empty ids.
struct Happening {
    InstitutionId institution{};
    AssetId asset{};
    AccountId account{};
    Amount amount{0};
    double value_usd = 0;
};

/// All events of a run, one row each, with their parents in a list of their own.
class Events {
  public:
    Events();

    /// `Cause` has no default: whoever reports an event says why.
    EventId add(EventKind kind, Happening const& what, Cause const& cause);

    void begin_step(std::int64_t step);
    [[nodiscard]] std::size_t size() const { return kind_.size(); }
    /// First event of the present step.
    [[nodiscard]] std::size_t step_begin() const { return step_begin_; }
    [[nodiscard]] EventKind kind(std::size_t event) const { return kind_[event]; }
    [[nodiscard]] std::int64_t step(std::size_t event) const { return step_[event]; }
    [[nodiscard]] Happening happening(std::size_t event) const
    {
        return {institution_[event], asset_[event], account_[event], amount_[event], value_[event]};
    }
    [[nodiscard]] AccountId account(std::size_t event) const { return account_[event]; }
    [[nodiscard]] InstitutionId institution(std::size_t event) const { return institution_[event]; }

    /// Links from a child to a parent, in the order of the children.
    [[nodiscard]] Column<EventId> const& link_child() const { return child_; }
    [[nodiscard]] Column<EventId> const& link_parent() const { return parent_; }
    [[nodiscard]] Column<float> const& link_weight() const { return weight_; }

    void columns(ColumnVisitor& column);

  private:
    std::int32_t now_ = 0;
    std::uint64_t step_begin_ = 0;
    Column<std::int32_t> step_;
    Column<EventKind> kind_;
    Column<InstitutionId> institution_;
    Column<AssetId> asset_;
    Column<AccountId> account_;
    Column<Amount> amount_;
    Column<double> value_;
    Column<EventId> child_, parent_;
    Column<float> weight_;
};

}  // namespace stampede
