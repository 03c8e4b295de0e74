// Every scenario of the project is reproduced from its results file alone, whatever the threads and audits.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/loaded_experiment.hpp"
#include "experiments/runner.hpp"
#include "output/measures/run_record.hpp"
#include "tests/experiments/command.hpp"
#include "tests/scenarios/episode.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Scenarios of more people times steps than this take long, as do those in full size of which there is a tenth.
constexpr std::int64_t little_work = 400'000'000;

std::int64_t work_in(std::filesystem::path const& scenario)
{
    LoadedExperiment loaded{scenario, {}};
    nlohmann::json const effective = nlohmann::json::parse(loaded.effective());
    std::int64_t people = 0;
    for (nlohmann::json const& population : effective.at("agents"))
        people += population.value("count", std::int64_t{1});  // a fund is one
    return people * loaded.experiment().steps();
}

bool is_large(std::filesystem::path const& scenario)
{
    std::filesystem::path const tenth = scenario.parent_path() / (scenario.stem().string() + "_small.json");
    return std::filesystem::exists(tenth) || work_in(scenario) > little_work;
}

/// All that are no mere part of others, and whose base is not another's: ftx_coupling.json adds arms to the small FTX.
std::vector<std::filesystem::path> scenarios(bool large)
{
    std::vector<std::filesystem::path> found;
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()})
        if (entry.path().extension() == ".json" && entry.path().stem() != "behaviour" &&
            entry.path().stem() != "ftx_coupling" && is_large(entry.path()) == large)
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

/// Audits look at every sum of every step of the first run.
void expect_reproduced(std::filesystem::path const& scenario)
{
    TemporaryFolder const folder;
    std::string const out = (folder.path() / "out.h5").string();
    CAPTURE(scenario);
    Ran const ran = command({"run", scenario.string(), "--quiet", "--threads", "1", "--audit", "--out", out, "--set",
                             R"(/record=["series", "events", "network", "agents"])"});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    Ran const again = command({"reproduce", out, "--threads", "7"});
    CAPTURE(again.messages);
    CHECK(again.code == 0);
    CHECK(again.messages == out + ": one run made again, every dataset is equal bit for bit\n");
}

}  // namespace

TEST_CASE("every small scenario is reproduced from its file", "[scenarios][reproduce]")
{
    auto const small = scenarios(false);
    REQUIRE(small.size() >= 4);
    for (auto const& scenario : small)
        expect_reproduced(scenario);
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()})
        if (entry.path().stem().string().ends_with("_small")) {
            CAPTURE(entry.path());
            CHECK(std::ranges::find(small, entry.path()) != small.end());
        }
}

TEST_CASE("every scenario in full size is reproduced from its file", "[.long][scenarios][reproduce]")
{
    auto const large = scenarios(true);
    REQUIRE(large.size() >= 9);
    for (auto const& scenario : large)
        expect_reproduced(scenario);
}

TEST_CASE("every arm of the small FTX without a channel runs with all audits on", "[.long][scenarios][ftx]")
{
    LoadedExperiment loaded{scenario_folder() / "ftx_coupling.json", {R"(/record=["series"])"}};
    std::vector<std::string> const arms = loaded.arms();
    REQUIRE(arms.size() >= 4);
    for (std::string const& arm : arms) {
        CAPTURE(arm);
        Runner runner{loaded, {{0, arm, 0}, {arm, {}}, {}}, {2, true}};
        REQUIRE(runner.go([] { return false; }, [](std::int64_t) {}));
        CHECK(RunRecord{runner.results()}.end() > 24);
    }
}
