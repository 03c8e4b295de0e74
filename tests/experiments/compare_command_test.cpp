// stampede compare: arms against the base under common luck, the same file for any number of threads and interruptions.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "experiments/ensemble.hpp"
#include "output/compare.hpp"
#include "output/comparison.hpp"
#include "output/extract.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/interrupter.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// The small lender for two days with arms, one of which changes nothing.
struct Workshop {
    TemporaryFolder folder;
    std::string file = write().string();

    std::filesystem::path write() const
    {
        write_lender(folder);
        return folder.write("arms.json", R"({
  "extends": "lender.json", "days": 2, "replicates": 4,
  "arms": {"richer": {"/institutions/Lender/hot": 0.8},
           "same": {"/institutions/Lender/hot": 0.1, "/agents/depositors/count": 600},
           "calm": {"/shocks/leak/chance": 0}}
})");
    }
    [[nodiscard]] std::string at(std::string const& name) const { return (folder.path() / name).string(); }
    [[nodiscard]] Ran compare(std::string const& out, std::vector<std::string> const& more = {}) const
    {
        std::vector<std::string> arguments{"compare", file, "--out", at(out)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return command(arguments);
    }
    /// What the outcomes in the file say when they are compared again.
    [[nodiscard]] ArmComparisons compared(std::string const& out) const
    {
        return compare_with_base(ResultsFile{at(out)}.file().contents());
    }
    void check_equal(std::string const& first, std::string const& second) const
    {
        ResultsFile const one{at(first)}, other{at(second)};
        REQUIRE(one.file().has("/comparison/difference"));
        for (Difference const& difference : differences(one.file(), other.file()))
            FAIL_CHECK(difference.path << ": " << difference.what);
    }
    void check_nothing_written(std::string const& out) const
    {
        CHECK_FALSE(std::filesystem::exists(at(out)));
        CHECK_FALSE(std::filesystem::exists(at(out) + ".parts"));
    }
};

}  // namespace

TEST_CASE("compare writes runs, paired differences, a table and rows", "[experiments][compare]")
{
    Workshop const shop;
    Ran const ran = shop.compare("out.h5", {"--summary-csv", shop.at("out.csv")});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    CHECK(ran.last_line() == shop.at("out.h5"));
    for (char const* const arm : {"\nricher  ", "\nsame  ", "\ncalm  "})
        CHECK(ran.data.find(arm) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(shop.at("out.h5.parts")));

    ResultsFile const results{shop.at("out.h5")};
    CHECK(results.text("status") == "complete");
    CHECK(results.integers("/summary/run").size() == 16);
    CHECK(results.integers("/comparison/pair") == std::vector<std::int64_t>{0, 1, 2, 3});
    std::vector<std::string> const labels = results.texts("/comparison/comparison");
    std::vector<double> const all = results.numbers("/comparison/difference");
    auto const asked = results.numbers("/summary/asked_usd");  // base, calm, richer, same
    auto const row = static_cast<std::size_t>(std::ranges::find(labels, "richer: asked_usd") - labels.begin());
    REQUIRE(row < labels.size());
    for (std::size_t pair = 0; pair < 4; ++pair)
        CHECK(all[row * 4 + pair] == asked[8 + pair] - asked[pair]);
    CHECK(asked[0] > 0);
    std::string const csv = read_whole_file(shop.at("out.csv"));
    CHECK(static_cast<std::size_t>(std::ranges::count(csv, '\n')) == labels.size() + 1);
    CHECK(command({"reproduce", shop.at("out.h5")}).code == 0);
}

