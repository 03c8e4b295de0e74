// Published cases of margin, liquidation, insurance fund and deleveraging through the whole engine, by configuration
// alone. The same cases as pure functions: liquidation_price_test.cpp, liquidation_style_test.cpp, adl_rule_test.cpp.

#include <fmt/format.h>

#include "tests/analytic/case_file.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using Json = nlohmann::json;

namespace {

constexpr double closely = 1e-6;  ///< of a price

/// A position that is left alone a millionth before its liquidation price and taken over a millionth beyond it.
/// @param world  without it
void check_liquidated_in(Json world, double size, double entry, double margin, double expected,
                         double tolerance = closely)
{
    add_holder(world, "holder", size, entry, margin);
    double const side = size > 0 ? 1 : -1;
    add_prices(world, {expected * (1 + side * tolerance), expected * (1 - side * tolerance)});
    Configured run{world};
    LeverageView const seen{run};
    run.go(2);
    CAPTURE(size, entry, margin, expected);
    CHECK_THAT(seen.size("holder"), WithinAbs(size, 1e-7));
    run.go(1);
    CHECK(seen.size("holder") == 0);
    CHECK_THAT(seen.inventory(), WithinAbs(size, 1e-7));
}

/// The same alone at a venue.
void check_liquidated_at(PerpVenue const& venue, double size, double entry, double margin, double expected,
                         double tolerance = closely)
{
    check_liquidated_in(leverage_world(venue, 8), size, entry, margin, expected, tolerance);
}

}  // namespace

TEST_CASE("the engine liquidates where venues say they do", "[analytic][leverage]")
{
    int done = 0;
    for (Json const& one : cases::all("liquidation_price_isolated_and_cross.json")) {
        if (one.at("margin") != "isolated")
            continue;
        std::string const rule = one.at("rule");
        PerpVenue venue{.price = one.at("entry_price"), .at_entry = rule == "bybit"};
        venue.tiers = tier_with(one.at("maintenance_rate").get<double>() + one.at("taker_fee").get<double>(),
                                one.at("maintenance_amount"));
        double const sign = one.at("side") == "long" ? 1 : -1, price = one.at("liquidation_price");
        double const tolerance = one.at("abs_tolerance");
        check_liquidated_at(venue, sign * one.at("amount").get<double>(), one.at("entry_price"),
                            one.at("wallet_balance"), price, tolerance / price);
        validation_row(fmt::format("liquidated through the engine, {} {} of {}", rule,
                                   one.at("side").get<std::string>(), one.at("amount").get<double>()),
                       "freqtrade", fmt::format("{:.8g} +- {:.0e}", price, tolerance), "there");
        ++done;
    }
    CHECK(done >= 8);
}

// Live positions of Hyperliquid: a rate of half the initial one at the largest leverage; M 1.2.
TEST_CASE("the engine liquidates live positions of Hyperliquid where they were", "[analytic][leverage]")
{
    auto const [size, entry, margin, leverage, expected] =
        GENERATE(table<double, double, double, double, double>({{0.0015, 66930.0, 20.043862, 50, 54108.51043771},
                                                                {-0.00099, 65536.0, 21.604172, 50, 86493.46174617},
                                                                {-0.019, 2642.8, 25.091876, 50, 3924.18322043},
                                                                {0.5, 250, 25, 10, 210.5263157894737}}));
    PerpVenue venue{.price = entry};
    venue.tiers = one_tier(0.5 / leverage);
    check_liquidated_at(venue, size, entry, margin, expected);
}

// Phemex, with its fee as maintenance; Bybit's inverse 50x long of 7,890.08 at its bankruptcy price; M 1.2.
TEST_CASE("the engine liquidates a linear and an inverse contract of other venues", "[analytic][leverage]")
{
    PerpVenue phemex{.price = 0.4};
    phemex.tiers = one_tier(0.01 + 0.0006);
    check_liquidated_at(phemex, 500, 0.4, 40.096, 0.3232337, 2e-6);
    PerpVenue bybit{.price = 7890.08, .inverse = true, .depth = 1e8};
    check_liquidated_at(bybit, 100000, 7890.08, 100000 / 7890.08 / 50, 7735.372549);
}

