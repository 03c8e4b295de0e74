// Index and mark through the whole engine, by configuration alone: three spot books that single orders push away from
// 100 and a perpetual that stays there.

#include <catch2/catch.hpp>

#include "output/measures/run_record.hpp"
#include "output/perp_watch.hpp"
#include "output/readings.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

namespace {

/// Venues whose books are at 98, 101 and 110 once their orders of the first step are met; the first one is that of
/// the perpetual.
Json pushed_world(Json const& perp)
{
    constexpr double depth = 1000;  // [coins per USD]
    Json world = leverage_world({.price = 100});
    world["markets"]["COIN-PERP"]["perp"].update(perp);
    for (auto const& [venue, push] : std::map<std::string, double>{{"Exchange", -2}, {"Second", 1}, {"Third", 10}}) {
        if (venue != "Exchange")
            world["institutions"][venue] = {{"kind", "exchange"}};
        world["markets"]["COIN-USD " + venue] = {{"venue", venue},    {"base", "COIN"},
                                                 {"quote", "USD"},    {"distance", "linear"},
                                                 {"depth", depth},    {"edges", {0.5}},
                                                 {"profile", {1}},    {"half_spread", 0},
                                                 {"floor", 0},        {"resilience_time", "9000d"},
                                                 {"maker_base", 1e5}, {"maker_quote", 1e7}};
        world["shocks"]["push " + venue] = {{"kind", "order"},
                                            {"at", 0},
                                            {"venue", venue},
                                            {"asset", "COIN"},
                                            {"side", push > 0 ? "buy" : "sell"},
                                            {"coins", std::abs(push) * depth}};
    }
    return world;
}

}  // namespace

TEST_CASE("an index is the median of the venues, their mean without outliers, one of them, or an average over time",
          "[analytic][funding]")
{
    struct Row {
        Json oracle;
        std::vector<double> index;  // after each step
    };
    // The mean takes 110 as 5 % above the median of 101.
    Row const row = GENERATE(Row{{{"kind", "median"}}, {101, 101}},
                             Row{{{"kind", "mean"}, {"clamp", 0.05}}, {(101 + 98 + 1.05 * 101) / 3}},
                             Row{{{"kind", "mean"}, {"clamp", 1}}, {103}}, Row{{{"kind", "single"}}, {98}},
                             Row{{{"kind", "single"}, {"venue", "Third"}}, {110}},
                             Row{{{"kind", "twap"}, {"window", "30min"}}, {100, 100.5, 302.0 / 3, 101, 101}});
    CAPTURE(row.oracle.dump());
    Json world = pushed_world({{"oracle", row.oracle}});
    if (row.oracle.at("kind") == "twap")  // a step in which all is at 100, before they are pushed
        for (Json& shock : world["shocks"])
            shock["at"] = 600;
    Configured run{world};
    LeverageView const seen{run};
    for (double const index : row.index) {
        run.go(1);
        CHECK_THAT(seen.market().index, WithinAbs(index, 1e-6));
    }
}

// 101 and 110 elsewhere: their median is 105.5.
TEST_CASE("an outcome tells how far an index was from other venues", "[analytic][funding]")
{
    auto const [oracle, index] = GENERATE(table<char const*, double>({{"single", 98}, {"median", 101}}));
    CAPTURE(oracle);
    Configured run{pushed_world({{"oracle", {{"kind", oracle}}}})};
    View& seen = run.simulation().world();
    PerpWatch watch;
    watch.start(seen);
    run.go(1);
    watch.see(seen);
    CHECK_THAT(watch[0].index_gap, WithinAbs(1 - index / 105.5, 1e-6));
}

// Third is pushed by a tenth in the first step and halts for the next six: while it does, the index is the mean of 98
// and 101, and Second alone is elsewhere. Once it trades again, 101 stands against 105.5, which is farther.
TEST_CASE("a market that has halted takes no part in the gap of an index until it trades again", "[analytic][funding]")
{
    auto const [steps, gap] =
        GENERATE(table<int, double>({{1, 1 - 99.5 / 101}, {7, 1 - 99.5 / 101}, {8, 1 - 101 / 105.5}}));
    CAPTURE(steps);
    Json world = pushed_world(Json::object());
    world["days"] = steps / 144.0;
    world["markets"]["COIN-USD Third"]["breaker"] = {{"kind", "halt"}, {"trigger", 0.05}, {"cool_down", "1h"}};
    std::string const text = world.dump();
    Contents const results = results_of(text.substr(1, text.size() - 2));
    CHECK_THAT(RunRecord{results}.outcome("/summary/perp", "index_gap", "COIN-PERP"), WithinAbs(gap, 1e-6));
}

