// Who pays what positions could not: published cases of insurance funds, deleveraging and socialised losses through the
// whole engine, by configuration alone.

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "output/measures/run_record.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/results.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

namespace {

/// Runs to the end of step `steps`.
Configured ran(Json const& world, std::int64_t steps)
{
    Configured run{world};
    run.go(steps);
    return run;
}

/// An outcome of COIN-PERP after the whole run.
double outcome(Contents const& results, char const* name)
{
    return RunRecord{results}.outcome("/summary/perp", name, "COIN-PERP");
}

/// A world is run to its end, and all of it is recorded.
Contents recorded_results(Json const& world)
{
    std::string const text = world.dump();
    return results_of(text.substr(1, text.size() - 2));
}

/// Two longs of one coin with bankruptcy prices 8,730 and 8,680, and a fund of 100.
Json bybit_world()
{
    PerpVenue venue{.price = 9000};
    venue.tiers = one_tier(0.005);
    venue.fund = 100;
    Json world = leverage_world(venue);
    add_holder(world, "first", 1, 9000, 9000 - 8730);
    add_holder(world, "second", 1, 9000, 9000 - 8680);
    return world;
}

}  // namespace

// Bybit: both longs are sold at 8,700: -30 and +20; M 1.3.
TEST_CASE("the insurance fund takes what the engine wins and pays what it loses", "[analytic][leverage]")
{
    Json world = bybit_world();
    add_prices(world, {8700});
    Configured const run = ran(world, 4);
    LeverageView const seen{run};
    CHECK(seen.inventory() == 0);
    CHECK_THAT(seen.fund(), WithinAbs(100 - 30 + 20, 1e-3));
    validation_row("Bybit, fund after two takeovers sold at 8,700", "M 1.3", -10, seen.fund() - 100);
}

// Fee of 40 basis points at mark: half a coin at 1.30; M 1.3.
TEST_CASE("a liquidation fee goes to the fund", "[analytic][leverage]")
{
    PerpVenue venue{.price = 1.35};
    venue.tiers = one_tier(0.1);
    Json world = leverage_world(venue);
    world["mechanisms"]["margin"]["fee"] = 0.004;
    add_holder(world, "holder", 0.5, 1.35, 0.07);
    add_prices(world, {1.30});
    Configured const run = ran(world, 2);
    CHECK_THAT((LeverageView{run}.fund()), WithinAbs(0.0026, 1e-6));
}

// Fees of 20 basis points at mark and 10 at the price of execution: half a coin sold short is bought back at a mark of
// 1.30 in a book of 12.5 coins per unit of price, at 1.32 on average; M 1.3.
TEST_CASE("a liquidation fee at mark and one at the price of execution", "[analytic][leverage]")
{
    PerpVenue venue{.price = 1.25, .fund = 1, .depth = 12.5, .linear_book = true};
    venue.tiers = one_tier(0.1);
    Json world = leverage_world(venue, 8);
    world["mechanisms"]["margin"].update({{"fee", 0.002}, {"execution_fee", 0.001}});
    add_holder(world, "holder", -0.5, 1.25, 0.07);
    add_prices(world, {1.30});
    Configured run{world};
    LeverageView const seen{run};
    run.go(2);
    CHECK_THAT(seen.inventory(), WithinAbs(-0.5, 1e-8));
    CHECK_THAT(seen.fund() - 1, WithinAbs(0.00196, 2e-8));
    validation_row("fees of a liquidation, 20 bp at mark and 10 at 1.32", "M 1.3", 0.00196, seen.fund() - 1);
    run.go(1);  // what the engine paid for half a coin
    CHECK(seen.inventory() == 0);
    CHECK_THAT(seen.fund() - 1 - 0.00196, WithinAbs(0.07 - 0.00196 - 0.5 * (1.32 - 1.25), 1e-7));
}

// Five positions of Chitra (arXiv 2512.01112): the short E at 1.05 with 10/99 behind it is bought back at 1.55 against
// a bankruptcy price of 1.1510 in a book of one coin per unit of price: bad debt 0.399; M 2.3.
TEST_CASE("bad debt of a short bought back in a thin book", "[analytic][leverage]")
{
    PerpVenue venue{.price = 1.05, .fund = 10, .depth = 1, .linear_book = true};
    venue.tiers = one_tier(0.1);
    Json world = leverage_world(venue);
    add_holder(world, "E", -1, 1.05, 10.0 / 99);
    Configured const run = ran(world, 3);
    LeverageView const seen{run};
    CHECK(seen.inventory() == 0);
    CHECK_THAT(10 - seen.fund(), WithinAbs(0.399, 5e-4));
    validation_row("five positions, bad debt of E", "M 2.3", 0.399, 10 - seen.fund());
}