TEST_CASE("an arm that equals the base differs in nothing, a calm one in something", "[experiments][compare]")
{
    Workshop const shop;
    REQUIRE(shop.compare("out.h5").code == 0);
    std::size_t moved = 0, still = 0;
    for (Comparison const& each : shop.compared("out.h5").all) {
        CAPTURE(each.arm, each.outcome.column());
        if (each.arm == "same") {
            CHECK(each.equal == each.pairs);
            CHECK(each.only_base + each.only_arm == 0);
            CHECK((each.pairs == 0 || (each.mean == 0 && each.q05 == 0 && each.q95 == 0)));
            still += each.pairs > 0 ? 1 : 0;
        }
        if (each.arm == "calm" && each.outcome.column() == "asked_usd") {
            CHECK(each.hurt == 0);
            CHECK(each.helped > 1);
            CHECK(each.helped + each.equal == 4);
            ++moved;
        }
    }
    CHECK(still > 40);
    CHECK(moved == 1);
}

TEST_CASE("threads, the order of arms and an interruption change nothing", "[experiments][compare]")
{
    Workshop const shop;
    REQUIRE(shop.compare("one.h5", {"--threads", "1"}).code == 0);
    REQUIRE(shop.compare("two.h5", {"--threads", "3"}).code == 0);
    shop.check_equal("one.h5", "two.h5");
    std::vector<std::string> const turned{"--arm", "same", "--arm", "richer", "--arm", "calm"};
    REQUIRE(shop.compare("turned.h5", turned).code == 0);
    shop.check_equal("one.h5", "turned.h5");

    std::ostringstream ignored;
    Console console{ignored, ignored, false, false};
    {
        InterruptWatch const watch;
        LoadedExperiment experiment{shop.file, {"/record=[]"}};
        EnsembleParts const parts{shop.at("out.h5"),
                                  provenance_of(experiment, experiment.effective_with_arms(), "", true)};
        std::vector<PlannedRun> const runs = Design{experiment}.runs();
        do_runs(experiment, {runs[2], runs[9], runs[15]}, {}, parts, watch, console);
    }
    Ran const resumed = shop.compare("out.h5");
    CHECK(resumed.code == 0);
    CHECK(resumed.messages.starts_with("3 of 16 runs are there already, in " + shop.at("out.h5.parts") + "\n"));
    shop.check_equal("one.h5", "out.h5");
}

TEST_CASE("one arm alone differs from the base as it does among others", "[experiments][compare]")
{
    Workshop const shop;
    REQUIRE(shop.compare("all.h5").code == 0);
    REQUIRE(shop.compare("richer.h5", {"--arm", "richer"}).code == 0);
    REQUIRE(shop.compare("typed.h5", {"--arm", "richer:/institutions/Lender/hot=0.8", "--arm",
                                      "rich too:/institutions/Lender/hot=0.8"})
                .code == 0);
    auto const richer = shop.compared("richer.h5").all;
    std::vector<Comparison> among, twin;
    std::ranges::copy_if(shop.compared("all.h5").all, std::back_inserter(among),
                         [](Comparison const& each) { return each.arm == "richer"; });
    std::ranges::copy_if(shop.compared("typed.h5").all, std::back_inserter(twin),
                         [](Comparison const& each) { return each.arm == "rich too"; });
    REQUIRE(among.size() == richer.size());
    REQUIRE(twin.size() == richer.size());
    auto const same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    for (std::size_t i = 0; i < richer.size(); ++i) {
        CHECK(std::ranges::equal(richer[i].differences, among[i].differences, same));
        CHECK(std::ranges::equal(richer[i].differences, twin[i].differences, same));
    }
    CHECK(ResultsFile{shop.at("richer.h5")}.integers("/summary/run").size() == 8);
}

