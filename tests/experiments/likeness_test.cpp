// Populations that say "like": what they take over, what goes before it, and what goes wrong.

#include "experiments/likeness.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/loaded_experiment.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

json agents_of(json const& experiment)
{
    Problems problems{"top.json"};
    json const written = written_out(experiment, problems);
    REQUIRE(problems.none());
    CHECK_FALSE(written.contains("behaviour"));
    return written.at("agents");
}

Problem only_problem(json const& experiment)
{
    Problems problems{"top.json"};
    static_cast<void>(written_out(experiment, problems));
    REQUIRE(problems.all().size() == 1);
    return problems.all().front();
}

}  // namespace

TEST_CASE("a population says itself what it does not share", "[experiments][likeness]")
{
    json const experiment = json::parse(R"({
        "behaviour": {"makers": {"kind": "market_maker", "leverage": 5, "doubt": {"fears": true, "fear_memory": "6h"},
                                 "capital": {"kind": "lognormal", "median": 10, "sigma": 1}}},
        "agents": {"here": {"like": "makers", "leverage": 7, "doubt": {"fears": false}},
                   "there": {"like": "here", "capital": {"kind": "constant", "value": 3}},
                   "alone": {"kind": "fund"}}})");
    CHECK(agents_of(experiment) == json::parse(R"({
        "here": {"kind": "market_maker", "leverage": 7, "doubt": {"fears": false, "fear_memory": "6h"},
                 "capital": {"kind": "lognormal", "median": 10, "sigma": 1}},
        "there": {"kind": "market_maker", "leverage": 7, "doubt": {"fears": false, "fear_memory": "6h"},
                  "capital": {"kind": "constant", "value": 3}},
        "alone": {"kind": "fund"}})"));
}

TEST_CASE("a population may be called as the set it is like", "[experiments][likeness]")
{
    CHECK(agents_of(json::parse(R"({"behaviour": {"depositors": {"kind": "retail_user"}},
                                    "agents": {"depositors": {"like": "depositors", "count": 3}}})")) ==
          json::parse(R"({"depositors": {"kind": "retail_user", "count": 3}})"));
}

TEST_CASE("who is like nobody is told so", "[experiments][likeness]")
{
    auto const [text, where, value, rule] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {R"({"behaviour": {"makers": {}}, "agents": {"a": {"like": "maker"}}})", "/agents/a/like", "\"maker\"",
         "must name a set under /behaviour or another population; did you mean \"makers\"?"},
        {R"({"agents": {"a": {"like": "a"}, "b": {}}})", "/agents/a/like", "\"a\"",
         "must name a set under /behaviour or another population; one of b"},
        {R"({"behaviour": {"makers": {}}, "agents": {"a": {"like": 3}}})", "/agents/a/like", "3",
         "must name a set under /behaviour or another population; one of makers"},
        {R"({"behaviour": 3, "agents": {}})", "/behaviour", "3", "must be an object of parameter sets by name"},
        {R"({"behaviour": {"makers": 3}})", "/behaviour/makers", "3", "must be an object of parameters"},
    }));
    CAPTURE(text);
    Problem const problem = only_problem(json::parse(text));
    CHECK(problem.where == where);
    CHECK(problem.value == value);
    CHECK(problem.text == rule);
}

TEST_CASE("populations that are like each other in a circle are told so", "[experiments][likeness]")
{
    Problems problems{"top.json"};
    static_cast<void>(written_out(json::parse(R"({"agents": {"a": {"like": "b"}, "b": {"like": "a"}}})"), problems));
    CHECK(problems.all().size() == 2);
}

TEST_CASE("what is wrong with a set is told once, where it stands, whether it is used or not",
          "[experiments][likeness]")
{
    auto const set = GENERATE(as<std::string>{}, "value", "depositors");  // four populations, none
    std::filesystem::path const file = source_dir() / "experiments" / "scenarios" / "btc_2020_03_small.json";
    CHECK_THROWS_WITH(
        (LoadedExperiment{file, {"/behaviour/" + set + "/capitl=1"}}),
        Catch::Matchers::Contains("/behaviour/" + set + "/capitl") && !Catch::Matchers::Contains("/agents/"));
}
