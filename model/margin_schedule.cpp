#include "model/margin_schedule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "model/base/check.hpp"

namespace stampede {

MarginSchedule::MarginSchedule(double rate) : MarginSchedule{{{0, rate, rate > 0 ? 1 / rate : 1e9}}} {}

MarginSchedule::MarginSchedule(std::vector<MarginTier> tiers) : tiers_{std::move(tiers)}
{
    require(!tiers_.empty() && tiers_.front().from == 0, "a margin schedule begins with a tier from 0");
    double deduction = 0;
    for (std::size_t i = 0; i < tiers_.size(); ++i) {
        MarginTier const& tier = tiers_[i];
        require(tier.rate >= 0 && tier.rate < 1, fmt::format("a margin rate must lie in [0, 1), not {}", tier.rate));
        require(tier.max_leverage >= 1,
                fmt::format("the largest leverage must be at least 1, not {}", tier.max_leverage));
        if (i > 0) {
            MarginTier const& before = tiers_[i - 1];
            require(tier.from > before.from && tier.rate >= before.rate,
                    fmt::format("margin tiers must rise and their rates not fall: tier from {}", tier.from));
            deduction += tier.from * (tier.rate - before.rate);
        }
        deductions_.push_back(deduction);
    }
}

std::size_t MarginSchedule::tier_index(double notional) const
{
    auto const after = std::upper_bound(tiers_.begin() + 1, tiers_.end(), notional,
                                        [](double value, MarginTier const& tier) { return value < tier.from; });
    return static_cast<std::size_t>(after - tiers_.begin()) - 1;
}

double MarginSchedule::end_of(std::size_t tier) const
{
    return tier + 1 < tiers_.size() ? tiers_[tier + 1].from : std::numeric_limits<double>::infinity();
}

double MarginSchedule::deduction(double notional) const
{
    return deductions_[tier_index(notional)];
}

double MarginSchedule::maintenance(double notional) const
{
    std::size_t const tier = tier_index(notional);
    return notional * tiers_[tier].rate - deductions_[tier];
}

}  // namespace stampede
