// The schema says what the reader does.

#include "experiments/schema_writer.hpp"

#include <catch2/catch.hpp>

#include "tests/experiments/toy_reading.hpp"

using namespace stampede;
using nlohmann::json;

TEST_CASE("the schema closes every object and gives ranges, units and defaults", "[experiments][schema]")
{
    toy::Experiment experiment;
    json const schema = schema_of(visit_of(experiment));
    CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
    CHECK(schema["additionalProperties"] == false);
    CHECK(schema["properties"]["seed"] == json::parse(R"({
        "type": "integer", "minimum": 0, "maximum": 9.3e18, "default": 1, "description": "start of all draws"})"));
    json const& asset = schema["properties"]["assets"]["additionalProperties"];
    CHECK(asset["additionalProperties"] == false);
    CHECK(asset["properties"]["kind"]["enum"] == json{"fiat", "crypto"});
    CHECK(asset["properties"]["price"] == json::parse(R"({
        "type": "number", "exclusiveMinimum": 0, "default": 1, "description": "price at the start [USD/coin]"})"));
    CHECK(schema["properties"]["mechanisms"]["properties"]["limit"]["default"] == "none");
}

TEST_CASE("a family is defined once, with one alternative per kind", "[experiments][schema]")
{
    toy::Experiment experiment;
    json const schema = schema_of(visit_of(experiment));
    std::vector<std::string> families;
    for (auto const& [name, definition] : schema["definitions"].items())
        families.push_back(name);
    CHECK(families == std::vector<std::string>{"agent", "distribution", "limit"});

    json const& limit = schema["definitions"]["limit"]["oneOf"];
    REQUIRE(limit.size() == 3);
    CHECK(limit[0]["properties"]["kind"] == json{{"const", "none"}});
    CHECK_FALSE(limit[0].contains("required"));  // the default: an object without "kind" means it
    CHECK(limit[1]["required"] == json{"kind"});
    CHECK(limit[1]["properties"]["share"]["maximum"] == 1);
    CHECK(limit[2] == json{{"enum", {"none", "daily_share"}}});
    CHECK(schema["properties"]["agents"]["additionalProperties"]["required"] == json{"kind"});
    CHECK(schema["definitions"]["distribution"]["oneOf"].size() == 9);
}
