// The four shorts of the ready experiment adl_rules.json: who is closed by force under each rule, through the engine.
// Source of the scores and of the orders they give: BitMEX, Binance and Hyperliquid's descriptions of
// auto-deleveraging, applied to the same four accounts at a mark of 90 (M 1.5); the last column by arithmetic.

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/build.hpp"
#include "experiments/runner.hpp"
#include "tests/scenarios/episode.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

using Coins = std::array<double, 4>;

/// What each of T1 ... T4 is left with [coins], and what was taken from it [USD].
struct Left {
    Coins held{}, lost{};
};

/// @param arm      of the experiment, "" = the base: a queue by BitMEX's score
/// @param needed   size of the bankrupt long [coins]
Left left_after(std::string const& arm, double needed, std::vector<std::string> settings = {})
{
    settings.push_back(fmt::format("/agents/bankrupt long/notional={}", 91 * needed));
    LoadedExperiment loaded{scenario_folder() / "adl_rules.json", settings};
    auto const run = build(loaded.experiment({arm, {}}), {.audits = true}, {});
    while (!run->done())
        run->step();
    World const& world = run->world();
    PerpMarket const& market = world.perps.front();
    auto const& classes = world.ledger.wealth().classes();
    Left left;
    for (std::size_t row = 0; row < market.positions.size(); ++row) {
        std::string const& owner =
            classes[world.ledger.owner_class(market.positions.account(PositionId::of(row))).index()];
        if (owner.size() != 2 || owner.front() != 'T')
            continue;
        auto const place = static_cast<std::size_t>(owner[1] - '1');
        left.held.at(place) = -static_cast<double>(market.positions.position(PositionId::of(row)).size.value()) * 1e-6;
    }
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (classes[i].size() == 2 && classes[i].front() == 'T')
            left.lost.at(static_cast<std::size_t>(classes[i][1] - '1')) =
                1e-6 * static_cast<double>((world.ledger.wealth().loss(ClassId::of(i), Channel::adl) +
                                            world.ledger.wealth().loss(ClassId::of(i), Channel::socialised))
                                               .value());
    return left;
}

/// Accounts in the order in which a growing need closes them, e.g. "T3 T1 T2 T4".
std::string order_of(std::string const& arm)
{
    std::string order;
    Coins before{1, 1, 2, 1};
    for (double needed = 1; needed <= 5; ++needed) {
        Coins const now = left_after(arm, needed).held;
        for (std::size_t i = 0; i < now.size(); ++i)
            if (now[i] < before[i] && order.find(fmt::format("T{}", i + 1)) == std::string::npos)
                order += fmt::format("{}T{}", order.empty() ? "" : " ", i + 1);
        before = now;
    }
    return order;
}

void check_close(Coins const& found, Coins const& expected, double tolerance)
{
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i] == Approx(expected[i]).margin(tolerance));
    }
}

}  // namespace

TEST_CASE("three venues' queues close four shorts in their published orders", "[scenarios][adl]")
{
    auto const& [arm, order] = GENERATE(table<std::string, std::string>({{"", "T3 T1 T2 T4"},
                                                                         {"binance", "T3 T1 T2 T4"},
                                                                         {"hyperliquid", "T3 T1 T2 T4"},
                                                                         {"hyperliquid_and_losers", "T3 T4 T1 T2"}}));
    CAPTURE(arm);
    CHECK(order_of(arm) == order);
    validation_row(fmt::format("four shorts closed by force, {}", arm.empty() ? "bitmex" : arm), "M 1.5", order,
                   order_of(arm));
}

// With three coins in place of one T2 is the largest, after it T3 with two; T1 has one, as has T4, which is in loss and
// passed over. BitMEX's score would begin with T3.
TEST_CASE("a queue by size closes the largest winner first", "[scenarios][adl]")
{
    std::vector<std::string> const larger = {"/agents/T2/notional=273"};
    check_close(left_after("largest_first", 2, larger).held, {1, 1, 2, 1}, 1e-6);
    check_close(left_after("", 2, larger).held, {1, 3, 0, 1}, 1e-6);
    check_close(left_after("largest_first", 4, larger).held, {1, 0, 1, 1}, 1e-6);
    check_close(left_after("largest_first", 5.5, larger).held, {0.5, 0, 0, 1}, 1e-6);
    // As the experiment has them, T1 and T2 are of one size: luck says which is closed, whole, after T3.
    Coins const tied = left_after("largest_first", 3).held;
    CHECK(tied[2] == 0);
    CHECK(tied[3] == 1);
    CHECK(std::abs(tied[0] - tied[1]) == 1);
    CHECK(tied[0] + tied[1] == 1);
    validation_row("three shorts of 3, 2 and 1 coins closed by force, largest_first, half a coin left", "M 1.5",
                   "T2 T3 T1", "there");
}

// Profits at 90: T1 10, T2 30, T3 10, T4 none; leverages 4.5, 1, 12, 6.
TEST_CASE("rules that share: everybody, by profit, up to a cap, by leverage", "[scenarios][adl]")
{
    check_close(left_after("pro_rata", 3).held, {0.4, 0.4, 0.8, 0.4}, 1e-6);
    check_close(left_after("pro_rata_wealth", 2).held, {0.5, 0, 1.5, 1}, 2e-6);
    check_close(left_after("capped", 2).held, {0.5, 0.5, 1, 1}, 1e-6);
    check_close(left_after("capped", 2.8).held, {0.3, 0.3, 0.6, 1}, 1e-6);
    double const unit = 1.0 / (4.5 * 4.5 + 1 + 2 * 144.0);  // of a need below every cap
    check_close(left_after("risk_weighted", 1).held, {1 - 20.25 * unit, 1 - unit, 2 - 288 * unit, 1}, 2e-6);
}