// Binance's two longs, each with the whole wallet behind it alone; M 1.2.
TEST_CASE("the engine liquidates Binance's longs, isolated, where it says", "[analytic][leverage]")
{
    double const wallet = 1535443.01;
    PerpVenue bitcoin{.price = 32481.98};
    bitcoin.tiers = tier_with(0.025, 16300);
    check_liquidated_at(bitcoin, 109.488, 32481.98, wallet, 18778.73, 0.005 / 18778.73);
    PerpVenue ether{.price = 1456.84};
    ether.tiers = tier_with(0.1, 135365);
    check_liquidated_at(ether, 3683.979, 1456.84, wallet, 1114.78, 0.005 / 1114.78);
}

// Venues that measure maintenance on what was paid: Bybit at 50x, BitMEX's "Karen" and its 100 coins with 4 % behind
// them, and the rule of thumb at 10x and 0.4 %, which is exact there; M 1.2.
TEST_CASE("the engine liquidates linear positions whose maintenance is that of the entry", "[analytic][leverage]")
{
    struct Row {
        char const* venue;
        double rate, size, entry, margin, expected;
    };
    Row const row = GENERATE(
        Row{"Bybit, 50x", 0.005, 1, 20000, 400, 19700}, Row{"BitMEX, Karen", 0.01, 20, 1000, 10000, 510},
        Row{"BitMEX, 100 coins", 0.01, 100, 100, 400, 97}, Row{"rule of thumb, long", 0.004, 1, 60000, 6000, 54240},
        Row{"rule of thumb, short", 0.004, -1, 60000, 6000, 65760});
    CAPTURE(row.venue);
    PerpVenue venue{.price = row.entry, .at_entry = true};
    venue.tiers = one_tier(row.rate);
    check_liquidated_at(venue, row.size, row.entry, row.margin, row.expected);
    validation_row(fmt::format("maintenance at entry through the engine, {}", row.venue), "M 1.2",
                   fmt::format("{} +- 1e-6 of it", row.expected), "there");
}

// MCS at 10x from 2,000 and Bybit at 10x from 50,000, both 0.5 %; Bybit's long of 10,000 with 0.5 BTC behind it, of
// which the fee of closing at its bankruptcy price of 5,718.571 counts as maintenance; M 1.2.
TEST_CASE("the engine liquidates inverse positions whose maintenance is that of the entry", "[analytic][leverage]")
{
    struct Row {
        char const* venue;
        double rate, size, entry, margin, expected, tolerance;
    };
    double const fee = 0.00075, ruin = (1 + fee) * 10000 / (10000.0 / 8000 + 0.5);
    Row const row = GENERATE_COPY(Row{"MCS long", 0.005, 1e6, 2000, 50, 1826.48, 0.005},
                                  Row{"MCS short", 0.005, -1e6, 2000, 50, 2209.94, 0.005},
                                  Row{"Bybit short", 0.005, -60000, 50000, 0.12, 55248.6188, 1e-4},
                                  Row{"Bybit long", 0.005, 60000, 50000, 0.12, 45662.1005, 1e-4},
                                  Row{"Bybit with fees", 0.005 + fee * 8000 / ruin, 10000, 8000, 0.5, 5739.0835, 1e-4});
    CAPTURE(row.venue);
    PerpVenue venue{.price = row.entry, .inverse = true, .depth = 1e8, .at_entry = true};
    venue.tiers = one_tier(row.rate);
    check_liquidated_at(venue, row.size, row.entry, row.margin, row.expected, row.tolerance / row.expected);
    validation_row(fmt::format("inverse, maintenance at entry through the engine, {}", row.venue), "M 1.2",
                   fmt::format("{} +- {}", row.expected, row.tolerance), "there");
}

