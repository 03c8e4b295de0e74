#include "tests/scenarios/episode.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "experiments/runner.hpp"
#include "model/base/check.hpp"
#include "tests/places.hpp"

namespace stampede::testing {

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
