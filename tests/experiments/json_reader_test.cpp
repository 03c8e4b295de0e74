// What the reader says about values that are wrong, word for word, and that it says everything at once.

#include <catch2/catch.hpp>

#include "tests/experiments/toy_reading.hpp"

using namespace stampede;

TEST_CASE("the message is the one of the style page", "[experiments][reader]")
{
    CHECK(toy::complaint(R"({"agents": {"depositors": {
                "kind": "retail_user", "panic_threshold": 1.4, "atention": 0.5}}})") ==
          "toy.json: 2 problems, nothing was run\n"
          "  /agents/depositors/panic_threshold = 1.4   must lie in [0, 1]: fear at which a user withdraws\n"
          "  /agents/depositors/atention = 0.5          unknown name; did you mean \"attention\"?\n"
          "See \"stampede describe retail_user\" for every name, unit, range and default.");
}

namespace {

/// A text with one problem is refused with just this line.
void check_line(std::string const& text, std::string const& line)
{
    CAPTURE(text);
    std::string const message = toy::complaint(text);
    CHECK(message.rfind("toy.json: 1 problem, nothing was run\n", 0) == 0);
    CHECK(toy::only_line(message) == line);
}

}  // namespace

TEST_CASE("each class of wrong value has its message", "[experiments][reader]")
{
    auto const [text, line] = GENERATE(table<std::string, std::string>({
        // misspelt names
        {R"({"sed": 1})", "/sed = 1   unknown name; did you mean \"seed\"?"},
        {R"({"xyz": 1})",
         "/xyz = 1   unknown name; one of question, seed, assets, institutions, agents, mechanisms, record, prices"},
        {R"({"mechanisms": {"limit": {"kind": "none", "share": 1}}})",
         "/mechanisms/limit/share = 1   unknown name; one of kind"},
        // wrong types
        {R"({"question": 5})", "/question = 5   must be a text, not a number: what it asks"},
        {R"({"seed": "one"})", "/seed = \"one\"   must be a whole number, not a text: start of all draws"},
        {R"({"seed": null})", "/seed = null   must be a whole number, not null: start of all draws"},
        {R"({"seed": 1.5})", "/seed = 1.5   must be a whole number below 2^63: start of all draws"},
        {R"({"assets": []})", "/assets = []   must be an object keyed by name, not a list: what can be held"},
        {R"({"assets": {"BTC": 5}})", "/assets/BTC = 5   must be an object, not a number"},
        {R"({"mechanisms": true})",
         "/mechanisms = true   must be an object, not true or false: what happens in a step"},
        {R"({"institutions": {"FTX": {"discloses": "yes"}}})",
         "/institutions/FTX/discloses = \"yes\"   must be true or false, not a text: whether its coverage can be seen"},
        {R"({"institutions": {"FTX": {"tiers": 0.5}}})",
         "/institutions/FTX/tiers = 0.5   must be a list of numbers, not a number: shares of its reserves"},
        {R"({"institutions": {"FTX": {"tiers": [0.5, "1"]}}})",
         "/institutions/FTX/tiers/1 = \"1\"   must be a number, not a text: shares of its reserves"},
        {R"({"record": "series"})", "/record = \"series\"   must be a list of texts, not a text: what is kept"},
        {R"({"record": ["series", 5]})", "/record/1 = 5   must be a text, not a number: what is kept"},
        {R"({"agents": {"a": {"kind": "retail_user", "claims": 5}}})",
         "/agents/a/claims = 5   must be an object of numbers by asset, not a number: claims by asset"},
        {R"({"agents": {"a": {"kind": "retail_user", "venue": 5}}})",
         "/agents/a/venue = 5   must be a text, not a number: where the users are"},
        // ranges
        {R"({"seed": -1})", "/seed = -1   must lie in [0, 9.3e+18]: start of all draws"},
        {R"({"assets": {"BTC": {"price": 0}}})", "/assets/BTC/price = 0   must be > 0 USD/coin: price at the start"},
        {R"({"institutions": {"FTX": {"tiers": [2]}}})",
         "/institutions/FTX/tiers/0 = 2   must lie in [0, 1]: shares of its reserves"},
        {R"({"agents": {"a": {"kind": "retail_user", "attention": 1e4}}})",
         "/agents/a/attention = 10000.0   must lie in [0, 1440] 1/day: looks at the venue"},
        {R"({"mechanisms": {"limit": {"kind": "daily_share", "share": 0}}})",
         "/mechanisms/limit/share = 0   must lie in (0, 1] 1/day: share of claims paid in a day"},
        {R"({"assets": {"BTC": {}}, "agents": {"a": {"kind": "retail_user", "claims": {"BTC": -1}}}})",
         "/agents/a/claims/BTC = -1   must be >= 0 coins: claims by asset"},
        // times
        {R"({"mechanisms": {"delay": "2 hours"}})",
         "/mechanisms/delay = \"2 hours\"   must be seconds or a text such as \"90s\", \"10min\", \"6h\", \"1d12h\": "
         "time until a request is looked at"},
        {R"({"mechanisms": {"delay": "2d"}})",
         "/mechanisms/delay = \"2d\"   must lie in [0, 86400] s: time until a request is looked at"},
    }));
    check_line(text, line);
}

