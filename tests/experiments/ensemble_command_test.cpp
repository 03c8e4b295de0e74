// stampede ensemble and merge: every run once, the same file for any number of threads, interruptions and shards.

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "experiments/ensemble.hpp"
#include "output/compare.hpp"
#include "output/extract.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/interrupter.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// The small lender, for two days, as arms x varied values x replicates; and a place for results.
struct Workshop {
    TemporaryFolder folder;
    std::string file = write().string();

    std::filesystem::path write() const
    {
        write_lender(folder);
        return folder.write("design.json", R"({
  "extends": "lender.json", "days": 2, "replicates": 3,
  "arms": {"richer": {"/institutions/Lender/hot": 0.8}},
  "vary": {"/agents/depositors/count": [200, 300]}
})");
    }
    [[nodiscard]] std::string at(std::string const& name) const { return (folder.path() / name).string(); }
    [[nodiscard]] Ran ensemble(std::string const& out, std::vector<std::string> const& more = {}) const
    {
        std::vector<std::string> arguments{"ensemble", file, "--out", at(out)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return command(arguments);
    }
    void check_equal(std::string const& first, std::string const& second) const
    {
        ResultsFile const one{at(first)}, other{at(second)};
        REQUIRE(one.file().datasets().size() > 50);
        for (Difference const& difference : differences(one.file(), other.file()))
            FAIL_CHECK(difference.path << ": " << difference.what);
    }
};

/// Between two neighbours in rising order, a part of the way that is linear: type 7 of Hyndman and Fan, 1996.
double quantile_of(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    double const place = share * static_cast<double>(values.size() - 1);
    auto const below = static_cast<std::size_t>(place);
    std::size_t const above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

/// Numbers of the line of an outcome, in the table of a world: median, 5 %, 95 %, share of runs [%].
std::vector<double> line_of(std::string const& table, std::string const& world, std::string const& outcome)
{
    std::size_t const line = table.find("\n  " + outcome + " ", table.find(world + " ("));
    REQUIRE(line != std::string::npos);
    std::istringstream text{table.substr(line + 3 + outcome.size())};
    std::vector<double> numbers(4);
    for (double& number : numbers)
        text >> number;
    REQUIRE(text);
    return numbers;
}

}  // namespace