// Third's gate is closed: its mid still counts in the index of 101, though nobody can bring coins there, and Second
// alone is elsewhere, at 101 too. With Second's gate closed as well there is no gap to tell, though there is an index.
TEST_CASE("a venue whose gate is closed takes no part in the gap of an index until it opens", "[analytic][funding]")
{
    bool const both = GENERATE(false, true);
    CAPTURE(both);
    Json world = pushed_world(Json::object());
    world["shocks"]["close Third"] = {{"kind", "gate"}, {"at", 0}, {"venue", "Third"}, {"duration", "1h"}};
    if (both)
        world["shocks"]["close Second"] = {{"kind", "gate"}, {"at", 0}, {"venue", "Second"}, {"duration", "1h"}};
    Configured run{world};
    View& seen = run.simulation().world();
    PerpWatch watch;
    watch.start(seen);
    for (int step = 0; step < 3; ++step) {
        run.go(1);
        watch.see(seen);
        CHECK_THAT(seen.perps[0].index, WithinAbs(101, 1e-6));
    }
    CHECK(known(watch[0].index_gap) == !both);
    if (!both)
        CHECK_THAT(watch[0].index_gap, WithinAbs(0, 1e-6));
    run.go(6);
    watch.see(seen);
    CHECK_THAT(watch[0].index_gap, WithinAbs(1 - 101 / 105.5, 1e-6));
}

// Its own venue fails in the third step, which closes the perpetual; a jump of half the price afterwards is none of its
// index, which stays where it was.
TEST_CASE("the gap of an index ends with the market that has it", "[analytic][funding]")
{
    Json world = pushed_world(Json::object());
    world["shocks"]["failure"] = {{"kind", "failure"}, {"at", "20min"}, {"institution", "Exchange"}};
    add_jump(world, "COIN", 4, 100, 50);
    Configured run{world};
    View& seen = run.simulation().world();
    PerpWatch watch;
    watch.start(seen);
    for (int step = 0; step < 6; ++step) {
        run.go(1);
        watch.see(seen);
    }
    CHECK(seen.perps[0].closed_out != 0);
    auto const second = std::ranges::find(seen.markets, "COIN-USD Second", &Market::name);
    REQUIRE(second != seen.markets.end());
    CHECK(second->mid < 60);
    CHECK_THAT(watch[0].index_gap, WithinAbs(1 - 101 / 105.5, 1e-6));
}

// Funding of 0.3 % falls due every half hour; two thirds of the interval are left. M 1.4.
TEST_CASE("a mark is the index, the fair price, the market's own mid, or the middle of three", "[analytic][funding]")
{
    double const index = 101, fair = index * (1 + 0.003 * 2 / 3), mid = 100;
    double const halves_each_step = 600 / std::log(2.0);
    struct Row {
        std::string mark;
        double basis_time, price;
    };
    // The mean basis is -1 at once, -15/16 after four steps, or nearly nothing.
    Row const row =
        GENERATE_COPY(Row{"index", 600, index}, Row{"fair", 600, fair}, Row{"mid", 600, mid}, Row{"median", 0, mid},
                      Row{"median", halves_each_step, index - 15.0 / 16}, Row{"median", 3e11, index});
    CAPTURE(row.mark, row.basis_time);
    Configured run{pushed_world({{"mark", row.mark},
                                 {"basis_time", row.basis_time},
                                 {"funding_interval", "30min"},
                                 {"interest", 0.003},
                                 {"funding_clamp", 1}})};
    LeverageView const seen{run};
    run.go(4);
    CHECK_THAT(seen.market().mid, WithinAbs(mid, 1e-9));
    CHECK_THAT(seen.market().index, WithinAbs(index, 1e-6));
    CHECK_THAT(seen.market().funding_rate, WithinAbs(0.003, 1e-12));
    CHECK_THAT(seen.market().mark, WithinAbs(row.price, 1e-6));
}
