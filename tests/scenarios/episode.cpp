#include "tests/scenarios/episode.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "experiments/runner.hpp"
#include "experiments/version.hpp"
#include "model/base/check.hpp"
#include "tests/places.hpp"

namespace stampede::testing {

namespace {

/// The values in which `stampede validate` held the targets of an episode against history, per target.
std::vector<double> values_of(nlohmann::json const& target)
{
    std::vector<double> values;
    for (nlohmann::json const& value : target.at("values"))
        values.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
    return values;
}

/// The results that `stampede validate` wrote into the folder STAMPEDE_HELD, if it did so for this episode and number.
std::optional<std::vector<TargetResult>> written(Episode const& episode, Experiment const& experiment,
                                                 std::size_t replicates)
{
    char const* const folder = std::getenv("STAMPEDE_HELD");
    if (folder == nullptr || !episode.settings.empty())
        return {};
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".json")
            continue;
        auto const all = nlohmann::json::parse(std::ifstream{entry.path()});
        ensure(all.at("revision") == source_revision(), entry.path().string() + " is of another revision");
        if (!all.at("experiments").contains(episode.file))
            continue;
        nlohmann::json const& held = all.at("experiments").at(episode.file);
        ensure(held.at("seed") == experiment.seed, episode.file + " was held with another seed");
        std::vector<TargetResult> results = Validation{episode.file, experiment.targets}.results();
        for (TargetResult& result : results)
            result.values = values_of(held.at("targets").at(result.name));
        if (results.front().values.size() == replicates)
            return results;
    }
    return {};
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
    if (auto const results = written(episode, experiment, static_cast<std::size_t>(replicates)))
        return *results;
    Validation validation{episode.file, experiment.targets};
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