// Two parts of the long D, with a margin of 2/19 a coin, sold in the same book: 0.4 from 0.98 at 0.78 against a
// bankruptcy price of 0.8747, bad debt 0.0379; 0.2 from 0.94 at 0.84 against 0.8347, no bad debt, and the rest is the
// fund's. Each venue asks a little more than is behind them, 2/19 of 0.98 and of 0.94 being 10.7 % and 11.2 %; M 2.3.
TEST_CASE("parts of a long sold in a thin book: bad debt of the larger one, a gain of the smaller one",
          "[analytic][leverage]")
{
    struct Row {
        double entry, size, rate, ruin, sold, gain, printed;
    };
    Row const row = GENERATE(Row{0.98, 0.4, 0.11, 0.8747, 0.78, -0.4 * (0.2 - 2.0 / 19), 5e-5},
                             Row{0.94, 0.2, 0.12, 0.8347, 0.84, 0.2 * (2.0 / 19 - 0.1), 1e-5});
    CAPTURE(row.entry, row.size);
    PerpVenue venue{.price = row.entry, .fund = 10, .depth = 1, .linear_book = true};
    venue.tiers = one_tier(row.rate);
    Json world = leverage_world(venue, 8);
    add_holder(world, "D", row.size, row.entry, row.size * 2 / 19);
    Configured run{world};
    LeverageView const seen{run};
    run.go(1);
    CHECK_THAT(seen.inventory(), WithinAbs(row.size, 1e-8));
    double const ruin = seen.inventory_cost() / row.size;
    CHECK_THAT(ruin, WithinAbs(row.ruin, 5e-5));
    run.go(2);
    CHECK(seen.inventory() == 0);
    double const gain = seen.fund() - 10;
    CHECK_THAT(gain, WithinAbs(row.gain, 1e-7));
    CHECK_THAT(gain, WithinAbs(row.size * (row.sold - row.ruin), row.printed));
    CHECK_THAT(ruin + gain / row.size, WithinAbs(row.sold, 1e-6));
    validation_row(fmt::format("five positions, {} of D: gain of the fund", row.size), "M 2.3",
                   row.size * (row.sold - row.ruin), gain);
}

// BitMEX, "Auto-Deleveraging Example": six longs, ranks of profit 3, 6, 1, 4, 5, 2; a short of 20 with a bankruptcy
// price of 650 closes account 2 and half of account 5, at 650; M 1.5.
TEST_CASE("BitMEX's example of six longs", "[analytic][leverage][adl]")
{
    std::array<double, 6> const sizes{10, 10, 20, 30, 20, 10}, ranks{3, 6, 1, 4, 5, 2};
    Json world = leverage_world({.price = 640});
    world["mechanisms"]["deleveraging"] = {{"trigger", "shortfall"}, {"socialised", 0}};
    for (std::size_t i = 0; i < sizes.size(); ++i)
        add_holder(world, "account " + std::to_string(i + 1), sizes[i], 640 - 10 * ranks[i], 100 * sizes[i]);
    add_holder(world, "short", -20, 640, 20 * 10);
    add_prices(world, {660});
    Configured const run = ran(world, 2);
    LeverageView const seen{run};
    std::array<double, 6> const left{10, 0, 20, 30, 10, 10};
    for (std::size_t i = 0; i < left.size(); ++i) {
        CAPTURE(i);
        CHECK_THAT(seen.size("account " + std::to_string(i + 1)), WithinAbs(left[i], 1e-6));
    }
    // Each coin closed at 650 instead of 660 costs its owner 10.
    CHECK_THAT(seen.lost("account 2", Channel::adl), WithinAbs(100, 1e-3));
    CHECK_THAT(seen.lost("account 5", Channel::adl), WithinAbs(100, 1e-3));
    CHECK_THAT(seen.free("account 2"), WithinAbs(1000 + 10 * (650 - 580), 1e-3));
    CHECK(seen.market().flow.uncovered == Amount{200'000'000});
    CHECK(seen.market().flow.given_up == Amount{200'000'000});
    validation_row("BitMEX, account 5 of six longs, coins closed", "M 1.5", 10, 20 - seen.size("account 5"));
}

