// The state of a run survives a trip to memory and to disk, and nothing is loaded where it does not belong.

#include "output/checkpoint.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <optional>

#include "model/base/check.hpp"
#include "output/contents_file.hpp"
#include "tests/output/sample_results.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;

namespace {

enum class Mood : std::int8_t { calm, afraid };

struct Order {
    AccountId owner;
    Amount amount{0};
    Mood mood = Mood::calm;
    double limit = 0;

    static void members(auto&& member)
    {
        member("owner", &Order::owner);
        member("amount", &Order::amount);
        member("mood", &Order::mood);
        member("limit", &Order::limit);
    }
    bool operator==(Order const&) const = default;
};

/// One column of every type that a visitor takes.
struct Columns {
    Column<std::int8_t> i8{-128, 127};
    Column<std::uint8_t> u8{0, 255};
    Column<std::int16_t> i16{-32768};
    Column<std::uint16_t> u16{65535};
    Column<std::int32_t> i32{-2147483647 - 1};
    Column<std::uint32_t> u32{4294967295};
    Column<std::int64_t> i64{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    Column<std::uint64_t> u64{std::numeric_limits<std::uint64_t>::max()};
    Column<float> f32{0.1F, -0.0F};
    Column<double> f64{0.1, 5e-324, std::numeric_limits<double>::infinity()};
    bool operator==(Columns const&) const = default;

    void columns(ColumnVisitor& column)
    {
        column("i8", i8);
        column("u8", u8);
        column("i16", i16);
        column("u16", u16);
        column("i32", i32);
        column("u32", u32);
        column("i64", i64);
        column("u64", u64);
        column("f32", f32);
        column("f64", f64);
    }
};

struct State {
    Columns plain;
    Column<Order> orders{{AccountId{7}, Amount{-3}, Mood::afraid, 0.5}, {AccountId{}, Amount{9}, Mood::calm, 2}};
    Column<Order> none;
    Column<Column<Price>> ladders{{Price{1}, Price{2}}, {}, {Price{3}}};
    Column<Column<Order>> books{{}, {{AccountId{1}, Amount{1}, Mood::afraid, 1}}};
    bool open = true;
    std::uint64_t counter = 1'000'000'007;
    bool operator==(State const&) const = default;

    void columns(ColumnVisitor& column)
    {
        column.group("plain", plain);
        column("orders", orders);
        column("none", none);
        column("ladders", ladders);
        column("books", books);
        column.scalar("open", open);
        column.scalar("counter", counter);
    }
};

State emptied()
{
    State state;
    state.plain = Columns{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    state.orders.clear();
    state.none.resize(5);
    state.ladders.clear();
    state.books.clear();
    state.open = false;
    state.counter = 0;
    return state;
}

Contents saved(State state)
{
    SaveColumns save;
    state.columns(save);
    return std::move(save).take();
}

State loaded(Contents const& columns)
{
    State state = emptied();
    LoadColumns load{columns, "checkpoint.h5"};
    state.columns(load);
    load.require_all_read();
    return state;
}

/// The saved columns without or with another one.
Contents changed(std::string const& path, std::optional<Values> const& instead)
{
    Contents const whole = saved(State{});
    Contents all;
    for (auto const& [name, column] : whole.datasets())
        if (name != path)
            all.add(name, column);
        else if (instead)
            all.add(name, {*instead, {size(*instead)}, {}, {}});
    return all;
}

std::string error_of_loading(Contents const& columns)
{
    return output_error([&] { (void)loaded(columns); });
}

}  // namespace

TEST_CASE("columns of every type come back from memory", "[output][checkpoint]")
{
    REQUIRE_FALSE(emptied() == State{});
    CHECK(loaded(saved(State{})) == State{});
    CHECK(loaded(saved(emptied())) == emptied());
}

TEST_CASE("a checkpoint comes back from disk with what it belongs to", "[output][checkpoint]")
{
    TemporaryFolder const folder;
    write_checkpoint(folder / "state.h5", {"0.1.0", R"({"seed":1})", 17, saved(State{})});
    Checkpoint const back = read_checkpoint(folder / "state.h5");
    CHECK(loaded(back.columns) == State{});
    CHECK(back.step == 17);
    CHECK(back.code_version == "0.1.0");
    CHECK(back.config_json == R"({"seed":1})");
    CHECK_FALSE(std::filesystem::exists(folder / "state.h5.part"));
}

TEST_CASE("a checkpoint of another program or experiment is refused by name", "[output][checkpoint]")
{
    Checkpoint const checkpoint{"0.1.0", "{}", 17, {}};
    CHECK_NOTHROW(require_same_code(checkpoint, "0.1.0", "state.h5"));
    CHECK_NOTHROW(require_same_config(checkpoint, "{}", "state.h5"));
    CHECK_THAT(output_error([&] { require_same_code(checkpoint, "0.2.0", "state.h5"); }),
               Contains("state.h5: was saved by stampede 0.1.0, this is stampede 0.2.0"));
    CHECK_THAT(output_error([&] { require_same_config(checkpoint, "{ }", "state.h5"); }),
               Contains("state.h5: was saved by another experiment (SHA-256 of the configuration 44136fa3"));
}

TEST_CASE("columns that do not fit are refused by name", "[output][checkpoint]")
{
    CHECK_THAT(error_of_loading(changed("/plain/i32", {})), Contains("checkpoint.h5: /plain/i32: was not saved"));
    CHECK_THAT(error_of_loading(changed("/plain/i32", std::vector<double>{1})),
               Contains("/plain/i32: was saved as float64, not int32"));
    CHECK_THAT(error_of_loading(changed("/orders/limit", std::vector<double>{1, 2, 3})),
               Contains("/orders/limit: has 3 rows, its table 2"));
    CHECK_THAT(error_of_loading(changed("/orders/rows", std::vector<double>{2})),
               Contains("/orders/rows: is no count"));

    Contents more = saved(State{});
    more.add("/population/fear", {std::vector<double>{1}, {1}, {}, {}});
    CHECK_THAT(error_of_loading(more), Contains("/population/fear: was saved, but this run has no such column"));
}

TEST_CASE("names that cannot stand in a path are refused", "[output][checkpoint]")
{
    SaveColumns save;
    CHECK_THROWS_AS(save.enter("retail/eu"), InputError);
    CHECK_THROWS_AS(save.enter(".."), InputError);
    CHECK_THROWS_AS(save.enter(""), InputError);
}

TEST_CASE("results and checkpoints are not taken for one another", "[output][checkpoint]")
{
    TemporaryFolder const folder;
    write_contents(folder / "results.h5", sample_results());
    CHECK_THAT(output_error([&] { (void)read_checkpoint(folder / "results.h5"); }),
               Contains("results.h5: is not a stampede checkpoint but stampede-results"));
}
