// Every result is declared once, and declarations that would trip a reader are refused.

#include "output/schema.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "model/event.hpp"
#include "output/capture.hpp"
#include "tests/output/sample_results.hpp"
#include "tests/places.hpp"

using namespace stampede;
using Catch::Matchers::Contains;

TEST_CASE("every declared column has a meaning, a unit or flags, and declared axes", "[output][schema]")
{
    Schema const schema = results_schema();
    for (Schema::Group const& group : schema.groups())
        for (Schema::Column const& column : group.columns) {
            CAPTURE(group.path, column.name);
            CHECK_FALSE(column.meaning.empty());
            CHECK(column.unit.empty() == (column.type == Type::text || !column.flags.empty()));
            for (std::string const& axis : Schema::axes_of(group, column))
                CHECK_NOTHROW(schema.axis(axis));
            CHECK(column.flags.size() <= 128);
        }
    CHECK(schema.column("/events/kind").flags.size() == event_kind_count);
    CHECK(schema.column("/events/kind").flags.at(static_cast<std::size_t>(EventKind::failure)) == "failure");
    CHECK(schema.column("/series/venue/time_h").unit == "h");
}

TEST_CASE("xarray's time units are refused: it would make dates of them", "[output][schema]")
{
    // pydata/xarray coding/times.py: units "days" ... "nanoseconds" become timedelta64
    Schema schema = results_schema();
    std::string const unit = GENERATE("days", "hours", "minutes", "seconds", "microseconds");
    CHECK_THROWS_AS(schema.declare("/summary", {.name = "wait", .unit = unit, .meaning = "waiting time"}), InputError);
    CHECK_NOTHROW(schema.declare("/summary", {.name = "wait", .unit = "h", .meaning = "waiting time"}));
}

TEST_CASE("declarations are unique, meant and nameable", "[output][schema]")
{
    Schema schema = results_schema();
    CHECK_THROWS_WITH(schema.declare("/summary", {.name = "arm", .unit = "", .meaning = "again", .type = Type::text}),
                      Contains("/summary/arm"));
    CHECK_THROWS_WITH(schema.declare("/nowhere", {.name = "x", .unit = "1", .meaning = "x"}), Contains("/nowhere"));
    CHECK_THROWS_WITH(schema.declare("/summary", {.name = "x", .unit = "1", .meaning = ""}), Contains("/summary/x"));
    CHECK_THROWS_WITH(schema.declare("/summary", {.name = "x", .unit = "1", .meaning = "x", .axes = {"colour"}}),
                      Contains("colour"));
    CHECK_THROWS_WITH(schema.declare("/summary", {.name = "run", .unit = "1", .meaning = "x"}), Contains("axis"));
    CHECK_THROWS_AS(schema.declare("/summary", {.name = "a/b", .unit = "1", .meaning = "x"}), InputError);
    CHECK_THROWS_AS(schema.declare_population(".."), InputError);
    CHECK_THROWS_AS(schema.declare_population(""), InputError);
}

TEST_CASE("what is not declared cannot be captured", "[output][schema]")
{
    Capture capture{results_schema()};
    CHECK_THROWS_AS(capture.column<double>("/series/venue/mood"), BrokenInvariant);
    CHECK_THROWS_WITH(capture.column<double>("/series/venue/status"), Contains("another type"));
    CHECK_THROWS_WITH(capture.column<double>("/series/venue/time_h"), Contains("label_steps"));
    CHECK_THROWS_WITH(capture.label("venue", std::vector<std::int64_t>{1}), Contains("venue"));
    CHECK_THROWS_AS(capture.label("colour", std::vector<std::string>{"red"}), BrokenInvariant);
}

TEST_CASE("a column must have as many values as its axes have labels", "[output][schema]")
{
    Capture capture{results_schema()};
    capture.label("run", std::vector<std::int64_t>{0});
    capture.label("venue", std::vector<std::string>{"A", "B"});
    capture.label_steps({0, 1, 2}, {0, 1, 2});
    capture.column<double>("/series/venue/claims_usd") = {1, 2, 3, 4, 5};
    CHECK_THROWS_WITH(std::move(capture).finish(), Contains("/series/venue/claims_usd holds 5 values") &&
                                                       Contains("(run, step, venue) have 1 x 3 x 2"));
}

TEST_CASE("columns of one table must be equally long", "[output][schema]")
{
    Capture capture{results_schema()};
    capture.column<std::int64_t>("/causes/child") = {1, 2};
    capture.column<std::int64_t>("/causes/parent") = {0};
    CHECK_THROWS_WITH(std::move(capture).finish(), Contains("/causes/parent holds 1 values"));
}

TEST_CASE("metrics and parameters are declared at run time", "[output][schema]")
{
    Capture capture{results_schema()};
    capture.schema().declare("/summary", {.name = "limit", .unit = "", .meaning = "limit rule", .type = Type::text});
    capture.schema().declare("/summary", {.name = "paid_share", .unit = "1", .meaning = "paid / asked"});
    capture.label("run", std::vector<std::int64_t>{4, 5});
    capture.column<std::string>("/summary/limit") = {"none", "daily_share"};
    capture.column<double>("/summary/paid_share") = {1, 0.5};
    Contents const contents = std::move(capture).finish();

    CHECK(contents.values<std::int64_t>("/summary/run") == std::vector<std::int64_t>{4, 5});
    CHECK(contents.values<std::string>("/summary/limit")[1] == "daily_share");
    CHECK(text_of(contents.at("/summary/paid_share").attributes, "units") == "1");
    CHECK(contents.find("/series/venue/time_h") == nullptr);  // what was not recorded is absent
}

TEST_CASE("output/FORMAT.md is what describe says", "[output][schema]")
{
    INFO("make it anew: stampede describe results > output/FORMAT.md");
    CHECK(stampede::testing::bytes_of(stampede::testing::source_dir() / "output/FORMAT.md") ==
          describe(results_schema()));
}
