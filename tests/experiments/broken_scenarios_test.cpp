// The scenarios of the project, damaged by luck: what is wrong is told and leaves nothing behind, and nothing crashes.

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/experiment_file.hpp"
#include "experiments/loaded_experiment.hpp"
#include "model/base/check.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/mutator.hpp"
#include "tests/places.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

/// A scenario of few people and steps, alone in a folder with the data of all scenarios.
class Workbench {
  public:
    Workbench()
    {
        std::filesystem::copy(source_dir() / "experiments" / "data", folder_.path() / "data");
        for (auto const& entry : std::filesystem::directory_iterator{source_dir() / "experiments" / "scenarios"})
            if (entry.path().extension() == ".json" && entry.path().stem() != "behaviour") {
                add(as_written(entry.path()));
                add(with_defaults(entry.path(), scenarios_.back()));
            }
        folder_.write("scenarios/damaged.json", "");
        before_ = names();
    }

    /// Each as its author wrote it, without `extends`, and with every default filled in.
    [[nodiscard]] std::vector<json> const& scenarios() const { return scenarios_; }
    /// stampede run, with every audit on. With so few clients some institutions owe more than they hold.
    [[nodiscard]] Ran run(std::string const& text) const
    {
        std::string const file = folder_.write("scenarios/damaged.json", text).string();
        return command({"run", file, "--quiet", "--insolvent", "--threads", "1", "--audit", "--out", out().string()});
    }
    /// Whether there is nothing but what was there before.
    [[nodiscard]] bool untouched() const { return names() == before_; }
    [[nodiscard]] std::filesystem::path out() const { return folder_.path() / "out.h5"; }
    void clear() const { std::filesystem::remove(out()); }

    /// People times steps of a text [1]; 0 if it is no experiment.
    [[nodiscard]] double size_of(std::string const& text) const
    {
        try {
            LoadedExperiment loaded{folder_.write("scenarios/damaged.json", text), {}};
            json const effective = json::parse(loaded.effective());
            double people = 1;
            for (json const& population : effective.at("agents"))
                people += population.value("count", 0.0);
            return people * static_cast<double>(loaded.experiment().steps());
        }
        catch (InputError const&) {
            return 0;
        }
    }

  private:
    void add(json scenario)
    {
        scenario["step_seconds"] = 3600;
        scenario["days"] = 0.5;
        for (json& population : scenario["agents"])
            if (population.value("kind", "") != "fund")  // there is one
                population["count"] = 30;  // of 40 of each the books of the largest could not hold the sum
        scenarios_.push_back(std::move(scenario));
    }
    static json as_written(std::filesystem::path const& file)
    {
        Problems problems{file.string()};
        ExperimentFile const read = load_experiment_file(file, problems);
        REQUIRE(problems.none());
        return *read.merged;
    }
    /// What a population says of balances, or the one that it is like; nothing if neither does.
    static json balance_of(json const& agents, std::string const& name)
    {
        if (!agents.contains(name))  // a set under /behaviour
            return {};
        json const& own = agents.at(name);
        auto const like = own.value("like", "");
        return own.contains("balance") ? own.at("balance") : like == name ? json{} : balance_of(agents, like);
    }
    /// Files stay files, so that what stands in them is not thousands of places to damage.
    static json with_defaults(std::filesystem::path const& file, json const& written)
    {
        json all = json::parse(LoadedExperiment{file, {}}.effective());
        for (auto const& [name, asset] : all["assets"].items())
            asset["path"] = written["assets"][name].value("path", json::object());
        for (auto const& [name, population] : all["agents"].items())
            if (json const balance = balance_of(written["agents"], name); !balance.is_null())
                population["balance"] = balance;
        return all;
    }
    [[nodiscard]] std::set<std::string> names() const
    {
        std::set<std::string> found;
        for (auto const& entry : std::filesystem::recursive_directory_iterator{folder_.path()})
            found.insert(entry.path().string());
        return found;
    }

    TemporaryFolder folder_;
    std::vector<json> scenarios_;
    std::set<std::string> before_;
};

