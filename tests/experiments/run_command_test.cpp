// stampede run: one world from its file to its results, the same for any number of threads; nothing on errors.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/experiment_schema.hpp"
#include "experiments/input_files.hpp"
#include "experiments/runner.hpp"
#include "output/compare.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/interrupter.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

}  // namespace

TEST_CASE("run writes results, tells the summary and where they are", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    Ran const ran = command({"run", file, "--out", out, "--seed", "5", "--set", "/agents/depositors/count=500"});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    CHECK(ran.data == out + "\n");
    CHECK(ran.messages.starts_with("Who is paid when a small lender is run on?\nThe run covered 4 days in 96 steps"));
    CHECK(ran.messages.find("Lender owed 500 clients 6.00 million USD at the start.") != std::string::npos);

    ResultsFile const results{out};
    CHECK(results.seed() == 5);
    CHECK(results.text("status") == "complete");
    CHECK(results.text("title") == "Who is paid when a small lender is run on?");
    CHECK(results.text("command_line").starts_with("stampede run "));
    CHECK(results.text("command_line").ends_with("--seed 5 --set /agents/depositors/count=500"));
    auto const config = nlohmann::json::parse(results.text("config_json"));
    CHECK(config.at("seed") == 5);
    CHECK(config.at("agents").at("depositors").at("count") == 500);
    CHECK(results.texts("/inputs/file") == std::vector<std::string>{"prices.csv"});
    CHECK(results.texts("/inputs/contents").at(0).starts_with("# made up for a test\nhour,btc\n"));
    CHECK(results.numbers("/series/venue/claims_usd").size() == 96 * 2);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "out.h5", "prices.csv"});
}

TEST_CASE("rows are kept of every so many steps", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    REQUIRE(command({"run", file, "--quiet", "-o", out, "--set", "/record_every=50"}).code == 0);
    CHECK(ResultsFile{out}.integers("/series/venue/step") == std::vector<std::int64_t>{49, 95});
}

TEST_CASE("threads and audits change no bit of the results", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    std::vector<std::vector<std::string>> const ways{
        {"--threads", "1"}, {"--threads", "2"}, {"--threads=2", "--audit"}};
    std::vector<std::filesystem::path> outs;
    for (auto const& way : ways) {
        outs.push_back(folder.path() / (std::to_string(outs.size()) + ".h5"));
        std::vector<std::string> arguments{"run", file, "--quiet", "-o", outs.back().string()};
        arguments.insert(arguments.end(), way.begin(), way.end());
        Ran const ran = command(arguments);
        CAPTURE(ran.messages);
        REQUIRE(ran.code == 0);
        CHECK(ran.messages.empty());
    }
    ResultsFile const first{outs[0]};
    REQUIRE(first.numbers("/events/value_usd").size() > 100);
    for (std::size_t i = 1; i < outs.size(); ++i) {
        ResultsFile const other{outs[i]};
        for (Difference const& difference : differences(first.file(), other.file()))
            FAIL_CHECK(difference.path << ": " << difference.what);
    }
}

