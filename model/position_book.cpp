#include "model/position_book.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {
namespace {

constexpr std::int64_t whole = std::int64_t{1} << 32U;
/// Rounding of a liquidation price against the equity that it solves for; who is this near is looked at.
constexpr double near = 1e-9;

Units longs_of(Units size)
{
    return std::max(size, Units{0});
}

}  // namespace

PositionId PositionBook::open(AccountId account)
{
    account_.push_back(account);
    size_.emplace_back(0);
    cost_.emplace_back(0);
    margin_.emplace_back(0);
    carry_.push_back(0);
    taken_.push_back(-1);
    exempt_.push_back(0);
    cross_.emplace_back();
    return PositionId::of(account_.size() - 1);
}

void PositionBook::set(PositionId row, Position const& position)
{
    std::size_t const at = row.index();
    longs_ += longs_of(position.size) - longs_of(size_[at]);
    net_ += position.size - size_[at];
    cost_sum_ += position.cost - cost_[at];
    margin_sum_ += position.margin - margin_[at];
    size_[at] = position.size;
    cost_[at] = position.cost;
    margin_[at] = position.margin;
    place(row);
}

Amount PositionBook::accrue(PositionId row, std::int64_t rate)
{
    std::size_t const at = row.index();
    Int128 const due = static_cast<Int128>(size_[at].value()) * rate + carry_[at];
    Int128 units = due / whole;
    if (due % whole < 0)
        --units;
    auto const rest = static_cast<std::int64_t>(due - units * whole);
    carry_sum_ += rest - carry_[at];
    carry_[at] = rest;
    Amount const paid{static_cast<std::int64_t>(units)};
    Position changed = position(row);
    changed.cost += paid;
    set(row, changed);
    return paid;
}

void PositionBook::exempt(PositionId row)
{
    exempt_[row.index()] = 1;
    place(row);
}

void PositionBook::put_under(PositionId row, CrossId cross)
{
    cross_[row.index()] = cross;
    exempt(row);
}

double PositionBook::extra_rate(Units size) const
{
    if (terms_.add_on <= 0 || reference_interest_ <= 0)
        return 0;
    double const units = static_cast<double>(size.value() < 0 ? -size.value() : size.value());
    double const share = units / static_cast<double>(reference_interest_);
    double const highest = 0.99 - terms_.schedule.tiers().back().rate;
    return std::clamp((share - terms_.concentration.value()) * terms_.add_on, 0.0, std::max(0.0, highest));
}

MarginSchedule PositionBook::schedule_of(Units size) const
{
    double const extra = extra_rate(size);
    if (extra <= 0)
        return terms_.schedule;
    std::vector<MarginTier> tiers = terms_.schedule.tiers();
    for (MarginTier& tier : tiers)
        tier.rate += extra;
    return MarginSchedule{tiers};
}

double PositionBook::maintenance(Position const& position, Price mark) const
{
    double const value = notional(position.size, terms_.contract, mark);
    return terms_.schedule.maintenance(value) + extra_rate(position.size) * value;
}

bool PositionBook::below_maintenance(Position const& position, Price mark) const
{
    return position.size.value() != 0 && equity(position, terms_.contract, mark) <= maintenance(position, mark);
}

void PositionBook::place(PositionId row)
{
    Position const held = position(row);
    bool const open = held.size.value() != 0 && exempt_[row.index()] == 0;
    if (!open || held.size.value() < 0)
        long_order_.remove(row.value());
    if (!open || held.size.value() > 0)
        short_order_.remove(row.value());
    if (!open)
        return;
    double const price = extra_rate(held.size) > 0
                             ? liquidation_price(held, terms_.contract, schedule_of(held.size)).value()
                             : liquidation_price(held, terms_.contract, terms_.schedule).value();
    if (held.size.value() > 0)
        long_order_.put(row.value(), price);
    else
        short_order_.put(row.value(), -price);
}

std::vector<PositionId> PositionBook::liquidated(Price mark) const
{
    std::vector<Row> rows = long_order_.at_least(mark.value() * (1 - near));
    std::vector<Row> const shorts = short_order_.at_least(-mark.value() * (1 + near));
    rows.insert(rows.end(), shorts.begin(), shorts.end());
    std::sort(rows.begin(), rows.end());
    std::vector<PositionId> found;
    for (Row const row : rows)
        if (below_maintenance(position(PositionId{row}), mark))
            found.push_back(PositionId{row});
    return found;
}

void PositionBook::reorder()
{
    reference_interest_ = longs_.value();
    if (terms_.add_on > 0)
        for (std::size_t row = 0; row < size_.size(); ++row)
            place(PositionId::of(row));
}

void PositionBook::sum_up()
{
    longs_ = net_ = Units{0};
    cost_sum_ = margin_sum_ = Amount{0};
    carry_sum_ = 0;
    long_order_.clear();
    short_order_.clear();
    for (std::size_t row = 0; row < size_.size(); ++row) {
        longs_ += longs_of(size_[row]);
        net_ += size_[row];
        cost_sum_ += cost_[row];
        margin_sum_ += margin_[row];
        carry_sum_ += carry_[row];
        place(PositionId::of(row));
    }
}

void PositionBook::audit() const
{
    Units longs{0}, net{0};
    Amount cost{0}, margin{0};
    Int128 carried = 0;
    for (std::size_t row = 0; row < size_.size(); ++row) {
        longs += longs_of(size_[row]);
        net += size_[row];
        cost += cost_[row];
        margin += margin_[row];
        carried += carry_[row];
        ensure(size_[row].value() != 0 || cost_[row].value() == 0 || carry_[row] != 0,
               "audit: a closed position has a cost, row", row);
        ensure(exempt_[row] != 0 || margin_[row].value() >= 0, "audit: a margin is below zero, row", row);
        ensure(!cross_[row].valid() || margin_[row].value() == 0,
               "audit: a position of a cross account has a margin of its own, row", row);
    }
    ensure(longs == longs_ && net == net_, "audit: sizes of positions do not sum to what is booked, units",
           net.value());
    ensure(cost == cost_sum_, "audit: costs of positions do not sum to what is booked, units", cost.value());
    ensure(margin == margin_sum_, "audit: margins of positions do not sum to what is booked, units", margin.value());
    ensure(carried == carry_sum_, "audit: carried funding does not sum to what is booked");
}

void PositionBook::columns(ColumnVisitor& column)
{
    column("account", account_);
    column("size", size_, "units of size");
    column("cost", cost_, "smallest unit");
    column("margin", margin_, "smallest unit");
    column("carry", carry_, "2^-32 smallest units");
    column("taken", taken_, "step");
    column("exempt", exempt_);
    column.scalar("reference_interest", reference_interest_);
    sum_up();
}

}  // namespace stampede
