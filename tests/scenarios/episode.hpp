#pragma once
// A scenario of the project, run for a seed, and what the episodes are held to.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stampede::testing {

/// Days of a scenario.
struct Span {
    double from, to;
};

/// A scenario and the spans in which withdrawals are counted.
struct Episode {
    std::string file;   ///< in experiments/scenarios
    std::string venue;  ///< whose clients are counted
    std::vector<Span> spans = {};
    std::vector<std::string> settings = {};  ///< "/pointer=value"
};

/// What one run of it brought.
struct EpisodeOutcome {
    std::vector<double> withdrawn;    ///< per span: paid in it, at the prices of the day / claims at its begin [1]
    double kept = 0;                  ///< claims at the end / at the start, at the prices of the start [1]
    std::array<double, 3> early{};    ///< people who asked within 72 h of the first news / people, by size [1]
    std::array<double, 3> by_size{};  ///< people below 10,000 USD, up to 500,000 USD, above
    bool gated = false;
};

[[nodiscard]] std::filesystem::path scenario_folder();
/// @param replicate  luck of its own under the seed of the file
[[nodiscard]] EpisodeOutcome run_episode(Episode const& episode, std::uint64_t replicate, bool audits);
/// Replicates 0, 1, ... without audits.
[[nodiscard]] std::vector<EpisodeOutcome> run_replicates(Episode const& episode, std::size_t count);

/// Median and the quantiles of 5 % and 95 %.
struct Spread {
    double low, median, high;
    [[nodiscard]] bool contains(double value) const { return low <= value && value <= high; }
    /// "0.2 [0.18, 0.23]"
    [[nodiscard]] std::string text() const;
};
template <class Value>
[[nodiscard]] std::vector<double> values_of(std::vector<EpisodeOutcome> const& runs, Value value)
{
    std::vector<double> values;
    for (EpisodeOutcome const& run : runs)
        values.push_back(value(run));
    return values;
}
[[nodiscard]] Spread spread_of(std::vector<double> const& values);

}  // namespace stampede::testing