TEST_CASE("--check builds the world and writes nothing", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    Ran const ran = command({"run", file, "--check", "--out", out});
    CHECK(ran.code == 0);
    CHECK(ran.data.empty());
    CHECK(ran.messages == file + ": all is well; 96 steps, 600 people\n");
    CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("claims above holdings are refused unless they are meant", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    auto const run = [&](std::vector<std::string> const& more) {
        std::vector<std::string> arguments{"run", file, "--set", "/institutions/Lender/hot=0.05"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return command(arguments);
    };
    std::string const told =
        "/institutions/Lender  begins with claims above what it holds, an equity of -300000 USD, and fails in the "
        "first step; give it more \"hot\", \"cold\", \"tokens\" or \"placements\", or let it owe less in /exposures";
    CHECK(run({"--check", "--insolvent"}).messages == file + ": all is well; 96 steps, 600 people\n");
    CHECK(run({"--check", "--set", "/institutions/Lender/residual_claims=true"}).code == 0);
    CHECK(run({"--check", "--replicate", "0"}).code == 2);
    Ran const arm = run({"--check", "--set", R"(/arms={"poor": {"/institutions/Lender/hot": 0.05}})", "--arm", "poor"});
    CHECK(arm.code == 0);
    CHECK(arm.messages == "warning: arm \"poor\": " + told + "\n" + file + ": all is well; 96 steps, 600 people\n");

    std::string const out = (folder.path() / "out.h5").string();
    Ran const meant = run({"--insolvent", "--out", out});
    CHECK(meant.code == 0);
    CHECK(meant.messages.find("ailed after") != std::string::npos);
}

TEST_CASE("--check looks at the timeline, too", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    Ran const ran = command({"run", file, "--check", "--set", R"(/shocks/sale={"kind": "order", "asset": "USD"})"});
    CHECK(ran.code == 2);
    CHECK(ran.messages ==
          "error: " + file + ": 1 problem, nothing was run\n  /shocks/sale/asset  \"USD\" has no market\n");
}

TEST_CASE("names of the file that are no part of the world are described", "[experiments][describe]")
{
    for (std::string const name : {"extends", "arms", "vary"}) {
        Ran const ran = command({"describe", name});
        CHECK(ran.code == 0);
        CHECK(ran.data.starts_with(name + ": "));
        CHECK(command({"describe"}).data.find("\n  " + name + " ") != std::string::npos);
    }
}

TEST_CASE("schema prints the schema that editors check with, and describe results the page of results",
          "[experiments][describe]")
{
    Ran const schema = command({"schema"}), results = command({"describe", "results"});
    CHECK(schema.code == 0);
    CHECK(schema.messages.empty());
    CHECK(schema.data == experiment_schema().dump(2) + "\n");
    CHECK(results.code == 0);
    CHECK(results.messages.empty());
    CHECK(results.data == read_whole_file(source_dir() / "output" / "FORMAT.md"));
}

TEST_CASE("a style of messages that is none is told with those there are", "[experiments][run]")
{
    Ran const ran = command({"schema", "--log", "xml"});
    CHECK(ran.code == 2);
    CHECK(ran.messages == "error: --log: xml not in {text,json}\nSee \"stampede schema --help\".\n");
}

TEST_CASE("a run that cannot be made writes nothing", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    auto const fails = [&](std::vector<std::string> arguments, int code, std::string const& said) {
        Ran const ran = command(arguments);
        CAPTURE(said, ran.messages);
        CHECK(ran.code == code);
        CHECK(ran.data.empty());
        CHECK(ran.messages.starts_with("error: "));
        CHECK(ran.messages.find(said) != std::string::npos);
        CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
    };
    fails({"run", "-o", out}, 2, "file");
    fails({"run", file, "-o", out, "--threads", "0"}, 2, "--threads");
    fails({"run", file, "-o", out, "--set", "/dais=3"}, 2, "did you mean \"days\"");
    fails({"run", file, "-o", out, "--seed", "-1"}, 2, "/seed = -1");
    fails({"run", file + ".jsn", "-o", out}, 2, "no such file");
    fails({"run", file, "-o", file}, 2, "is the experiment itself");
    fails({"run", file, "-o", (folder.path() / "nowhere" / "out.h5").string()}, 3, "there is no folder");
    fails({"run", file, "-o", folder.path().string()}, 3, "is a folder");
}

TEST_CASE("Ctrl-C ends a run with 130 and leaves nothing under its name", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    std::ostringstream data;
    Interrupter interrupter;
    std::ostream messages{&interrupter};
    Console console{data, messages, false, false};
    int const code = run_command_line(
        {"run", file, "--out", out, "--log", "json", "--set", "/days=36000", "--set", "/record=[]"}, console);
    CAPTURE(interrupter.str());
    CHECK(code == 130);
    CHECK(data.str().empty());
    CHECK(interrupter.str().find("interrupted after step ") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(out));

    Ran const other = command({"run", file, "--out", out, "--set", "/days=36001", "--set", "/record=[]"});
    CHECK(other.code == 3);
    CHECK(other.messages.starts_with("error: " + out + ".checkpoint: was saved by another experiment"));
    CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("a run goes on from its checkpoint as if it had never stopped", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    std::string const whole = (folder.path() / "whole.h5").string();
    REQUIRE(command({"run", file, "--quiet", "--out", whole}).code == 0);
    LoadedExperiment experiment{file, {}};
    Runner runner{experiment, {}, {}};
    std::int64_t const steps = GENERATE(1, 9, 60);
    REQUIRE_FALSE(runner.go([&] { return runner.step() == steps; }, [](std::int64_t) {}));
    runner.save(out + ".checkpoint");
    Ran const ran = command({"run", file, "--out", out});
    CAPTURE(ran.messages);
    CHECK(ran.code == 0);
    CHECK(ran.messages.starts_with("goes on after step " + std::to_string(steps) + ", from "));
    ResultsFile const one{whole}, other{out};
    for (Difference const& difference : differences(one.file(), other.file()))
        FAIL_CHECK(difference.path << ": " << difference.what);
    CHECK_FALSE(std::filesystem::exists(out + ".checkpoint"));
}

TEST_CASE("checkpoints on the way change no byte and are gone at the end", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    std::string const plain = (folder.path() / "plain.h5").string();
    REQUIRE(command({"run", file, "--quiet", "--out", plain}).code == 0);
    Ran const ran = command({"run", file, "--quiet", "--out", out, "--checkpoint-every", "10h"});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    ResultsFile const one{plain}, other{out};
    CHECK(differences(one.file(), other.file()).empty());
    CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "out.h5", "plain.h5", "prices.csv"});
    CHECK(command({"run", file, "--out", out, "--checkpoint-every", "soon"}).code == 2);
}

TEST_CASE("--log json says everything in one object a line", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    Ran const ran = command({"run", file, "--out", out, "--log", "json"});
    REQUIRE(ran.code == 0);
    CHECK(ran.data == out + "\n");
    std::istringstream lines{ran.messages};
    std::vector<nlohmann::json> all;
    for (std::string line; std::getline(lines, line);)
        all.push_back(nlohmann::json::parse(line));
    REQUIRE(all.size() >= 3);
    CHECK(all.front() == nlohmann::json{{"level", "progress"}, {"task", "lender"}, {"done", 1}, {"total", 96}});
    CHECK(all.at(all.size() - 2).at("done") == 96);
    CHECK(all.back().at("level") == "note");
    CHECK(all.back().at("message").get<std::string>().starts_with("Who is paid"));
}

TEST_CASE("equal runs are equal bytes without time and host", "[experiments][run]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    std::vector<std::string> bytes;
    for (int i = 0; i < 2; ++i) {
        REQUIRE(command({"run", file, "--quiet", "--reproducible", "--out", out}).code == 0);
        bytes.push_back(read_whole_file(out));
    }
    CHECK(bytes[0] == bytes[1]);
    CHECK(std::ranges::count(ResultsFile{out}.file().groups(), "/provenance") == 0);
}
