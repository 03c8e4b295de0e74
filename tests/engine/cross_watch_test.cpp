// Cross accounts that are not measured are those about which nothing was to be done: audits measure every sleeper, and
// a run that measures all of them in every step ends in the same columns and datasets.

#include <algorithm>
#include <catch2/catch.hpp>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"
#include "output/compare.hpp"
#include "output/recorder.hpp"
#include "tests/scenarios/episode.hpp"
#include "tests/support/column_store.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// October 2025: accounts over several markets, a hedged coin as collateral, haircuts, funding and a crash.
struct October {
    std::unique_ptr<Simulation> simulation;
    Recorder const* recorder = nullptr;
    std::uint64_t measured = 0, of = 0;  // in all steps so far

    explicit October(bool lazy)
    {
        LoadedExperiment loaded{scenario_folder() / "crash_2025_10_small.json", {"/days=1"}};
        auto all = std::make_unique<Recorder>(RecordOptions::of({"series", "events", "network", "agents"}));
        recorder = all.get();
        std::vector<std::unique_ptr<Observer>> observers;
        observers.push_back(std::move(all));
        RunOptions options;
        options.audits = true;
        options.lazy = lazy;
        simulation = build(loaded.experiment(), options, std::move(observers));
    }

    void step()
    {
        simulation->step();
        View& seen = simulation->world();
        for (std::size_t i = 0; i < seen.crosses.size(); ++i)
            measured += seen.cross_watch.awake(CrossId::of(i)) ? 1 : 0;
        of += seen.crosses.size();
    }
};

}  // namespace

TEST_CASE("cross accounts that sleep are those about which nothing was to be done", "[engine][lazy]")
{
    October lazy{true}, reference{false};
    while (!lazy.simulation->done()) {
        lazy.step();
        reference.step();
    }
    CHECK(apart(*lazy.simulation, *reference.simulation).empty());
    Contents const results = lazy.recorder->results(*lazy.simulation, {});
    CHECK(differences(results, reference.recorder->results(*reference.simulation, {})).empty());
    INFO(lazy.measured << " of " << lazy.of << " would be measured next");
    CHECK(lazy.of > 0);
    CHECK(lazy.measured < lazy.of / 4);

    // Arbitrageurs carry money from one venue to another, which is no flight.
    auto const& kinds = results.values<std::int8_t>("/events/kind");
    CHECK(std::ranges::count(kinds, static_cast<std::int8_t>(EventKind::redeposit)) > 0);
    for (double const usd : results.values<double>("/summary/venue/moved_in_usd"))
        CHECK(usd == 0);
    for (double const people : results.values<double>("/summary/venue/people_moved_in"))
        CHECK(people == 0);
}
