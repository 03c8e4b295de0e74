#include "output/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "model/base/check.hpp"
#include "model/statistics.hpp"
#include "output/capture.hpp"
#include "output/readings.hpp"

namespace stampede {

namespace {

constexpr double confidence = 0.9;

std::vector<double> known_of(std::vector<double> const& values)
{
    std::vector<double> there;
    std::ranges::copy_if(values, std::back_inserter(there), known);
    return there;
}

/// Runs of the base and of an arm with the same luck; places on the axis `run`.
struct Pair {
    std::size_t base, arm;
};

/// By replicate; what only one of the two has done is no pair.
std::map<std::int64_t, Pair> pairs_of(WorldRuns const& base, WorldRuns const& arm,
                                      std::vector<std::int64_t> const& replicates)
{
    std::map<std::int64_t, Pair> pairs;
    for (std::size_t const run : arm.runs)
        for (std::size_t const other : base.runs)
            if (replicates[run] == replicates[other])
                pairs[replicates[run]] = {other, run};
    return pairs;
}

void count_pair(Comparison& comparison, double base, double arm)
{
    comparison.only_base += known(base) && !known(arm) ? 1 : 0;
    comparison.only_arm += known(arm) && !known(base) ? 1 : 0;
    if (!known(base) || !known(arm))
        return;
    Worse const worse = comparison.outcome.worse;
    bool const more = arm > base, less = arm < base;
    comparison.pairs += 1;
    comparison.equal += more || less ? 0 : 1;
    comparison.hurt += (worse == Worse::more && more) || (worse == Worse::less && less) ? 1 : 0;
    comparison.helped += (worse == Worse::more && less) || (worse == Worse::less && more) ? 1 : 0;
}

double median_or_missing(std::vector<double> const& values)
{
    std::vector<double> const there = known_of(values);
    return there.empty() ? missing() : statistics::median(there);
}

void measure(Comparison& comparison)
{
    std::vector<double> const there = known_of(comparison.differences);
    if (there.empty()) {
        for (double* const value : {&comparison.mean, &comparison.median, &comparison.q05, &comparison.q95,
                                    &comparison.median_low, &comparison.median_high})
            *value = missing();
        return;
    }
    comparison.mean = statistics::mean(there);
    comparison.median = statistics::median(there);
    comparison.q05 = statistics::quantile(there, (1 - confidence) / 2);
    comparison.q95 = statistics::quantile(there, (1 + confidence) / 2);
    auto const [low, high] = statistics::median_interval(there, confidence);
    comparison.median_low = low;
    comparison.median_high = high;
}

/// @param replicates  those of the whole file; a replicate without a pair has no difference
Comparison compared(WorldRuns const& arm, Outcome const& outcome, std::map<std::int64_t, Pair> const& pairs,
                    std::vector<std::int64_t> const& replicates)
{
    Comparison comparison{
        arm.arm, arm.name(), {outcome.group, outcome.thing, outcome.name, outcome.unit, outcome.worse}};
    std::vector<double> base_values, arm_values;
    for (std::int64_t const replicate : replicates) {
        comparison.differences.push_back(missing());
        auto const pair = pairs.find(replicate);
        if (pair == pairs.end())
            continue;
        double const base = outcome.values[pair->second.base], here = outcome.values[pair->second.arm];
        base_values.push_back(base);
        arm_values.push_back(here);
        count_pair(comparison, base, here);
        if (known(base) && known(here))
            comparison.differences.back() = here == base ? 0 : here - base;  // two infinities are equal
    }
    comparison.base_median = median_or_missing(base_values);
    comparison.arm_median = median_or_missing(arm_values);
    measure(comparison);
    return comparison;
}

/// What was varied is an outcome of the design, not of a run.
std::vector<Outcome> own_outcomes(Contents const& results)
{
    std::vector<Outcome> outcomes = outcomes_of(results);
    std::erase_if(outcomes, [&](Outcome const& outcome) {
        return !text_of(results.at(join(outcome.group, outcome.name)).attributes, "varies").empty();
    });
    return outcomes;
}

std::string label_of(Comparison const& comparison)
{
    return comparison.world + ": " + comparison.outcome.column();
}

/// Fills a column of /comparison with one value of each comparison.
template <class T, class Value>
void fill(Capture& into, std::string const& name, std::vector<Comparison> const& all, Value value)
{
    auto& column = into.column<T>("/comparison/" + name);
    for (Comparison const& comparison : all)
        column.push_back(static_cast<T>(value(comparison)));
}

void fill_names(Capture& into, std::vector<Comparison> const& all)
{
    fill<std::string>(into, "arm", all, [](Comparison const& each) { return each.arm; });
    fill<std::string>(into, "world", all, [](Comparison const& each) { return each.world; });
    fill<std::string>(into, "group", all, [](Comparison const& each) { return each.outcome.group; });
    fill<std::string>(into, "thing", all, [](Comparison const& each) { return each.outcome.thing; });
    fill<std::string>(into, "outcome", all, [](Comparison const& each) { return each.outcome.name; });
    fill<std::string>(into, "unit", all, [](Comparison const& each) { return each.outcome.unit; });
    fill<std::int8_t>(into, "worse", all, [](Comparison const& each) { return each.outcome.worse; });
}

}  // namespace

double Comparison::hurt_share() const
{
    if (outcome.worse == Worse::neither || pairs == 0)
        return missing();
    return static_cast<double>(hurt) / static_cast<double>(pairs);
}

ArmComparisons compare_with_base(Contents const& results)
{
    std::vector<WorldRuns> const worlds = worlds_of(results);
    auto const& replicate_of = results.values<std::int64_t>("/summary/replicate");
    std::vector<Outcome> const outcomes = own_outcomes(results);
    ArmComparisons found{replicate_of, {}};
    std::ranges::sort(found.replicates);
    found.replicates.erase(std::unique(found.replicates.begin(), found.replicates.end()), found.replicates.end());
    for (WorldRuns const& arm : worlds) {
        if (arm.arm.empty())
            continue;
        auto const base = std::ranges::find_if(
            worlds, [&](WorldRuns const& world) { return world.arm.empty() && world.varied == arm.varied; });
        require(base != worlds.end(), fmt::format("there is no base to compare \"{}\" with", arm.name()));
        std::map<std::int64_t, Pair> const pairs = pairs_of(*base, arm, replicate_of);
        for (Outcome const& outcome : outcomes)
            found.all.push_back(compared(arm, outcome, pairs, found.replicates));
    }
    require(!found.all.empty(), "there is no arm to compare with the base");
    return found;
}

Contents comparison_group(ArmComparisons const& comparisons)
{
    std::vector<Comparison> const& all = comparisons.all;
    Capture into{results_schema()};
    std::vector<std::string> labels;
    std::ranges::transform(all, std::back_inserter(labels), label_of);
    into.label("comparison", std::move(labels));
    into.label("pair", comparisons.replicates);
    fill_names(into, all);
    auto& differences = into.column<double>("/comparison/difference");
    for (Comparison const& comparison : all)
        differences.insert(differences.end(), comparison.differences.begin(), comparison.differences.end());
    for (auto const& [name, member] : std::initializer_list<std::pair<char const*, std::int64_t Comparison::*>>{
             {"pairs", &Comparison::pairs},
             {"only_base", &Comparison::only_base},
             {"only_arm", &Comparison::only_arm},
             {"equal", &Comparison::equal},
             {"hurt", &Comparison::hurt},
             {"helped", &Comparison::helped}})
        fill<std::int64_t>(into, name, all, [of = member](Comparison const& each) { return each.*of; });
    for (auto const& [name, member] :
         std::initializer_list<std::pair<char const*, double Comparison::*>>{{"base_median", &Comparison::base_median},
                                                                             {"arm_median", &Comparison::arm_median},
                                                                             {"mean", &Comparison::mean},
                                                                             {"median", &Comparison::median},
                                                                             {"q05", &Comparison::q05},
                                                                             {"q95", &Comparison::q95},
                                                                             {"median_low", &Comparison::median_low},
                                                                             {"median_high", &Comparison::median_high}})
        fill<double>(into, name, all, [of = member](Comparison const& each) { return each.*of; });
    fill<double>(into, "hurt_share", all, [](Comparison const& each) { return each.hurt_share(); });
    return std::move(into).finish();
}

}  // namespace stampede
