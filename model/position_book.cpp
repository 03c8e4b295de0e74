#include "model/position_book.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/fine.hpp"

namespace stampede {
namespace {

/// Rounding of a liquidation price against the equity that it solves for; who is this near is looked at.
constexpr double near = 1e-9;
/// Of the maintenance rate, whatever concentration adds.
constexpr double highest_rate = 0.99;

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
    settled_.push_back(index_);
    taken_.push_back(-1);
    exempt_.push_back(0);
    cross_.emplace_back();
    return PositionId::of(account_.size() - 1);
}

PositionBook::Due PositionBook::due(PositionId row) const
{
    std::size_t const at = row.index();
    Int128 const owed = static_cast<Int128>(size_[at].value()) * (index_ - settled_[at]) + carry_[at];
    return {floored(owed), static_cast<std::int64_t>(owed - floor_units(owed) * fine_unit)};
}

Int128 PositionBook::base(PositionId row) const
{
    std::size_t const at = row.index();
    return cost_[at].value() * fine_unit + carry_[at] - static_cast<Int128>(size_[at].value()) * settled_[at];
}

Int128 PositionBook::paid(PositionId row) const
{
    return base(row) + static_cast<Int128>(size_[row.index()].value()) * index_;
}

void PositionBook::set(PositionId row, Position const& position)
{
    std::size_t const at = row.index();
    paid_sum_ -= base(row);
    longs_ += longs_of(position.size) - longs_of(size_[at]);
    net_ += position.size - size_[at];
    margin_sum_ += position.margin - margin_[at];
    carry_[at] = due(row).rest;
    settled_[at] = index_;
    size_[at] = position.size;
    cost_[at] = position.cost;
    margin_[at] = position.margin;
    paid_sum_ += base(row);
    if (cross_[at].valid())
        changed_.push_back(cross_[at]);
    place(row);
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
    double const units = static_cast<double>(without_side(size));
    double const share = units / static_cast<double>(reference_interest_);
    double const highest = highest_rate - terms_.schedule.tiers().back().rate;
    return std::clamp((share - terms_.concentration.value()) * terms_.add_on, 0.0, std::max(0.0, highest));
}

double PositionBook::allowed_leverage(Units size, double notional, double asked) const
{
    double most = std::min(terms_.leverage_cap, terms_.schedule.max_leverage(notional));
    if (double const extra = extra_rate(size); extra > 0)
        most = 1 / (1 / most + extra);
    return asked > 0 ? std::min(asked, most) : most;
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

double PositionBook::measured(Position const& position, Price mark) const
{
    if (terms_.maintenance_on == MaintenanceOn::mark)
        return notional(position.size, terms_.contract, mark);
    auto const paid = static_cast<double>(position.cost.value());
    return paid < 0 ? -paid : paid;
}

double PositionBook::maintenance(Position const& position, Price mark) const
{
    double const value = measured(position, mark);
    return terms_.schedule.maintenance(value) + extra_rate(position.size) * value;
}

bool PositionBook::below_maintenance(Position const& position, Price mark) const
{
    return position.size.value() != 0 && equity(position, terms_.contract, mark) <= maintenance(position, mark);
}

double PositionBook::level_at(PositionId row, std::int64_t index) const
{
    // A unit more than it has paid, so that no rounding at a later index can hide it.
    Position held = position(row);
    held.cost = floored(base(row) + static_cast<Int128>(held.size.value()) * index) + Amount{1};
    if (terms_.maintenance_on == MaintenanceOn::entry)
        return liquidation_level(held, terms_.contract, maintenance(held, Price{}));
    return extra_rate(held.size) > 0 ? liquidation_level(held, terms_.contract, schedule_of(held.size))
                                     : liquidation_level(held, terms_.contract, terms_.schedule);
}

void PositionBook::place(PositionId row)
{
    Units const size = size_[row.index()];
    bool const open = size.value() != 0 && exempt_[row.index()] == 0;
    // Equity rises with the level of a linear long and of an inverse short.
    bool const falls = (size.value() > 0) == (terms_.contract.kind == ContractKind::linear);
    if (!open || !falls)
        falling_.remove(row.value());
    if (!open || falls)
        rising_.remove(row.value());
    if (!open)
        return;
    double const level = level_at(row, ordered_index_);
    if (falls)
        falling_.put(row.value(), level);
    else
        rising_.put(row.value(), -level);
}

PositionBook::Moves PositionBook::moved_by(double f) const
{
    double const most = terms_.add_on > 0 ? highest_rate : terms_.schedule.tiers().back().rate;
    if (terms_.maintenance_on == MaintenanceOn::entry)
        return {std::max(f * (1 - most), f * (1 + most)), std::min(f * (1 - most), f * (1 + most))};
    return {std::max(f, f / (1 - most)), std::min(f, f / (1 + most))};
}

std::vector<Row> PositionBook::candidates(double level) const
{
    // With k units of money per unit of level a payment f moves the level of a row by f / (1 - r) or f / (1 + r), or by
    // f (1 + r) or f (1 - r) with maintenance at entry.
    bool const linear = terms_.contract.kind == ContractKind::linear;
    double const f = (linear ? 1 : -1) * static_cast<double>(index_ - ordered_index_) * 0x1p-32 *
                     terms_.contract.size_unit / terms_.contract.settle_unit;
    auto const [up, down] = moved_by(f);
    double const far = near * (level + std::max(up, -down));
    std::vector<Row> rows = falling_.at_least(level - up - far);
    std::vector<Row> const more = rising_.at_least(down - level - far);
    rows.insert(rows.end(), more.begin(), more.end());
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<PositionId> PositionBook::liquidated(Price mark)
{
    bool const linear = terms_.contract.kind == ContractKind::linear;
    std::vector<PositionId> found;
    for (Row const row : candidates(linear ? mark.value() : 1 / mark.value()))
        if (below_maintenance(position(PositionId{row}), mark))
            found.push_back(PositionId{row});
        else
            ++in_vain_;
    if (in_vain_ > size_.size())
        order_all();
    return found;
}

void PositionBook::order_all()
{
    in_vain_ = 0;
    ordered_index_ = index_;
    for (std::size_t row = 0; row < size_.size(); ++row)
        place(PositionId::of(row));
}

void PositionBook::reorder()
{
    reference_interest_ = longs_.value();
    if (terms_.add_on > 0)
        order_all();
}

void PositionBook::sum_up()
{
    longs_ = net_ = Units{0};
    margin_sum_ = Amount{0};
    paid_sum_ = 0;
    falling_.clear();
    rising_.clear();
    for (std::size_t row = 0; row < size_.size(); ++row) {
        longs_ += longs_of(size_[row]);
        net_ += size_[row];
        margin_sum_ += margin_[row];
        paid_sum_ += base(PositionId::of(row));
    }
    order_all();
}

void PositionBook::audit() const
{
    Units longs{0}, net{0};
    Amount margin{0};
    Int128 sum = 0;
    for (std::size_t row = 0; row < size_.size(); ++row) {
        longs += longs_of(size_[row]);
        net += size_[row];
        margin += margin_[row];
        sum += paid(PositionId::of(row));
        ensure(size_[row].value() != 0 || cost_[row].value() == 0 || carry_[row] != 0,
               "audit: a closed position has a cost, row", row);
        ensure(exempt_[row] != 0 || margin_[row].value() >= 0, "audit: a margin is below zero, row", row);
        ensure(!cross_[row].valid() || margin_[row].value() == 0,
               "audit: a position of a cross account has a margin of its own, row", row);
    }
    ensure(longs == longs_ && net == net_, "audit: sizes of positions do not sum to what is booked, units",
           net.value());
    ensure(margin == margin_sum_, "audit: margins of positions do not sum to what is booked, units", margin.value());
    ensure(sum == total_paid(), "audit: what positions have paid does not sum to what is booked");
}

void PositionBook::columns(ColumnVisitor& column)
{
    column("account", account_);
    column("size", size_, "units of size");
    column("cost", cost_, "smallest unit");
    column("margin", margin_, "smallest unit");
    column("carry", carry_, "2^-32 smallest units");
    column("settled", settled_, "2^-32 smallest units per unit of size");
    column("taken", taken_, "step");
    column("exempt", exempt_);
    column.scalar("funding_index", index_);
    column.scalar("reference_interest", reference_interest_);
    sum_up();
}

}  // namespace stampede
