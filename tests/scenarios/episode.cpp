#include "tests/scenarios/episode.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "experiments/runner.hpp"
#include "model/base/check.hpp"
#include "tests/places.hpp"

namespace stampede::testing {

namespace {

/// The values that `stampede validate` wrote in the folder STAMPEDE_HELD, for every target; false if there are none.
bool take_written(Episode const& episode, std::size_t replicates, std::vector<TargetResult>& results)
{
    char const* const folder = std::getenv("STAMPEDE_HELD");
    if (folder == nullptr || !episode.settings.empty())
        return false;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".json")
            continue;
        auto const all = nlohmann::json::parse(std::ifstream{entry.path()});
        if (!all.contains(episode.file))
            continue;
        for (TargetResult& result : results)
            for (auto const& value : all.at(episode.file).at(result.name).at("values"))
                result.values.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                        : value.get<double>());
        return results.front().values.size() == replicates;
    }
    return false;
}

}  // namespace

std::filesystem::path scenario_folder()
{
    return source_dir() / "experiments" / "scenarios";
}

Contents results_of(Episode const& episode, std::int64_t replicate, bool audits)
{
    LoadedExperiment loaded{scenario_folder() / episode.file, episode.settings};
    Runner runner{loaded, {{replicate, "", replicate}, {}, {}}, {2, audits}};
    ensure(runner.go([] { return false; }, [](std::int64_t) {}), episode.file + " did not end");
    return runner.results();
}

std::vector<TargetResult> held(Episode const& episode, std::int64_t replicates)
{
    Episode recorded = episode;
    recorded.settings.emplace_back(R"(/record=["series"])");
    LoadedExperiment loaded{scenario_folder() / episode.file, episode.settings};
    Experiment const experiment = loaded.experiment();
    Validation validation{episode.file, experiment.targets};
    if (std::vector<TargetResult> results = validation.results();
        take_written(episode, static_cast<std::size_t>(replicates), results))
        return results;
    for (std::int64_t replicate = 0; replicate < replicates; ++replicate)
        validation.add(results_of(recorded, replicate, false));
    return validation.results();
}

TargetResult const& named(std::vector<TargetResult> const& results, std::string const& name)
{
    auto const found = std::ranges::find(results, name, &TargetResult::name);
    ensure(found != results.end(), "there is no target called " + name);
    return *found;
}

std::string spread_of(TargetResult const& result)
{
    return fmt::format("{:.4f} [{:.4f}, {:.4f}]", result.quantile(0.5), result.quantile(0.05), result.quantile(0.95));
}

}  // namespace stampede::testing
