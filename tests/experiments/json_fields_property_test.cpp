// For any experiment: what is written reads back the same; what is broken is always noticed; nothing ever crashes.

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/experiments/mutator.hpp"
#include "tests/experiments/toy_reading.hpp"

using namespace stampede;
using nlohmann::json;

namespace {

/// A valid toy experiment, from a few free numbers.
json random_experiment()
{
    json all{{"question", *rc::gen::string<std::string>().as("question")}, {"seed", *rc::gen::inRange(0, 1 << 30)}};
    if (!parse_value(all["question"].dump(-1, ' ', false, json::error_handler_t::replace)).is_string())
        all["question"] = "?";
    all["question"] = json::parse(all["question"].dump(-1, ' ', false, json::error_handler_t::replace));
    auto const positive_number = [] { return *rc::gen::positive<double>(); };
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
        all["assets"]["A" + std::to_string(i)] = {{"kind", i % 2 == 0 ? "fiat" : "crypto"},
                                                  {"price", positive_number()}};
    all["institutions"]["V"] = {{"discloses", *rc::gen::arbitrary<bool>()}, {"tiers", {0.25, 0.5}}};
    all["agents"]["users"] = {{"kind", "retail_user"},
                              {"count", *rc::gen::inRange(1, 1'000'000)},
                              {"balance", {{"kind", "lognormal"}, {"median", positive_number()}, {"sigma", 1.5}}},
                              {"venue", "V"},
                              {"claims", {{"A1", positive_number()}}}};
    if (*rc::gen::arbitrary<bool>())
        all["agents"]["users"]["limit"] = "daily_share";
    if (*rc::gen::arbitrary<bool>())
        all["agents"]["fund"] = "fund";
    all["mechanisms"] = {{"delay", *rc::gen::element("90s", "10min", "6h", "1h30min")},
                         {"limit", {{"kind", "daily_share"}, {"share", 1 / (1 + positive_number())}}}};
    return all;
}

/// Objects of the toy whose names are free.
bool is_table(std::string const& pointer)
{
    return pointer == "/assets" || pointer == "/institutions" || pointer == "/agents" ||
           pointer == "/agents/users/claims";
}

}  // namespace

TEST_CASE("what is written reads back the same", "[experiments][property]")
{
    REQUIRE(rc::check([] {
        Problems problems{"toy.json"};
        toy::Experiment first = toy::read(random_experiment().dump(), problems);
        RC_LOG() << (problems.none() ? "" : problems.message());
        RC_ASSERT(problems.none());
        std::string const written = write_fields(visit_of(first)).dump(2);
        toy::Experiment second = toy::read(written, problems);
        RC_ASSERT(problems.none());
        RC_ASSERT(write_fields(visit_of(second)).dump(2) == written);
    }));
}

TEST_CASE("what is broken is always noticed", "[experiments][property]")
{
    REQUIRE(rc::check([] {
        Problems none{"toy.json"};
        toy::Experiment experiment = toy::read(random_experiment().dump(), none);
        std::string const broken = testing::broken(write_fields(visit_of(experiment)), is_table);
        RC_LOG() << broken;
        Problems problems{"toy.json"};
        toy::read(broken, problems);
        RC_ASSERT(!problems.none());
        RC_ASSERT(!problems.message().empty());
    }));
}

TEST_CASE("no text makes the reader crash", "[experiments][property]")
{
    REQUIRE(rc::check([] {
        std::string const text = testing::scrambled(random_experiment().dump());
        Problems problems{"toy.json"};
        toy::Experiment experiment = toy::read(text, problems);
        if (problems.none()) {
            Problems again{"toy.json"};
            toy::read(write_fields(visit_of(experiment)).dump(), again);
            RC_ASSERT(again.none());
        }
    }));
}
