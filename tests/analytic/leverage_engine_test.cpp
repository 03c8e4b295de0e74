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
void check_liquidated_at(PerpVenue const& venue, double size, double entry, double margin, double expected,
                         double tolerance = closely)
{
    Json world = leverage_world(venue);
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

}  // namespace

TEST_CASE("the engine liquidates where venues say they do", "[analytic][leverage]")
{
    int done = 0;
    for (Json const& one : cases::all("liquidation_price_isolated_and_cross.json")) {
        std::string const rule = one.at("rule");
        if (one.at("margin") != "isolated" || rule == "bybit")  // whose maintenance is that of the entry price
            continue;
        double const rate = one.at("maintenance_rate"), deduction = one.at("maintenance_amount");
        PerpVenue venue{.price = 10};
        venue.tiers = one_tier(rate + one.at("taker_fee").get<double>());
        if (deduction > 0)
            venue.tiers = {{"from", {0, deduction / rate}}, {"rate", {0, rate}}, {"leverage", {1000, 1000}}};
        double const sign = one.at("side") == "long" ? 1 : -1, price = one.at("liquidation_price");
        check_liquidated_at(venue, sign * one.at("amount").get<double>(), one.at("entry_price"),
                            one.at("wallet_balance"), price);
        validation_row(fmt::format("liquidated through the engine, {} {} of {}", rule,
                                   one.at("side").get<std::string>(), one.at("amount").get<double>()),
                       "freqtrade", fmt::format("{:.8g} +- 1e-6", price), "there");
        ++done;
    }
    CHECK(done == 5);
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

// dYdX: what the taker of a position pays for it at its bankruptcy price.
TEST_CASE("the engine takes accounts of dYdX over at their bankruptcy prices", "[analytic][leverage]")
{
    int done = 0;
    for (Json const& one : cases::all("perp_bankruptcy_and_fillable_price.json")) {
        Json const& account = one.at("account");
        Json const held = account.at("positions").at(0);
        double const size = held.at("size"), price = held.at("oracle_price");
        double const margin = account.at("quote_balance").get<double>() + size * price;
        bool const whole = one.at("kind") == "bankruptcy_price_of_order" && one.at("size_delta").get<double>() == -size;
        if (!whole || account.at("positions").size() > 1 || margin <= 0)
            continue;
        PerpVenue venue{.price = price};
        venue.tiers = one_tier(held.at("maintenance_rate"));
        Json world = leverage_world(venue);
        add_holder(world, "holder", size, price, margin);
        Configured run{world};
        run.go(1);
        LeverageView const seen{run};
        CHECK(seen.size("holder") == 0);
        CHECK_THAT(seen.inventory_cost(), WithinAbs(one.at("quote_received_at_bankruptcy").get<double>(), 1e-4));
        ++done;
    }
    CHECK(done == 1);
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

// Drift: a shortage of 10 at price 100 and ratio 0.1 takes 1 coin. Hyperliquid: a fifth of more than 100,000 first.
TEST_CASE("the engine takes as much as published styles say", "[analytic][leverage]")
{
    PerpVenue venue{.price = 110};
    venue.tiers = one_tier(0.1);
    Json world = leverage_world(venue);
    world["mechanisms"]["margin"]["style"] = "minimal";
    add_holder(world, "holder", 2, 100, 10);  // at 100 it has 10 and needs 20
    add_prices(world, {100});
    Configured minimal{world};
    minimal.go(2);
    CHECK_THAT((LeverageView{minimal}.inventory()), WithinAbs(1, 1e-6));

    PerpVenue large{.price = 101};
    large.tiers = one_tier(0.01);
    Json other = leverage_world(large);
    other["mechanisms"]["margin"]["style"] = {{"kind", "fraction"}, {"above", 100000}};
    add_holder(other, "holder", 2000, 100, 1000);
    add_prices(other, {100});
    Configured fraction{other};
    fraction.go(2);
    CHECK_THAT((LeverageView{fraction}.inventory()), WithinAbs(400, 1e-6));
    CHECK_THAT((LeverageView{fraction}.size("holder")), WithinAbs(1600, 1e-6));
}
