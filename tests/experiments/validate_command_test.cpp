// stampede validate: the same luck as an ensemble, one table per experiment, and targets that change nothing.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/input_files.hpp"
#include "experiments/runner.hpp"
#include "output/compare.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/interrupter.hpp"
#include "tests/experiments/working_in.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// The small lender with targets; commands run in its folder, where runs are kept.
struct Workshop {
    TemporaryFolder folder;
    WorkingIn inside{folder.path()};

    Workshop()
    {
        write_lender(folder);
        folder.write("held.json", R"({
  "extends": "lender.json", "days": 2, "arms": {"richer": {"/institutions/Lender/hot": 0.8}},
  "targets": {
    "most is asked for": {"measure": {"kind": "asked_share", "of": "Lender"}, "expected": [0, 10], "kind": "fitted",
                          "source": "a test"},
    "it is gated at once": {"measure": {"kind": "gated_at", "of": "Lender"}, "expected": [0, 1], "source": "a test"},
    "BTC falls": {"measure": {"kind": "fall", "of": "BTC-USD", "from": "1h"}, "kind": "reported", "source": "a test"}
  }
})");
    }

    [[nodiscard]] static Ran validate(std::vector<std::string> const& more)
    {
        std::vector<std::string> arguments{"validate"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return command(arguments);
    }
    [[nodiscard]] bool has(std::string const& name) const { return std::filesystem::exists(folder.path() / name); }
};

}  // namespace

TEST_CASE("validate prints a table and writes it as rows, values or Markdown", "[experiments][validate]")
{
    Workshop const shop;
    Ran const ran = Workshop::validate({"held.json", "--replicates", "3", "-o", "out.csv", "-o", "out.json"});
    CAPTURE(ran.data, ran.messages);
    REQUIRE(ran.code == 0);
    CHECK(ran.data.starts_with("held.json (3 runs)\n"));
    CHECK(ran.data.find("hit      fitted     asked_share of Lender, 0 h to the end") != std::string::npos);
    CHECK(ran.data.find("miss     predicted  gated_at of Lender") != std::string::npos);
    CHECK(ran.data.find("-        reported   fall of BTC-USD, 1 h to the end") != std::string::npos);
    CHECK(read_whole_file("out.csv").find("held.json,most is asked for,asked_share,") != std::string::npos);
    auto const values = nlohmann::json::parse(read_whole_file("out.json"))["experiments"]["held.json"]["targets"];
    CHECK(values["most is asked for"]["expected"] == nlohmann::json{0, 10});
    auto gated = values["it is gated at once"]["values"].get<std::vector<double>>();
    REQUIRE(gated.size() == 3);
    std::ranges::sort(gated);
    CHECK(ran.data.find(fmt::format("0 to 1 h  {} [", gated[1])) != std::string::npos);
    CHECK_FALSE(shop.has("held_validation.h5.parts"));
    REQUIRE(Workshop::validate({"held.json", "--replicates", "2", "-o", "out.md"}).code == 0);
    CHECK(read_whole_file("out.md").starts_with("## held.json\n\n2 runs from seed 11, stampede "));
}

TEST_CASE("validate has the luck of an ensemble, for any number of threads", "[experiments][validate]")
{
    Workshop const shop;
    REQUIRE(command({"ensemble", "held.json", "--replicates", "3", "--out", "all.h5"}).code == 0);
    auto const asked = ResultsFile{"all.h5"}.numbers("/summary/venue/asked_share");  // of Exchange and Lender
    REQUIRE(Workshop::validate({"held.json", "--replicates", "3", "-o", "one.csv", "--threads", "1"}).code == 0);
    REQUIRE(Workshop::validate({"held.json", "--replicates", "3", "-o", "two.csv", "--threads", "2"}).code == 0);
    std::string const csv = read_whole_file("one.csv");
    CHECK(csv == read_whole_file("two.csv"));
    std::vector<double> base{asked[1], asked[3], asked[5]};
    std::ranges::sort(base);
    std::size_t const row = csv.find("asked_share,\"Lender, 0 h to the end\",1,0,10,");
    REQUIRE(row != std::string::npos);
    std::string const median = csv.substr(row + std::string{"asked_share,\"Lender, 0 h to the end\",1,0,10,"}.size());
    CHECK(std::stod(median) == Approx(base[1]).epsilon(1e-12));
}