TEST_CASE("each channel of a run is switched off by a value, with consequences", "[experiments][compare]")
{
    // What a depositor fears, whom he hears of, what he does: each arm sets one channel to its neutral value.
    TemporaryFolder const folder;
    write_lender(folder);
    std::string const file = folder
                                 .write("channels.json", R"({
  "extends": "lender.json", "days": 3, "replicates": 2,
  "agents": {"depositors": {"sells_coins": 0.5},
             "noise": {"kind": "noise_trader", "venue": "Exchange", "base": "BTC", "wealth": 1e5},
             "value": {"kind": "value_trader", "venue": "Exchange", "base": "BTC", "capital": 1e5}},
  "mechanisms": {"withdrawals": {"normal_delay": "1h", "processing": {"kind": "hourly_share", "share": 0.03},
                                 "gate": {"kind": "outflow", "above": 0.2, "duration": "12h"}}},
  "arms": {
    "no news": {"/shocks/leak/chance": 0},
    "no contacts": {"/social": {"kind": "none"}},
    "contacts ignored": {"/agents/depositors/rule/b_social": 0},
    "queue ignored": {"/agents/depositors/rule/b_queue": 0},
    "outflow ignored": {"/agents/depositors/rule/b_outflow": 0},
    "news ignored": {"/agents/depositors/rule/b_news": 0},
    "gate ignored": {"/agents/depositors/rule/b_gate": 0},
    "trust ignored": {"/agents/depositors/rule/b_trust": 0},
    "nothing sold": {"/agents/depositors/sells_coins": 0},
    "no gate": {"/mechanisms/withdrawals/gate": {"kind": "none"}},
    "no noise": {"/agents/noise/count": 0},
    "no value traders": {"/agents/value/count": 0},
    "nobody": {"/agents/depositors/count": 0}}
})")
                                 .string();
    std::string const out = (folder.path() / "out.h5").string();
    Ran const ran = command({"compare", file, "--out", out});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    std::map<std::string, std::int64_t> moved;
    for (Comparison const& each : compare_with_base(ResultsFile{out}.file().contents()).all)
        moved[each.arm] += each.pairs - each.equal + each.only_base + each.only_arm;
    CHECK(moved.size() == 13);
    for (auto const& [arm, count] : moved) {
        CAPTURE(arm);
        CHECK(count > 0);
    }
}

TEST_CASE("arms that cannot be compared end with one message and nothing written", "[experiments][compare]")
{
    Workshop const shop;
    auto const fails = [&](std::vector<std::string> const& more, std::string const& said) {
        Ran const ran = shop.compare("out.h5", more);
        CAPTURE(ran.messages);
        CHECK(ran.code == 2);
        CHECK(ran.data.empty());
        CHECK(ran.messages.starts_with("error: " + shop.file + ": 1 problem, nothing was run\n"));
        CHECK(ran.messages.find(said) != std::string::npos);
        shop.check_nothing_written("out.h5");
    };
    fails({"--arm", "richr"}, R"(--arm = "richr"   there is no such arm; did you mean "richer"?)");
    fails({"--arm", "new:/agents/depositrs/count=5"}, R"(arm "new": /agents/depositrs/count = 5   points to nothing)");
    fails({"--arm", "new:/agents/depositrs/count=5"}, R"(did you mean "depositors"?)");
    fails({"--arm", "new:/agents/depositors/count=-5"}, R"(arm "new": /agents/depositors/count = -5   must lie in)");
    fails({"--arm", "new:/days"}, R"(must look like NAME or NAME:/pointer=value)");
    fails({"--arm", "base:/days=3"}, R"("base" is the experiment without an arm)");
    fails({"--arm", ":/days=3"}, "an arm must have a name");
    fails({"--arm", "new:/agents/depositors=null"},
          R"(arm "new": /agents/depositors   is in the base and not in the arm)");
    fails({"--arm", "new:/institutions/Other={}"},
          R"(arm "new": /institutions/Other   is in the arm and not in the base)");
    fails({"--arm", "\xff:/days=3"}, "must be UTF-8");
    fails({"--replicates", "0"}, "/replicates = 0");

    fails({"--arm", "poor:/agents/depositors/balance=0"},
          R"(arm "poor": /agents/depositors/total_usd  cannot be reached)");

    Ran const none = command({"compare", (shop.folder.path() / "lender.json").string(), "--out", shop.at("out.h5")});
    CHECK(none.code == 2);
    CHECK(none.messages.find("there is no arm to compare with the base; make one with --arm") != std::string::npos);
    shop.check_nothing_written("out.h5");

    Ran const check = shop.compare("out.h5", {"--check"});
    CHECK(check.code == 0);
    CHECK(check.messages == shop.file + ": all is well; 3 arms and the base, 16 runs\n");
    shop.check_nothing_written("out.h5");
}

