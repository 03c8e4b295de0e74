#include "agents/sleepers.hpp"

#include <algorithm>
#include <numeric>

namespace stampede {

void Sleepers::begin(std::size_t rows, std::span<double const> thresholds, std::int64_t step)
{
    first_step_ = step;
    seen_.clear();
    rising_.resize(rows);
    std::iota(rising_.begin(), rising_.end(), Row{0});
    sorted_ = taken_ = 0;
    sort_more(thresholds);
}

void Sleepers::sort_more(std::span<double const> thresholds)
{
    auto const begin = rising_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    std::size_t const more = std::min(rising_.size() - sorted_, std::max<std::size_t>(sorted_, 256));
    auto const end = begin + static_cast<std::ptrdiff_t>(more);
    auto const lower = [&](Row a, Row b) {
        return thresholds[a] != thresholds[b] ? thresholds[a] < thresholds[b] : a < b;
    };
    if (end != rising_.end())
        std::nth_element(begin, end, rising_.end(), lower);
    std::sort(begin, end, lower);
    sorted_ += more;
}

void Sleepers::see(double risk, bool first)
{
    if (first)
        first_risk_ = risk;
    highest_ = first ? risk : std::max(highest_, risk);
}

bool Sleepers::next(Row& row, std::span<double const> thresholds, double least)
{
    constexpr double rounding = 1 + 1e-9;  // of a mean of risks
    if (taken_ == sorted_ && sorted_ < rising_.size())
        sort_more(thresholds);
    if (taken_ == sorted_ || std::max(thresholds[rising_[taken_]], least) > highest_ * rounding)
        return false;
    row = rising_[taken_++];
    return true;
}

std::size_t Sleepers::first_at(std::uint64_t clock) const
{
    auto const reached =
        std::partition_point(seen_.begin(), seen_.end(), [&](Sight const& one) { return one.clock < clock; });
    return static_cast<std::size_t>(reached - seen_.begin());
}

void Sleepers::columns(ColumnVisitor& column)
{
    column.scalar("first_risk", first_risk_);
    column.scalar("highest_risk", highest_);
}

}  // namespace stampede