/// Objects whose members are named by the author, where no other thing refers to the name.
bool is_table(std::string const& pointer)
{
    return pointer == "/agents" || pointer == "/behaviour" || pointer == "/markets" || pointer == "/shocks" ||
           pointer == "/targets" || pointer == "/expectations" || pointer == "/exposures" ||
           pointer.starts_with("/arms") || pointer.ends_with("/placements");
}

/// What other things of a scenario refer to.
std::set<std::string> names_of(json const& scenario)
{
    std::set<std::string> names;
    for (char const* const table : {"assets", "institutions"})
        for (auto const& [name, declared] : scenario.at(table).items())
            names.insert(name);
    return names;
}

/// Runs what cannot be right.
void expect_refusal(Workbench const& bench, std::string const& text)
{
    RC_LOG() << text.substr(0, 20'000) << '\n';
    Ran const ran = bench.run(text);
    RC_LOG() << ran.messages;
    RC_ASSERT(ran.code == 2);
    RC_ASSERT(ran.data.empty());
    RC_ASSERT(ran.messages.starts_with("error: "));
    RC_ASSERT(ran.messages.size() > 20U);
    RC_ASSERT(bench.untouched());
}

/// How many were tried, how many of these were small enough to be run, and how many ran to their end.
struct Tally {
    int cases = 0, small = 0, done = 0;
};

/// Runs what may be right, unless it is large; what is run to its end is readable, of the rest nothing is left.
void expect_no_crash(Workbench const& bench, std::string const& text, Tally& tally)
{
    ++tally.cases;
    RC_LOG() << text.substr(0, 20'000) << '\n';
    double const size = bench.size_of(text);
    if (size > 1e5)
        return;
    ++tally.small;
    Ran const ran = bench.run(text);
    RC_LOG() << ran.messages;
    RC_ASSERT(ran.code == 0 || ran.code == 2);
    if (ran.code == 0) {
        ++tally.done;
        RC_ASSERT(size > 0);
        RC_ASSERT(ResultsFile{bench.out()}.text("status") == "complete");
        bench.clear();
    }
    else
        RC_ASSERT(ran.messages.starts_with("error: "));
    RC_ASSERT(bench.untouched());
}

void damage_scenarios(int cases)
{
    Workbench const bench;
    REQUIRE(bench.scenarios().size() >= 12);
    auto const scenario = [&] { return *rc::gen::elementOf(bench.scenarios()); };
    for_all(
        "a broken scenario is refused", [&] { expect_refusal(bench, broken(scenario(), is_table)); }, cases);
    for_all(
        "an impossible scenario is refused",
        [&] {
            json const valid = scenario();
            expect_refusal(bench, impossible(valid, names_of(valid)));
        },
        cases);
    Tally altered_ones, scrambled_ones;
    for_all(
        "a scenario with other values is refused or run",
        [&] { expect_no_crash(bench, altered(scenario()), altered_ones); }, cases);
    for_all(
        "a scrambled scenario is refused or run",
        [&] { expect_no_crash(bench, scrambled(scenario().dump()), scrambled_ones); }, cases);
    for (Tally const& tally : {altered_ones, scrambled_ones}) {
        CAPTURE(tally.cases, tally.small, tally.done);
        CHECK(tally.small >= 0.8 * tally.cases);
    }
    CAPTURE(altered_ones.cases, altered_ones.done);
    CHECK(altered_ones.done >= 0.2 * altered_ones.cases);
}

}  // namespace

TEST_CASE("the cut scenarios run as they are", "[experiments][errors]")
{
    Workbench const bench;
    for (json const& scenario : bench.scenarios()) {
        Ran const ran = bench.run(scenario.dump());
        CAPTURE(scenario.at("question"), ran.messages);
        CHECK(ran.code == 0);
        bench.clear();
        CHECK(bench.untouched());
    }
}

TEST_CASE("a damaged scenario never crashes and never leaves a file", "[experiments][errors][property]")
{
    damage_scenarios(100);
}

TEST_CASE("a scenario damaged in thousands of ways never crashes", "[.long][experiments][errors][property]")
{
    damage_scenarios(2'000);
}