// Five accounts (Chitra, arXiv 2512.01112): winners with profits of 8, 4 and 0.5 and cash of 2, 1 and 0.5, losers 3 and
// 12 below zero, of which half is to be met. Here winners are shorts from 100, and the losers' bankruptcy price is 100
// too, so that at 80 what is closed against them takes just their profit; the fund has the other half of the deficit.
// The order (2, 1, 3) follows from a hair less cash behind the second. M 2.2; caps of (0.5, 1, 1): M 2.1.
TEST_CASE("five accounts: what a queue and shares leave to winners", "[analytic][leverage][adl]")
{
    struct Row {
        char const* name;
        Json rule;
        std::array<double, 3> left;
    };
    double const large = 20e8;  // between the first's notional of 32 and the second's of 16 [1e-8 USD]
    Row const row = GENERATE_COPY(
        Row{"queue", {{"kind", "queue"}}, {6.5, 1, 1}}, Row{"pro rata of profit", "pro_rata_wealth", {5.2, 2.6, 0.7}},
        Row{"capped", {{"kind", "capped"}, {"cap", 0.5}, {"from", large}}, {6, 5 - 0.777778 * 4, 1 - 0.777778 * 0.5}},
        Row{"capped at nothing", {{"kind", "capped"}, {"cap", 1}}, {5.2, 2.6, 0.7}});
    CAPTURE(row.name);
    PerpVenue venue{.price = 101, .fund = 7.5, .depth = 1e9};
    Json world = leverage_world(venue, 8);
    world["mechanisms"]["deleveraging"] = {{"trigger", "shortfall"}, {"socialised", 0}, {"rule", row.rule}};
    double const hair = 1e-6;
    add_holder(world, "first", -0.4, 100, 2);
    add_holder(world, "second", -0.2, 100, 1 - hair);
    add_holder(world, "third", -0.025, 100, 0.5);
    add_holder(world, "lost 3", 0.15, 110, 1.5);
    add_holder(world, "lost 12", 0.6, 110, 6);
    add_holder(world, "no winner", -0.125, 79.9, 8);  // the other side of the rest
    add_prices(world, {80});
    Configured const run = ran(world, 4);
    LeverageView const seen{run};
    std::array<char const*, 3> const names{"first", "second", "third"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        CAPTURE(names[i]);
        double const left = seen.free(names[i]) + seen.equity_of(names[i]);
        CHECK_THAT(left, WithinAbs(row.left[i], 2 * hair));
        validation_row(fmt::format("five accounts, {}, equity of the {}", row.name, names[i]),
                       std::string_view{row.name}.starts_with("capped") ? "M 2.1" : "M 2.2", row.left[i], left);
    }
    CHECK_THAT(seen.fund(), WithinAbs(0, 1e-5));
    CHECK_THAT(seen.size("no winner"), WithinAbs(-0.125, 1e-8));
    CHECK(seen.inventory() == 0);
}

namespace {

Json socialising_world(double socialised)
{
    Json world = leverage_world({.price = 100});
    world["mechanisms"]["deleveraging"]["socialised"] = socialised;
    add_holder(world, "bankrupt", 1, 100, 5);  // sold at 80: 15 short
    add_holder(world, "first", -0.4, 100, 2);  // at 80 its profit is 8
    add_holder(world, "second", -0.2, 100, 1);
    add_holder(world, "third", -0.025, 100, 0.5);
    add_holder(world, "no winner", -0.375, 80, 10);  // the other side of the rest
    add_prices(world, {80});
    return world;
}

}  // namespace

// Winners with profits of 8, 4 and 0.5 and cash of 2, 1 and 0.5. Half a deficit of 15 spread over them takes 0.6 of
// each profit (Chitra, arXiv 2512.01112; M 2.2); Deribit's rule on all of 15 takes everything, and 2.5 stay unpaid
// (M 1.6).
TEST_CASE("socialised losses are cut out of profits in proportion", "[analytic][leverage][adl]")
{
    double const socialised = GENERATE(0.5, 1.0);
    CAPTURE(socialised);
    Json const world = socialising_world(socialised);
    Configured const run = ran(world, 4);
    LeverageView const seen{run};
    std::array<double, 3> const left = socialised < 1 ? std::array{5.2, 2.6, 0.7} : std::array{2.0, 1.0, 0.5};
    CHECK_THAT(seen.equity_of("first"), WithinAbs(left[0], 1e-3));
    CHECK_THAT(seen.equity_of("second"), WithinAbs(left[1], 1e-3));
    CHECK_THAT(seen.equity_of("third"), WithinAbs(left[2], 1e-3));
    double const unpaid = socialised < 1 ? 7.5 : 2.5;
    CHECK_THAT(seen.lost("Exchange", Channel::liquidation) + seen.lost("Exchange", Channel::socialised),
               WithinAbs(unpaid, 2e-3));
    validation_row(socialised < 1 ? "five accounts, pro rata: equity of the first" : "Deribit's clawback: unpaid of 15",
                   socialised < 1 ? "M 2.2" : "M 1.6", socialised < 1 ? 5.2 : 2.5,
                   socialised < 1
                       ? seen.equity_of("first")
                       : seen.lost("Exchange", Channel::liquidation) + seen.lost("Exchange", Channel::socialised));
}