TEST_CASE("arms are compared within each varied value", "[experiments][compare]")
{
    Workshop const shop;
    Ran const ran = shop.compare("out.h5", {"--arm", "calm", "--replicates", "2", "--summary-csv", "-", "--quiet"});
    REQUIRE(ran.code == 0);
    CHECK(ran.data.starts_with("arm,world,outcome,unit,worse,"));
    CHECK(ran.messages.empty());

    std::string const file = shop.folder
                                 .write("vary.json", R"({"extends": "arms.json", "replicates": 2,
        "vary": {"/agents/depositors/count": [200, 300]}})")
                                 .string();
    REQUIRE(command({"compare", file, "--arm", "richer", "--out", shop.at("vary.h5")}).code == 0);
    std::set<std::string> worlds;
    for (Comparison const& each : shop.compared("vary.h5").all) {
        worlds.insert(each.world);
        CHECK(each.outcome.name != "agents.depositors.count");
    }
    CHECK(worlds == std::set<std::string>{"richer, count = 200", "richer, count = 300"});
}

TEST_CASE("a comparison that was tampered with is not reproduced", "[experiments][compare]")
{
    Workshop const shop;
    REQUIRE(shop.compare("out.h5", {"--arm", "calm", "--replicates", "2"}).code == 0);
    Contents changed;
    Contents const whole = ResultsFile{shop.at("out.h5")}.file().contents();
    for (auto const& [path, attributes] : whole.groups())
        changed.attributes(path) = attributes;
    for (auto [path, dataset] : whole.datasets()) {
        if (path == "/comparison/mean")
            std::get<std::vector<double>>(dataset.values)[0] += 1;
        changed.add(path, dataset);
    }
    write_results(shop.at("changed.h5"), changed);
    Ran const ran = command({"reproduce", shop.at("changed.h5")});
    CHECK(ran.code == 1);
    CHECK(ran.messages.find("the comparison of arms comes out differently in 1 places") != std::string::npos);
    CHECK(ran.messages.find("/comparison/mean") != std::string::npos);
}

TEST_CASE("expectations of arms are held against the runs, and wrong ones are told first", "[experiments][compare]")
{
    Workshop const shop;
    shop.folder.write("hopes.json", R"({"extends": "arms.json", "replicates": 6, "expectations": {
  "fewer leave": {"arm": "calm", "outcome": "asked_usd", "direction": "lower", "because": "there is no news"},
  "nobody gains": {"arm": "same", "outcome": "asked_usd", "direction": "same", "because": "nothing changes"}}})");
    Ran const ran = command({"compare", shop.at("hopes.json"), "--out", shop.at("out.h5")});
    CAPTURE(ran.messages, ran.data);
    CHECK(ran.code == 0);
    CHECK(ran.data.find("as expected     fewer leave") != std::string::npos);
    CHECK(ran.data.find("as expected     nobody gains") != std::string::npos);
    Ran const one = command({"compare", shop.at("hopes.json"), "--arm", "same", "--out", shop.at("one.h5")});
    CHECK(one.data.find("fewer leave") == std::string::npos);

    shop.folder.write("vain.json", R"({"extends": "arms.json", "expectations": {
  "x": {"arm": "clam", "outcome": "asked_usd", "direction": "lower", "because": "of a slip"}, "y": {"arm": "calm"}}})");
    Ran const wrong = command({"compare", shop.at("vain.json"), "--out", shop.at("vain.h5")});
    CHECK(wrong.code == 2);
    CHECK(wrong.messages.find(R"(/expectations/x/arm = "clam"   is no arm of the experiment; did you mean "calm"?)") !=
          std::string::npos);
    CHECK(wrong.messages.find("/expectations/y/outcome") != std::string::npos);
    CHECK(wrong.messages.find("/expectations/y/because") != std::string::npos);
    shop.check_nothing_written("vain.h5");
}