TEST_CASE("an interrupted validation says what is done, and prints no table", "[experiments][validate][interrupt]")
{
    Workshop const shop;
    std::ostringstream data;
    Interrupter interrupter;
    std::ostream messages{&interrupter};
    Console console{data, messages, false, false};
    int const code = run_command_line({"validate", "held.json", "--log", "json", "--set", "/days=3000"}, console);
    CAPTURE(interrupter.str());
    CHECK(code == 130);
    CHECK(data.str().empty());
    CHECK(interrupter.str().find("of 20 runs are done and kept in held_validation.h5.parts") != std::string::npos);
}

TEST_CASE("targets do not change a bit of a run", "[experiments][validate]")
{
    Workshop const shop;
    auto const results = [](std::string const& settings) {
        LoadedExperiment loaded{"held.json", {settings}};
        Runner runner{loaded, {}, {}};
        REQUIRE(runner.go([] { return false; }, [](std::int64_t) {}));
        return runner.results();
    };
    Contents const with = results("/days=2"), without = results("/targets=null");
    REQUIRE(with.datasets().size() > 50);
    for (Difference const& difference : differences(with, without))
        FAIL_CHECK(difference.path << ": " << difference.what);
}

TEST_CASE("one bad file is one clear error, before anything is run", "[experiments][validate]")
{
    Workshop const shop;
    shop.folder.write("bad.json", R"({"extends": "held.json", "targets": {
        "x": {"measure": {"kind": "fall", "of": "BTC-USDT"}, "expected": [1], "source": "a test"},
        "y": {"measure": {"kind": "fal", "of": "BTC-USD"}, "expected": [0, 1], "kind": "guessed"}}})");
    Ran const ran = Workshop::validate({"held.json", "bad.json"});
    CAPTURE(ran.messages);
    CHECK(ran.code == 2);
    CHECK(ran.data == "");
    CHECK(ran.messages.starts_with("error: bad.json: 5 problems, nothing was run\n"));
    auto const told = [&](std::string const& place, std::string const& why) {
        std::size_t const line = ran.messages.find("\n  " + place);
        std::string const rest = line == std::string::npos ? "" : ran.messages.substr(line + 1);
        return rest.substr(0, rest.find('\n')).find("   " + why) != std::string::npos;
    };
    CHECK(told(R"(/targets/x/measure/of = "BTC-USDT" )", R"(there is no such market; did you mean "BTC-USD"?)"));
    CHECK(told("/targets/x/expected = [1] ", "must be two numbers, the lowest and the highest"));
    CHECK(told(R"(/targets/y/measure/kind = "fal" )", R"(unknown measure; did you mean "fall"?)"));
    CHECK(told(R"(/targets/y/kind = "guessed" )", "unknown value; one of predicted, fitted, reported"));
    CHECK(told("/targets/y/source ", "is missing: who says so"));
    CHECK_FALSE(shop.has("held_validation.h5.parts"));
    CHECK(Workshop::validate({"held.json", "none.json"}).code == 2);
}

TEST_CASE("an experiment without targets is passed over, and is an error alone", "[experiments][validate]")
{
    Workshop const shop;
    Ran const ran = Workshop::validate({"lender.json", "held.json", "--replicates", "1", "--check"});
    CHECK(ran.code == 0);
    CHECK(ran.messages.find("lender.json: has no /targets") != std::string::npos);
    CHECK(ran.messages.find("all is well; 1 experiments, 1 runs each") != std::string::npos);
    CHECK(Workshop::validate({"lender.json"}).code == 2);
}

TEST_CASE("validate tells of who begins insolvent", "[experiments][validate][errors]")
{
    Workshop const shop;
    Ran const ran = Workshop::validate({"held.json", "--set", "/institutions/Lender/hot=0.05", "--check"});
    CAPTURE(ran.messages);
    CHECK(ran.code == 0);
    CHECK(ran.messages.find("/institutions/Lender  begins with claims above what it holds") != std::string::npos);
}