// The bankrupt long has a bankruptcy price of 90.5: who is closed there gives up half a dollar per coin against mark.
TEST_CASE("closing at the bankruptcy price costs winners, closing at mark costs the venue", "[scenarios][adl]")
{
    check_close(left_after("", 3).lost, {0.5, 0, 1, 0}, 1e-5);
    check_close(left_after("at_mark", 3).lost, {0, 0, 0, 0}, 1e-5);
    CHECK(left_after("socialised", 3).held == Coins{1, 1, 2, 1});
}

// The table of experiments/scenarios/EPISODES.md: parts of T1 ... T4 closed, accounts touched, concentration (M 9).
TEST_CASE("outcomes tell who was closed by force, how many, and how unevenly", "[scenarios][adl]")
{
    struct Row {
        std::string arm;
        Coins parts;
        double touched, concentration;
    };
    Row const row = GENERATE(
        Row{"", {1, 0, 1, 0}, 0.5, 5.0 / 9}, Row{"binance", {1, 0, 1, 0}, 0.5, 5.0 / 9},
        Row{"hyperliquid", {1, 0, 1, 0}, 0.5, 5.0 / 9}, Row{"hyperliquid_and_losers", {0, 0, 1, 1}, 0.5, 5.0 / 9},
        Row{"pro_rata", {0.6, 0.6, 0.6, 0.6}, 1, 0.28}, Row{"pro_rata_wealth", {1, 1, 0.5, 0}, 0.75, 1.0 / 3},
        Row{"capped", {8 / 11.0, 8 / 11.0, 8 / 11.0, 1 / 11.0}, 1, 0.353535},
        Row{"risk_weighted", {20.25 / 21.25, 1 / 21.25, 1, 0}, 0.75, 0.545595});
    CAPTURE(row.arm);
    LoadedExperiment loaded{scenario_folder() / "adl_rules.json", {}};
    Runner runner{loaded, {{0, row.arm, 0}, {row.arm, {}}, {}}, {1, true}};
    REQUIRE(runner.go([] { return false; }, [](std::int64_t) {}));
    Contents const results = runner.results();
    RunRecord const run{results};
    double largest = 0;
    for (std::size_t i = 0; i < row.parts.size(); ++i) {
        CAPTURE(i);
        CHECK(run.outcome("/summary/class", "deleveraged_share", fmt::format("T{}", i + 1)) ==
              Approx(row.parts[i]).margin(2e-6));
        largest = std::max(largest, row.parts[i]);
    }
    CHECK(run.outcome("/summary/perp", "touched_share", "COIN-PERP") == row.touched);
    CHECK(run.outcome("/summary/perp", "closed_hhi", "COIN-PERP") == Approx(row.concentration).margin(2e-5));
    CHECK(run.outcome("/summary/perp", "largest_haircut", "COIN-PERP") == Approx(largest).margin(2e-6));
    CHECK(run.outcome("/summary/perp", "deleveraged_usd", "COIN-PERP") == Approx(270));
    CHECK(run.outcome("/summary/perp", "liquidated_share", "COIN-PERP") == Approx(270.0 / 455));
    CHECK(run.outcome("/summary/perp", "lowest_fund_usd", "COIN-PERP") == 0);
}

// Three coins taken over at 90.5 and worth 90: a loss of 1.5, of which a fund pays what it has, unless the venue does
// not wait until it is spent.
TEST_CASE("what winners give up: the uncovered loss, and on a drawdown what the fund could have paid",
          "[scenarios][adl]")
{
    struct Row {
        std::string arm;
        std::vector<std::string> settings;
        double uncovered, given_up, excess;
    };
    std::string const fund = "/markets/COIN-PERP/perp/insurance_fund=1";
    std::string const waits = R"(/mechanisms/margin/price="bankruptcy")";  // what is left is not sold below 90.5
    std::string const fires = R"(/mechanisms/deleveraging/trigger="drawdown")";
    Row const row =
        GENERATE_COPY(Row{"", {}, 1.5, 1.5, 0}, Row{"at_mark", {}, 1.5, 0, 0}, Row{"", {fund, waits}, 0.5, 0.5, 0},
                      Row{"", {fund, waits, fires, "/mechanisms/deleveraging/drawdown=0"}, 0.5, 1.5, 1});
    CAPTURE(row.arm, row.settings);
    LoadedExperiment loaded{scenario_folder() / "adl_rules.json", row.settings};
    Runner runner{loaded, {{0, row.arm, 0}, {row.arm, {}}, {}}, {1, true}};
    REQUIRE(runner.go([] { return false; }, [](std::int64_t) {}));
    Contents const results = runner.results();
    RunRecord const run{results};
    auto const outcome = [&](char const* name) { return run.outcome("/summary/perp", name, "COIN-PERP"); };
    CHECK(outcome("adl_uncovered_usd") == Approx(row.uncovered).margin(1e-5));
    CHECK(outcome("adl_given_up_usd") == Approx(row.given_up).margin(1e-5));
    CHECK(outcome("adl_excess_usd") == Approx(row.excess).margin(1e-5));
    for (char const* const name : {"adl_uncovered_usd", "adl_given_up_usd"}) {
        double sum = 0;
        for (double const value : run.track("/series/perp", name, "COIN-PERP").values)
            sum += value;
        CHECK(sum == Approx(outcome(name)).margin(1e-5));
    }
}