TEST_CASE("an ensemble runs arms, varied values and replicates with common luck", "[experiments][ensemble]")
{
    Workshop const shop;
    Ran const ran = shop.ensemble("out.h5", {"--summary-csv", shop.at("out.csv")});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    CHECK(ran.data == shop.at("out.h5") + "\n");
    for (char const* const world : {"base, count = 200 (3 runs)", "base, count = 300 (3 runs)",
                                    "richer, count = 200 (3 runs)", "richer, count = 300 (3 runs)"})
        CHECK(ran.messages.find(world) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(shop.at("out.h5.parts")));

    ResultsFile const results{shop.at("out.h5")};
    CHECK(results.text("status") == "complete");
    CHECK(results.integers("/summary/run") == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    CHECK(results.integers("/summary/replicate") == std::vector<std::int64_t>{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2});
    CHECK(results.texts("/summary/arm")[5].empty());
    CHECK(results.texts("/summary/arm")[6] == "richer");
    CHECK(results.numbers("/summary/agents.depositors.count") ==
          std::vector<double>{200, 200, 200, 300, 300, 300, 200, 200, 200, 300, 300, 300});
    CHECK_FALSE(results.file().has("/series/venue/claims_usd"));
    auto const lowest = results.numbers("/summary/venue/lowest_coverage");
    CHECK(lowest[1] < lowest[2 * 6 + 1]);  // of Exchange and Lender: the richer lender is further from dry

    std::string const csv = read_whole_file(shop.at("out.csv"));
    CHECK(csv.starts_with("run,arm,replicate,"));
    CHECK(std::ranges::count(csv, '\n') == 13);
    CHECK(csv.find("\n7,richer,1,") != std::string::npos);
    CHECK(csv.substr(0, csv.find('\n')).find(",venue.Lender.asked_share,") != std::string::npos);
}

TEST_CASE("the table of an ensemble has the medians and quantiles of its replicates", "[experiments][ensemble]")
{
    Workshop const shop;
    constexpr std::size_t replicates = 7;
    Ran const ran = shop.ensemble("out.h5", {"--replicates", std::to_string(replicates)});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    ResultsFile const results{shop.at("out.h5")};
    std::vector<std::string> const worlds{"base, count = 200", "base, count = 300", "richer, count = 200",
                                          "richer, count = 300"};
    struct Column {
        std::string dataset, outcome;
        std::size_t entry, entries;  ///< of Exchange and Lender
    };
    for (auto const& [dataset, outcome, entry, entries] :
         {Column{"/summary/asked_usd", "asked_usd [USD]", 0, 1}, Column{"/summary/paid_usd", "paid_usd [USD]", 0, 1},
          Column{"/summary/people_gone_share", "people_gone_share", 0, 1},
          Column{"/summary/venue/asked_share", "Lender asked_share", 1, 2},
          Column{"/summary/venue/lowest_coverage", "Lender lowest_coverage", 1, 2}}) {
        std::vector<double> const all = results.numbers(dataset);
        REQUIRE(all.size() == worlds.size() * replicates * entries);
        for (std::size_t world = 0; world < worlds.size(); ++world) {
            CAPTURE(worlds[world], outcome);
            std::vector<double> values;
            for (std::size_t run = world * replicates; run < (world + 1) * replicates; ++run)
                values.push_back(all[run * entries + entry]);
            std::vector<double> const shown = line_of(ran.messages, worlds[world], outcome);
            // Four digits are shown: half of the last is at most 0.0005 of the number.
            CHECK(shown[0] == Approx(quantile_of(values, 0.5)).epsilon(5e-4));
            CHECK(shown[1] == Approx(quantile_of(values, 0.05)).epsilon(5e-4));
            CHECK(shown[2] == Approx(quantile_of(values, 0.95)).epsilon(5e-4));
            CHECK(shown[3] == 100);
            CHECK(quantile_of(values, 0.05) < quantile_of(values, 0.95));  // luck is there to be told
        }
    }
}

TEST_CASE("an ensemble is the same for any number of threads, in shards and with series", "[experiments][ensemble]")
{
    Workshop const shop;
    REQUIRE(shop.ensemble("one.h5", {"--series", "--threads", "1"}).code == 0);
    REQUIRE(shop.ensemble("two.h5", {"--series", "--threads", "2"}).code == 0);
    shop.check_equal("one.h5", "two.h5");
    REQUIRE(ResultsFile{shop.at("one.h5")}.file().has("/events/value_usd"));

    std::vector<std::string> merge{"merge", "--out", shop.at("merged.h5")};
    for (std::string const shard : {"3/3", "1/3", "2/3"}) {
        std::string const out = "shard" + shard.substr(0, 1) + ".h5";
        REQUIRE(shop.ensemble(out, {"--series", "--shard", shard}).code == 0);
        CHECK(ResultsFile{shop.at(out)}.text("status") == "partial");
        merge.push_back(shop.at(out));
    }
    Ran const merged = command(merge);
    CAPTURE(merged.messages);
    CHECK(merged.code == 0);
    CHECK(merged.data == shop.at("merged.h5") + "\n");
    CHECK(ResultsFile{shop.at("merged.h5")}.text("status") == "complete");
    shop.check_equal("one.h5", "merged.h5");

    merge.pop_back();
    REQUIRE(command(merge).code == 0);
    CHECK(ResultsFile{shop.at("merged.h5")}.text("status") == "partial");
}

TEST_CASE("one run of an ensemble is what it is alone", "[experiments][ensemble]")
{
    Workshop const shop;
    REQUIRE(shop.ensemble("all.h5", {"--series"}).code == 0);
    Contents const whole = ResultsFile{shop.at("all.h5")}.file().contents();
    for (int const run : {0, 7, 11}) {
        std::string const out = "run" + std::to_string(run) + ".h5";
        REQUIRE(shop.ensemble(out, {"--series", "--shard", std::to_string(run + 1) + "/12"}).code == 0);
        ResultsFile const alone{shop.at(out)};
        REQUIRE(alone.integers("/summary/run") == std::vector<std::int64_t>{run});
        for (Difference const& difference : differences(extract_run(whole, run), alone.file()))
            FAIL_CHECK(run << difference.path << ": " << difference.what);
    }
}

TEST_CASE("an ensemble goes on from the runs that are finished", "[experiments][ensemble]")
{
    Workshop const shop;
    REQUIRE(shop.ensemble("whole.h5").code == 0);

    std::ostringstream ignored;
    Console console{ignored, ignored, false, false};
    {
        InterruptWatch const watch;
        LoadedExperiment experiment{shop.file, {"/record=[]"}};
        EnsembleParts const parts{shop.at("out.h5"),
                                  provenance_of(experiment, experiment.effective_with_arms(), "", true)};
        std::vector<PlannedRun> const runs = Design{experiment}.runs();
        do_runs(experiment, {runs[1], runs[8], runs[11]}, {}, parts, watch, console);
    }
    CHECK_FALSE(std::filesystem::exists(shop.at("out.h5")));
    Ran const ran = shop.ensemble("out.h5");
    CHECK(ran.code == 0);
    CHECK(ran.messages.starts_with("3 of 12 runs are there already, in " + shop.at("out.h5.parts") + "\n"));
    shop.check_equal("whole.h5", "out.h5");
    CHECK_FALSE(std::filesystem::exists(shop.at("out.h5.parts")));
}

TEST_CASE("finished runs of another seed, experiment or program are refused by name", "[experiments][ensemble]")
{
    Workshop const shop;
    std::string const part = shop.at("out.h5.parts/run_000000.h5");
    std::filesystem::create_directory(shop.at("out.h5.parts"));
    auto const refused = [&](std::vector<std::string> const& more, std::string const& why) {
        Ran const ran = shop.ensemble("out.h5", more);
        CAPTURE(ran.messages);
        CHECK(ran.code == 3);
        CHECK(ran.messages.starts_with("error: " + part + ": "));
        CHECK(ran.messages.find(why) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(shop.at("out.h5")));
    };
    REQUIRE(shop.ensemble("first.h5", {"--shard", "1/12"}).code == 0);
    std::filesystem::rename(shop.at("first.h5"), part);
    refused({"--seed", "12"}, "is a run with seed 11, this one has 12");
    refused({"--set", "/days=3"}, "is a run of another experiment");

    Contents older = ResultsFile{part}.file().contents();
    for (auto& [name, value] : older.attributes("/"))
        if (name == "git_commit")
            value = one("v0");
    write_results(part, older);
    refused({}, "was made by stampede 0.1.0 (v0), this is stampede ");
}

TEST_CASE("Ctrl-C ends an ensemble with 130 and leaves nothing under its name", "[experiments][ensemble]")
{
    Workshop const shop;
    std::ostringstream data;
    Interrupter interrupter;
    std::ostream messages{&interrupter};
    Console console{data, messages, false, false};
    std::string const out = shop.at("out.h5");
    int const code =
        run_command_line({"ensemble", shop.file, "--out", out, "--log", "json", "--set", "/days=3000"}, console);
    CAPTURE(interrupter.str());
    CHECK(code == 130);
    CHECK(data.str().empty());
    CHECK(interrupter.str().find("of 12 runs are done and kept in " + out + ".parts") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("an ensemble that cannot be made writes nothing", "[experiments][ensemble]")
{
    Workshop const shop;
    auto const fails = [&](std::vector<std::string> const& more, std::string const& said) {
        Ran const ran = shop.ensemble("out.h5", more);
        CAPTURE(ran.messages);
        CHECK(ran.code == 2);
        CHECK(ran.messages.find(said) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(shop.at("out.h5")));
        CHECK_FALSE(std::filesystem::exists(shop.at("out.h5.parts")));
    };
    fails({"--shard", "half"}, "must be a number and how many there are");
    fails({"--shard", "0/3"}, "there are shards 1 to 3");
    fails({"--shard", "1/13"}, "there are only 12 runs");
    fails({"--replicates", "0"}, "/replicates = 0");
    Ran const check = shop.ensemble("out.h5", {"--check"});
    CHECK(check.code == 0);
    CHECK(check.messages == shop.file + ": all is well; 12 runs\n");
    CHECK_FALSE(std::filesystem::exists(shop.at("out.h5")));
}

TEST_CASE("--summary-csv - writes rows on stdout and nothing else", "[experiments][ensemble]")
{
    Workshop const shop;
    Ran const ran = shop.ensemble("out.h5", {"--summary-csv", "-", "--quiet"});
    REQUIRE(ran.code == 0);
    CHECK(ran.data.starts_with("run,arm,replicate,"));
    CHECK(std::ranges::count(ran.data, '\n') == 13);
    CHECK(ran.messages.empty());
}