TEST_CASE("a run of a comparison is made again in full by its arm and replicate", "[experiments][compare][run]")
{
    Workshop const shop;
    REQUIRE(shop.compare("all.h5").code == 0);
    Contents const all = ResultsFile{shop.at("all.h5")}.file().contents();
    std::string const out = shop.at("one.h5");
    REQUIRE(command({"run", shop.file, "-o", out, "--quiet", "--arm", "richer", "--replicate", "2"}).code == 0);
    ResultsFile const one{out};
    CHECK(one.integers("/summary/replicate") == std::vector<std::int64_t>{2});
    REQUIRE(one.file().has("/series/venue/claims_usd"));
    std::int64_t const number = one.integers("/summary/run").at(0);
    auto const outcomes = [](Contents const& results) {
        Contents some;
        for (auto const& [path, dataset] : results.datasets())
            if (path.starts_with("/summary/") || path.starts_with("/losses/"))
                some.add(path, dataset);
        return some;
    };
    Contents const there = outcomes(extract_run(all, number));
    CHECK(there.datasets().size() > 20);
    for (Difference const& difference : differences(there, outcomes(one.file().contents())))
        FAIL_CHECK(difference.path << ": " << difference.what);
    CHECK(command({"reproduce", out, "--quiet"}).code == 0);

    auto const refused = [&](std::vector<std::string> const& more, std::string const& said) {
        std::vector<std::string> arguments{"run", shop.file, "-o", shop.at("none.h5")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Ran const ran = command(arguments);
        CHECK(ran.code == 2);
        CHECK(ran.messages.find(said) != std::string::npos);
        shop.check_nothing_written("none.h5");
    };
    refused({"--arm", "ritcher"}, "--arm ritcher: the experiment has no such arm; did you mean \"richer\"?");
    refused({"--replicate", "-1"}, "--replicate");
    CHECK(command({"run", shop.file, "-o", out, "--quiet", "--replicate", "9"}).code == 0);
    CHECK(ResultsFile{out}.integers("/summary/replicate") == std::vector<std::int64_t>{9});
    refused({"--replicate", "1000000"}, "--replicate");
}

TEST_CASE("replicate 0 is the first run of the design, with what is varied at its first value",
          "[experiments][compare][run]")
{
    Workshop const shop;
    std::string const file = shop.folder
                                 .write("vary.json", R"({"extends": "arms.json", "replicates": 2,
        "vary": {"/agents/depositors/count": [200, 300]}})")
                                 .string();
    auto const varied = [&](std::vector<std::string> const& more) {
        std::string const out = shop.at("one.h5");
        std::vector<std::string> arguments{"run", file, "-o", out, "--quiet"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        REQUIRE(command(arguments).code == 0);
        ResultsFile const results{out};
        bool const has = results.file().has("/summary/agents.depositors.count");
        CHECK(command({"reproduce", out, "--quiet"}).code == 0);
        return std::pair{results.integers("/summary/run").at(0),
                         has ? results.numbers("/summary/agents.depositors.count").at(0) : 0.0};
    };
    CHECK(varied({}) == std::pair{std::int64_t{0}, 0.0});
    CHECK(varied({"--replicate", "0"}) == std::pair{std::int64_t{0}, 200.0});
    CHECK(varied({"--replicate", "1"}) == std::pair{std::int64_t{1}, 200.0});
    // base with two values of two replicates, then the arms in their order
    CHECK(varied({"--arm", "richer"}).first % 4 == 0);
    CHECK(varied({"--arm", "richer", "--replicate", "1"}).first % 4 == 1);
}
