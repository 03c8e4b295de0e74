#include "model/event.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {

std::string_view name_of(EventKind kind)
{
    constexpr std::array<std::string_view, event_kind_count> names = {"calm",
                                                                      "shock",
                                                                      "news",
                                                                      "withdrawal_asked",
                                                                      "withdrawal_paid",
                                                                      "withdrawal_refused",
                                                                      "redeposit",
                                                                      "gate_closed",
                                                                      "gate_opened",
                                                                      "sale",
                                                                      "recall",
                                                                      "repayment",
                                                                      "missed_payment",
                                                                      "failure",
                                                                      "provision",
                                                                      "clearing_payment",
                                                                      "halt",
                                                                      "resumption",
                                                                      "wind_up",
                                                                      "announcement",
                                                                      "disclosure",
                                                                      "liquidation",
                                                                      "deleveraging",
                                                                      "deficit",
                                                                      "close_out",
                                                                      "margin_call",
                                                                      "redemption_asked",
                                                                      "redemption_paid",
                                                                      "redemption_refused",
                                                                      "coins_minted",
                                                                      "request_dropped",
                                                                      "request_void"};
    return names.at(static_cast<std::size_t>(kind));
}

Cause::Cause(std::span<Part const> parts)
{
    double total = 0;
    for (Part const& part : parts)
        if (part.weight > 0 && part.parent.valid())
            total += part.weight;
    if (!(total > 0)) {
        add(calm_root, 1);
        return;
    }
    for (Part const& part : parts)
        if (part.weight > 0 && part.parent.valid())
            add(part.parent, part.weight / total);
}

Cause Cause::restored(std::span<Part const> parts)
{
    Cause cause;
    for (Part const& part : parts)
        if (part.weight > 0)
            cause.add(part.parent, part.weight);
    return cause;
}

void Cause::add(EventId parent, double weight)
{
    for (std::size_t i = 0; i < size_; ++i)
        if (parents_[i] == parent) {
            weights_[i] += static_cast<float>(weight);
            return;
        }
    ensure(size_ < parents_.size(), "a cause has too many parents; there may be", most_parents);
    parents_[size_] = parent;
    weights_[size_] = static_cast<float>(weight);
    ++size_;
}

Events::Events()
{
    add(EventKind::calm, {}, Cause::calm());
    child_.clear();
    parent_.clear();
    weight_.clear();
}

EventId Events::add(EventKind kind, Happening const& what, Cause const& cause)
{
    EventId const id = EventId::of(kind_.size());
    step_.push_back(now_);
    kind_.push_back(kind);
    institution_.push_back(what.institution);
    asset_.push_back(what.asset);
    account_.push_back(what.account);
    amount_.push_back(what.amount);
    value_.push_back(what.value_usd);
    for (std::size_t i = 0; i < cause.size(); ++i) {
        child_.push_back(id);
        parent_.push_back(cause.parent(i));
        weight_.push_back(cause.weight(i));
    }
    return id;
}

void Events::begin_step(std::int64_t step)
{
    now_ = static_cast<std::int32_t>(step);
    step_begin_ = kind_.size();
}

void Events::columns(ColumnVisitor& column)
{
    column.scalar("now", now_);
    column.scalar("step_begin", step_begin_);
    column("step", step_);
    column("kind", kind_);
    column("institution", institution_);
    column("asset", asset_);
    column("account", account_);
    column("amount", amount_, "smallest unit");
    column("value", value_, "USD");
    column("child", child_);
    column("parent", parent_);
    column("weight", weight_);
}

}  // namespace stampede