// OKX fires when the fund has fallen by 30 % from its peak within 8 hours; M 1.5. A first long costs a fund of 100 so
// much in step 2; the peak counts until step 49. A second one falls with a loss of 1, which the fund could pay.
TEST_CASE("a drawdown of the fund closes winners at its threshold, and not after its window",
          "[analytic][leverage][adl]")
{
    struct Row {
        double fund;
        int step;
        bool fires;
    };
    Row const row =
        GENERATE(Row{71, 3, false}, Row{70.01, 3, false}, Row{70, 3, true}, Row{70, 48, true}, Row{70, 49, false});
    CAPTURE(row.fund, row.step);
    Json world = leverage_world({.price = 100, .fund = 100});
    world["mechanisms"]["deleveraging"] = {{"trigger", "drawdown"}, {"drawdown", 0.3}, {"window", "8h"}};
    double const first_price = row.fund - 100 + 95;
    add_holder(world, "first", 1, 100, 5);     // taken over at 95
    add_holder(world, "second", 0.1, 100, 5);  // at 50
    add_holder(world, "winner", -0.1, 100, 10);
    add_jump(world, "COIN", 1, 100, first_price);
    add_jump(world, "COIN", row.step, first_price, 40);
    Configured run{world};
    run.go(row.step);
    LeverageView const seen{run};
    CHECK_THAT(seen.fund(), WithinAbs(row.fund, 1e-5));
    CHECK(run.count(EventKind::deleveraging) == 0);
    run.go(1);
    CHECK(seen.size("second") == 0);
    CHECK((run.count(EventKind::deleveraging) > 0) == row.fires);
    CHECK((seen.inventory() == 0) == row.fires);
}

// M 9 on the worlds above. Bybit's with a third long of three coins that stays: of five coins at 9,000 three are left
// at 8,700. The price is lowest where the engine has sold, in the third step of ten minutes, and recovers in the
// fourth.
TEST_CASE("outcomes tell what was left of open interest, when the price was lowest and how low the fund was",
          "[analytic][leverage]")
{
    Json world = bybit_world();
    add_holder(world, "third", 3, 9000, 3 * 9000);
    add_prices(world, {8700});
    bool const recovers = GENERATE(false, true);
    if (recovers)
        add_jump(world, "COIN", 3, 8700, 9900);
    Contents const results = recorded_results(world);
    CHECK_THAT(outcome(results, "interest_start_usd"), WithinAbs(45000, 1e-6));
    CHECK_THAT(outcome(results, "interest_change_coins"), WithinAbs(3.0 / 5 - 1, 1e-12));
    CHECK_THAT(outcome(results, "interest_change_usd"),
               WithinAbs(recovers ? 3 * 9900.0 / 45000 - 1 : 3 * 8700.0 / 45000 - 1, 1e-8));
    CHECK_THAT(outcome(results, "low_h"), WithinAbs(0.5, 1e-12));
    CHECK_THAT(outcome(results, "lowest_fund_usd"), WithinAbs(90, 1e-3));
    CHECK_THAT(outcome(results, "max_fall"), WithinAbs(1 - 8700.0 / 9000, 1e-8));
    CHECK_THAT(outcome(results, "liquidated_usd"), WithinAbs(2 * 8700, 1e-3));
    CHECK(outcome(results, "socialised_usd") == 0);
    CHECK(outcome(results, "borne_usd") == 0);
}

// The same outcomes of the world in which winners share a loss of 15.
TEST_CASE("outcomes tell what winners and what the venue paid of a loss beyond the fund", "[analytic][leverage][adl]")
{
    auto const [share, socialised, borne] =
        GENERATE(table<double, double, double>({{0.5, 7.5, 7.5}, {1, 12.5, 2.5}, {0, 0, 15}}));
    CAPTURE(share);
    Contents const results = recorded_results(socialising_world(share));
    CHECK_THAT(outcome(results, "socialised_usd"), WithinAbs(socialised, 1e-3));
    CHECK_THAT(outcome(results, "borne_usd"), WithinAbs(borne, 1e-3));
    CHECK_THAT(outcome(results, "interest_change_usd"), WithinAbs(-0.2, 1e-6));
    CHECK_THAT(outcome(results, "interest_change_coins"), WithinAbs(0, 1e-12));
    CHECK(outcome(results, "lowest_fund_usd") == 0);
}
