// --set, arms and variations: values put in by JSON Pointer.

#include "experiments/settings.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/experiments/toy_reading.hpp"

using namespace stampede;
using nlohmann::json;

namespace {

json const base = json::parse(R"({
    "assets": {"BTC": {"kind": "fiat", "price": 2}},
    "institutions": {"FTX": {"tiers": [0.1, 0.2]}},
    "agents": {"depositors": {"kind": "retail_user", "count": 5, "balance": {"kind": "uniform", "low": 1, "high": 2}},
               "fund": "fund"},
    "mechanisms": {"limit": {"kind": "daily_share", "share": 0.5}}})");

/// `base` after one setting, all defaults filled in.
json after(std::string const& setting)
{
    json merged = base;
    Problems problems{"toy.json"};
    CAPTURE(setting);
    CHECK(set_from_text(merged, toy::effective, setting, problems));
    CHECK(problems.none());
    return toy::effective(merged);
}

}  // namespace

TEST_CASE("a value is put where the pointer says", "[experiments][settings]")
{
    auto const [setting, pointer, value] = GENERATE(table<std::string, std::string, std::string>({
        {"/seed=7", "/seed", "7"},
        {"/question=Who is left?", "/question", "\"Who is left?\""},
        {"/question=a=b", "/question", "\"a=b\""},
        {"/mechanisms/limit/share=0.1", "/mechanisms/limit/share", "0.1"},
        {"/mechanisms/limit/window=6h", "/mechanisms/limit/window", "21600"},
        {"/agents/depositors/limit/kind=daily_share", "/agents/depositors/limit/share", "0.2"},
        {"/institutions/FTX/tiers/1=0.9", "/institutions/FTX/tiers", "[0.1, 0.9]"},
        {"/record/0=events", "/record", "[\"events\"]"},
        {"/agents/fund/count=3", "/agents/fund/count", "3"},  // written as a text, "fund", in the file
        {"/agents/depositors/balance/high=9", "/agents/depositors/balance/high", "9"},
        {"/agents/depositors/balance=4", "/agents/depositors/balance", "4"},
        {"/agents/depositors/claims/BTC=4", "/agents/depositors/claims", "{\"BTC\": 4}"},
        {"/agents/new={\"kind\":\"fund\"}", "/agents/new/count", "1"},
    }));
    CHECK(after(setting)[json::json_pointer{pointer}] == json::parse(value));
}

TEST_CASE("null removes an entry", "[experiments][settings]")
{
    CHECK_FALSE(after("/agents/fund=null")["agents"].contains("fund"));
    CHECK(after("/mechanisms/limit=null")["mechanisms"]["limit"] == json{{"kind", "none"}});  // its default
}

TEST_CASE("a new kind drops the parameters it does not have and keeps those it has", "[experiments][settings]")
{
    json merged = base;
    Problems problems{"toy.json"};
    CHECK(set_value(merged, toy::effective, "/mechanisms/limit/kind", "none", problems));
    CHECK(merged["mechanisms"]["limit"] == json{{"kind", "none"}});
    CHECK(set_value(merged, toy::effective, "/agents/depositors/kind", "fund", problems));
    CHECK(merged["agents"]["depositors"] == json{{"kind", "fund"}, {"count", 5}});
    CHECK(set_value(merged, toy::effective, "/assets/BTC/kind", "crypto", problems));
    CHECK(merged["assets"]["BTC"] == json{{"kind", "crypto"}, {"price", 2}});
}

TEST_CASE("a pointer to nothing is refused with a suggestion", "[experiments][settings]")
{
    auto const [setting, line] = GENERATE(table<std::string, std::string>({
        {"/mechanism/limit/share=1",
         "/mechanism/limit/share = 1   points to nothing: the experiment has no \"mechanism\"; did you mean "
         "\"mechanisms\"?"},
        {"/agents/depositer/count=1",
         "/agents/depositer/count = 1   points to nothing: /agents has no \"depositer\"; did you mean \"depositors\"?"},
        {"/seed/x=1", "/seed/x = 1   points to nothing: /seed is a number"},
        {"/institutions/FTX/tiers/2=1",
         "/institutions/FTX/tiers/2 = 1   points to nothing: /institutions/FTX/tiers has 2 items, the first is 0"},
        {"/agents/depositers=null",
         "/agents/depositers = null   points to nothing: /agents has no \"depositers\"; did you mean \"depositors\"?"},
        {"seed=1", "seed = 1   must be a JSON Pointer such as /agents/depositors/count"},
        {"=1", "/ = 1   must be a JSON Pointer such as /agents/depositors/count"},
        {"/=1", "/ = 1   must be a JSON Pointer such as /agents/depositors/count"},
        {"/seed", "--set = \"/seed\"   must look like /pointer=value, in UTF-8"},
        {"/question=\xff", "--set = \"/question=\xef\xbf\xbd\"   must look like /pointer=value, in UTF-8"},
    }));
    CAPTURE(setting);
    json merged = base;
    Problems problems{"toy.json"};
    CHECK_FALSE(set_from_text(merged, toy::effective, setting, problems));
    CHECK(merged == base);
    REQUIRE(problems.all().size() == 1);
    CHECK(toy::only_line(problems.message()) == line);
}

TEST_CASE("a new name where none can be is left to the reader, who knows them all", "[experiments][settings]")
{
    json merged = base;
    Problems problems{"toy.json"};
    CHECK(set_from_text(merged, toy::effective, "/mechanisms/limit/sahre=1", problems));
    CHECK(toy::only_line(toy::complaint(merged.dump())) ==
          "/mechanisms/limit/sahre = 1   unknown name; did you mean \"share\"?");
}