// The engine pays C - M: Bybit's long of 100 at 500 with 1,000 and a wallet of 100 behind it, BitMEX's "Karen" and its
// 100 coins with 4 % behind them; M 1.2. Four of five positions of Chitra (arXiv 2512.01112) from 1, to the four
// decimals it prints; M 2.3.
TEST_CASE("the engine takes over at published bankruptcy prices", "[analytic][leverage]")
{
    double const printed = 5e-5;
    auto const [size, entry, margin, ruin, tolerance] =
        GENERATE_COPY(table<double, double, double, double, double>({{100, 500, 1100, 489, 1e-6},
                                                                     {20, 1000, 10000, 500, 1e-6},
                                                                     {100, 100, 400, 96, 1e-6},
                                                                     {1, 1, 2.0 / 3, 0.3333, printed},
                                                                     {-4, 1, 8.0 / 3, 1.6667, printed},
                                                                     {1, 1, 2.0 / 19, 0.8947, printed},
                                                                     {-1, 1, 10.0 / 99, 1.1010, printed}}));
    CAPTURE(size, entry, margin);
    Json world = leverage_world({.price = entry});
    add_holder(world, "holder", size, entry, margin);
    add_prices(world, {ruin * (size > 0 ? 0.9 : 1.1)});
    Configured run{world};
    run.go(2);
    LeverageView const seen{run};
    CHECK(seen.size("holder") == 0);
    CHECK_THAT(seen.inventory(), WithinAbs(size, 1e-7));
    double const paid = seen.signed_cost() / seen.inventory();
    CHECK_THAT(paid, WithinAbs(ruin, tolerance));
    validation_row(fmt::format("price at takeover of {} from {}", size, entry), entry > 1 ? "M 1.2" : "M 2.3", ruin,
                   paid);
}

// Five positions of Chitra (arXiv 2512.01112) at a price of 1 and a rate of 0.1: liquidation prices to the four
// decimals it prints (1.0010 there for the last is 1.0009 by its own formula); the first is never liquidated; M 2.3.
TEST_CASE("the engine liquidates five published positions", "[analytic][leverage]")
{
    auto const [size, money, expected] = GENERATE(table<double, double, double>(
        {{1, 2.0 / 3, 0.3704}, {-4, 8.0 / 3, 1.5152}, {1, 2.0 / 19, 0.9942}, {-1, 10.0 / 99, 1.0009}}));
    PerpVenue venue{.price = 1};
    venue.tiers = one_tier(0.1);
    check_liquidated_at(venue, size, 1, money, expected, 6e-5 / expected);
    Json world = leverage_world(venue);
    add_holder(world, "A", 1, 1, 2);
    add_prices(world, {1e-5});
    Configured run{world};
    run.go(3);
    CHECK_THAT((LeverageView{run}.size("A")), WithinAbs(1, 1e-7));
}

// By hand: of 100 coins held long, 40 are 0.3 of them more than the tenth from which a position counts as concentrated;
// 0.2 of that on top of a rate of 1 % makes 7 %. From 100 at 10x that is (100 - 10) / (1 - 0.07), against 90 / 0.99 for
// a position of a tenth. As a short, which counts against the same 100, (100 + 10) / (1 + 0.07).
TEST_CASE("the engine liquidates concentrated positions earlier", "[analytic][leverage]")
{
    auto const [size, expected] =
        GENERATE(table<double, double>({{40, 90 / 0.93}, {10, 90 / 0.99}, {-40, 110 / 1.07}, {-10, 110 / 1.01}}));
    PerpVenue venue{.price = 100};
    venue.tiers = one_tier(0.01);
    Json world = leverage_world(venue, 8);
    world["markets"]["COIN-PERP"]["perp"].update({{"concentration", 0.1}, {"add_on", 0.2}});
    double const others = size > 0 ? 100 - size : 100;
    add_holder(world, "others", others, 100, 100 * others);  // without leverage
    check_liquidated_in(world, size, 100, 10 * std::abs(size), expected);
}

// BitMEX, isolated margin: 100 coins from 100 with 4 % behind them, 1 % kept: gone at 97; a fall to 94 costs 4, not 6.
TEST_CASE("an isolated position loses its margin and no more", "[analytic][leverage]")
{
    PerpVenue venue{.price = 100};
    venue.tiers = one_tier(1.0 / 97);  // 1 of each coin at 97
    check_liquidated_at(venue, 100, 100, 400, 97);
    Json world = leverage_world(venue);
    add_holder(world, "holder", 100, 100, 400);
    add_prices(world, {94});
    Configured run{world};
    run.go(2);
    LeverageView const seen{run};
    CHECK_THAT(seen.lost("holder", Channel::price) + seen.lost("holder", Channel::liquidation), WithinAbs(400, 1e-4));
}

