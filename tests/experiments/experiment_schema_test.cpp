// The schema that editors check experiments with: it takes every scenario, and not what the reader refuses.

#include "experiments/experiment_schema.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "experiments/loaded_experiment.hpp"
#include "tests/experiments/schema_check.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

std::filesystem::path scenario(std::string const& name)
{
    return source_dir() / "experiments" / "scenarios" / (name + ".json");
}

std::string misfit_of(json const& file)
{
    static json const schema = experiment_schema();
    return misfit(file, schema, schema);
}

}  // namespace

TEST_CASE("the schema takes every scenario, as written and with every default filled in", "[experiments][schema]")
{
    for (auto const& entry : std::filesystem::directory_iterator{source_dir() / "experiments" / "scenarios"}) {
        if (entry.path().extension() != ".json")
            continue;
        CAPTURE(entry.path());
        std::ifstream text{entry.path()};
        CHECK(misfit_of(json::parse(text)) == "");
        CHECK(misfit_of(json::parse(LoadedExperiment{entry.path(), {}}.effective())) == "");
    }
}

TEST_CASE("the schema refuses what the reader refuses", "[experiments][schema]")
{
    auto const [pointer, wrong] = GENERATE(table<std::string, std::string>({
        {"/days", "-1"},
        {"/seed", "1.5"},
        {"/start", "\"12 May 2022\""},
        {"/start", "\"2022-05-12T6Z\""},
        {"/record", R"(["series", "seris"])"},
        {"/markets", R"({"M": {"edges": []}})"},
        {"/institutions/Harbour Bank/kind", "\"outside\""},
        {"/step_seconds", "\"600\""},
        {"/question", "\"\""},
        {"/institutions/Harbour Bank/hott", "0.1"},
        {"/institutions/Harbour Bank/kind", "\"bnk\""},
        {"/institutions/Harbour Bank/grace", "\"soon\""},
        {"/agents/depositors/kind", "\"retail\""},
        {"/agents/depositors/count", "-1"},
        {"/agents/depositors/rule", R"({"kind": "logistic", "b0": -200})"},
        {"/mechanisms/withdrawals/gate", R"({"kind": "coverage", "belov": 0.1})"},
        {"/shocks/bad report/level", "\"gossip\""},
        {"/arms/daily_limit", R"({"no pointer": 1})"},
    }));
    CAPTURE(pointer);
    std::ifstream text{scenario("bank_run_lesson")};
    json patch = json::parse(text), whole = json::parse(LoadedExperiment{scenario("bank_run_lesson"), {}}.effective());
    for (json* const file : {&patch, &whole}) {
        CAPTURE(file->contains("extends"));
        (*file)[json::json_pointer{pointer}] = json::parse(wrong);
        CHECK(misfit_of(*file) != "");
    }
}

TEST_CASE("only a file that extends another may leave out what is needed, or remove", "[experiments][schema]")
{
    json file = json::parse(LoadedExperiment{scenario("bank_run_lesson"), {}}.effective());
    auto const both = [&file](std::string const& pointer, json const& value) {
        json changed = file;
        changed[json::json_pointer{pointer}] = value;
        bool const alone = misfit_of(changed).empty();
        changed["extends"] = "behaviour.json";
        return std::pair{alone, misfit_of(changed).empty()};
    };
    CHECK(both("/agents/depositors", {{"count", 10}}) == std::pair{false, true});
    CHECK(both("/agents/depositors", nullptr) == std::pair{false, true});
    CHECK(both("/institutions/Harbour Bank/placements/loans", nullptr) == std::pair{false, true});
    CHECK(both("/mechanisms/withdrawals/limit", {{"share", 0.1}}) == std::pair{false, true});
    CHECK(both("/days", 3) == std::pair{true, true});
}