TEST_CASE("each class of wrong kind, name and reference has its message", "[experiments][reader]")
{
    auto const [text, line] = GENERATE(table<std::string, std::string>({
        // kinds
        {R"({"assets": {"BTC": {"kind": "cripto"}}})",
         "/assets/BTC/kind = \"cripto\"   unknown value; did you mean \"crypto\"?"},
        {R"({"agents": {"a": {"count": 5}}})", "/agents/a/kind   is missing: one of retail_user, fund"},
        {R"({"agents": {"a": "retial_user"}})",
         "/agents/a = \"retial_user\"   unknown agent; did you mean \"retail_user\"?"},
        {R"({"agents": {"a": 5}})",
         "/agents/a = 5   must be the kind of an agent, or an object with \"kind\", not a number"},
        {R"({"mechanisms": {"limit": {"kind": "dayly_share"}}})",
         "/mechanisms/limit/kind = \"dayly_share\"   unknown limit; did you mean \"daily_share\"?"},
        {R"({"mechanisms": {"limit": {"kind": 1}}})", "/mechanisms/limit/kind = 1   must be a text, not a number"},
        // names and references
        {R"({"agents": {"a/b": "fund"}})",
         "/agents/a~1b = \"fund\"   a name has 1 to 64 letters and no / ~ : or control character"},
        {R"({"institutions": {"FTX": {}}, "agents": {"a": {"kind": "retail_user", "venue": "FTY"}}})",
         "/agents/a/venue = \"FTY\"   there is no such institution; did you mean \"FTX\"?"},
        {R"({"agents": {"a": {"kind": "retail_user", "venue": "FTX"}}})",
         "/agents/a/venue = \"FTX\"   there is no such institution; none is declared"},
        {R"({"agents": {"a": {"kind": "retail_user", "follow": ["a", "b"]}, "funds": "fund"}})",
         "/agents/a/follow/1 = \"b\"   there is no such population; one of a, funds"},
        {R"({"assets": {"BTC": {}}, "agents": {"a": {"kind": "retail_user", "claims": {"BTCC": 1}}}})",
         "/agents/a/claims/BTCC = 1   there is no such asset; did you mean \"BTC\"?"},
        {R"({"prices": "btc.csv"})", "/prices = \"btc.csv\"   no such file"},
    }));
    check_line(text, line);
}

TEST_CASE("a name inside a kind that is unknown is not complained about as well", "[experiments][reader]")
{
    Problems problems{"toy.json"};
    toy::read(R"({"agents": {"a": {"kind": "hedge_fund", "anything": 1}}})", problems);
    CHECK(problems.all().size() == 1);
}

TEST_CASE("what is not written keeps its default", "[experiments][reader]")
{
    Problems problems{"toy.json"};
    toy::Experiment const experiment = toy::read(R"({"mechanisms": {"delay": "90s"}})", problems);
    CHECK(problems.none());
    CHECK(experiment.mechanisms.delay == Duration{90});
    CHECK(experiment.seed == 1);
    CHECK(experiment.record == std::vector<std::string>{"series"});
    CHECK(experiment.mechanisms.limit.kind() == "none");
}

TEST_CASE("whole numbers may be written with an exponent, and 64 bits are kept", "[experiments][reader]")
{
    Problems problems{"toy.json"};
    CHECK(toy::read(R"({"seed": 2e5})", problems).seed == 200'000);
    CHECK(toy::read(R"({"seed": 9007199254740993})", problems).seed == 9'007'199'254'740'993);
    CHECK(problems.none());
}

TEST_CASE("a kind may be written as a text", "[experiments][reader]")
{
    Problems problems{"toy.json"};
    toy::Experiment experiment =
        toy::read(R"({"mechanisms": {"limit": "daily_share"}, "agents": {"f": "fund"}})", problems);
    CHECK(problems.none());
    CHECK(experiment.mechanisms.limit.kind() == "daily_share");
    CHECK(experiment.agents.at("f").kind() == "fund");
}

TEST_CASE("many problems are told at once and point to the pages that help", "[experiments][reader]")
{
    CHECK(toy::complaint(R"({"sed": 1, "assets": {"BTC": {"price": -1}},
                             "agents": {"a": {"kind": "retail_user", "count": 0}, "f": {"kind": "fund", "count": 0}}})") ==
          "toy.json: 4 problems, nothing was run\n"
          "  /assets/BTC/price = -1   must be > 0 USD/coin: price at the start\n"
          "  /agents/a/count = 0      must lie in [1, 1000000000]: number of users\n"
          "  /agents/f/count = 0      must lie in [1, 1000000000]: number of funds\n"
          "  /sed = 1                 unknown name; did you mean \"seed\"?\n"
          "See \"stampede describe assets\", \"stampede describe retail_user\", \"stampede describe fund\" for every "
          "name, "
          "unit, range and default.");
}
