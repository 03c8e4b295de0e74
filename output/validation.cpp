#include "output/validation.hpp"

#include <algorithm>

#include "model/statistics.hpp"
#include "output/readings.hpp"

namespace stampede {

namespace {

double share_of_runs(std::int64_t some, std::vector<double> const& all)
{
    return share_of(static_cast<double>(some), static_cast<double>(all.size()));
}

}  // namespace

double TargetResult::quantile(double share) const
{
    std::vector<double> there;
    std::ranges::copy_if(values, std::back_inserter(there), known);
    return there.empty() ? missing() : statistics::quantile(there, share);
}

double TargetResult::known_share() const
{
    return share_of_runs(std::ranges::count_if(values, known), values);
}

double TargetResult::inside_share() const
{
    if (expected.size() != 2)
        return missing();
    auto const inside = [&](double value) { return expected[0] <= value && value <= expected[1]; };
    return share_of_runs(std::ranges::count_if(values, inside), values);
}

Verdict TargetResult::verdict() const
{
    if (expected.size() != 2)
        return Verdict::none;
    double const median = quantile(0.5);
    bool const hit = known_share() >= 0.5 && expected[0] <= median && median <= expected[1];
    return hit ? Verdict::hit : Verdict::miss;
}

Validation::Validation(std::string title, std::map<std::string, Target> const& targets)
    : title_{std::move(title)}, targets_{targets}
{
    for (auto const& [name, target] : targets)
        results_.push_back({name, std::string{target.measure.kind()}, target.measure->of(),
                            std::string{target.measure->unit()}, target.source, target.expected, target.kind});
}

void Validation::add(Contents const& run)
{
    RunRecord const recorded{run};
    auto result = results_.begin();
    for (auto const& [name, target] : targets_)
        (result++)->values.push_back(target.measure->value(recorded));
    ++runs_;
}

}  // namespace stampede