// OKX: 15,000 contracts in tier 3, what stands behind them suits tier 1, which holds 2,000; M 1.3.
TEST_CASE("the engine steps a position down to the tier that its margin is enough for", "[analytic][leverage]")
{
    PerpVenue venue{.price = 1.1};
    venue.tiers = {{"from", {0, 2000, 10000}}, {"rate", {0.005, 0.01, 0.02}}, {"leverage", {1000, 1000, 1000}}};
    Json world = leverage_world(venue);
    world["mechanisms"]["margin"]["style"] = "tier_step_down";
    add_holder(world, "holder", 15000, 1, 50);
    add_prices(world, {1});
    Configured run{world};
    run.go(2);
    LeverageView const seen{run};
    CHECK_THAT(seen.inventory(), WithinAbs(13000, 1e-6));
    CHECK_THAT(seen.size("holder"), WithinAbs(2000, 1e-6));
    validation_row("OKX, contracts of 15,000 closed to reach tier 1", "M 1.3", 13000, seen.inventory());
}

// Drift: what a shortage takes, with both fees as the venue's. Coins of a thousandth of the price, so that units are
// fine against the stated tolerance.
TEST_CASE("the engine takes just enough to cure a shortage", "[analytic][leverage]")
{
    constexpr double finer = 1000;
    int done = 0;
    for (Json const& one : cases::all("liquidation_sizing_and_socialised_loss.json")) {
        if (one.at("kind") != "base_to_close_for_margin_shortage")
            continue;
        CAPTURE(one.dump());
        double const price = one.at("oracle_price").get<double>() / finer, ratio = one.at("margin_ratio");
        double const fees = one.at("liquidator_fee").get<double>() + one.at("insurance_fee").get<double>();
        double const expected = one.at("base_amount"), size = 1.05 * finer * expected;
        double const margin = size * price * ratio - one.at("margin_shortage").get<double>();
        REQUIRE(margin > 0);
        PerpVenue venue{.price = price};
        venue.tiers = one_tier(ratio);
        Json world = leverage_world(venue);
        world["mechanisms"]["margin"].update({{"style", "minimal"}, {"fee", fees}});
        add_holder(world, "holder", size, price, margin - 0.25e-6);  // rounded up to a unit
        Configured run{world};
        run.go(1);
        LeverageView const seen{run};
        // It takes more by what it expects to lose in the book against mark, some 1e-9 of it, which Drift does not.
        double const depth = static_cast<double>(seen.market().near_depth.value()) / seen.market().contract().size_unit;
        double const slippage = 0.5 * 0.01 * size / depth;
        double const taken = seen.inventory() / finer * (1 - slippage / (ratio - fees));
        CHECK(slippage < 1e-8);
        CHECK_THAT(taken, WithinAbs(expected, one.at("abs_tolerance").get<double>()));
        CHECK_THAT(seen.fund(), WithinAbs(fees * price * seen.inventory(), 2e-6));
        validation_row(fmt::format("Drift, coins closed of a shortage, {}", one.at("name").get<std::string>()), "Drift",
                       expected, taken);
        ++done;
    }
    CHECK(done >= 1);
}

// Hyperliquid: a fifth of more than 100,000 first, and after 30 seconds all that is left.
TEST_CASE("the engine takes a fifth of a large position first", "[analytic][leverage]")
{
    PerpVenue large{.price = 101};
    large.tiers = one_tier(0.01);
    Json world = leverage_world(large);
    world["mechanisms"]["margin"]["style"] = {{"kind", "fraction"}, {"above", 100000e6}};
    add_holder(world, "holder", 2000, 100, 1000);
    add_prices(world, {100});
    Configured run{world};
    run.go(2);
    LeverageView const seen{run};
    CHECK_THAT(seen.inventory(), WithinAbs(400, 1e-6));
    CHECK_THAT(seen.size("holder"), WithinAbs(1600, 1e-6));
    run.go(1);
    CHECK(seen.size("holder") == 0);
}
