// Who pays what positions could not: published cases of insurance funds, deleveraging and socialised losses through the
// whole engine, by configuration alone.

#include <array>

#include "tests/analytic/case_file.hpp"
#include "tests/support/leverage_config.hpp"
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

/// A market in which nobody but winners takes over, at a price between all entries at the start.
Json flox_world(Json const& one, double start)
{
    PerpVenue venue{.price = start};
    Json from = Json::array(), rate = Json::array(), leverage = Json::array();
    for (Json const& tier : one.value("tiers", Json::array({{{"min_notional", 0}, {"rate", 0.005}}}))) {
        from.push_back(tier.at("min_notional"));
        rate.push_back(tier.at("rate"));
        leverage.push_back(1000);
    }
    venue.tiers = {{"from", from}, {"rate", rate}, {"leverage", leverage}};
    Json world = leverage_world(venue);
    world["mechanisms"]["deleveraging"] = {{"trigger", "shortfall"}, {"socialised", 0}};
    return world;
}

}  // namespace

// Bybit: two longs of one coin with bankruptcy prices 8,730 and 8,680, both sold at 8,700: -30 and +20; M 1.3.
TEST_CASE("the insurance fund takes what the engine wins and pays what it loses", "[analytic][leverage]")
{
    PerpVenue venue{.price = 9000};
    venue.tiers = one_tier(0.005);
    venue.fund = 100;
    Json world = leverage_world(venue);
    add_holder(world, "first", 1, 9000, 9000 - 8730);
    add_holder(world, "second", 1, 9000, 9000 - 8680);
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
    validation_row("BitMEX, account 5 of six longs, coins closed", "M 1.5", 10, 20 - seen.size("account 5"));
}

// FLOX: who is liquidated and who is closed against them. There positions are closed whole, and longs need not equal
// shorts; here no more is closed than is needed, so an account that is closed there is the one that is touched here.
TEST_CASE("published cases of liquidation and deleveraging", "[analytic][leverage][adl]")
{
    int done = 0;
    for (Json const& one : cases::all("adl_and_insurance_fund.json")) {
        if (!one.contains("positions"))
            continue;
        CAPTURE(one.at("name").get<std::string>());
        Json world = flox_world(one, one.at("name") == "small deficit, profit over equity" ? 95 : 100);
        for (Json const& held : one.at("positions"))
            add_holder(world, "account " + std::to_string(held.at("account").get<int>()), held.at("quantity"),
                       held.at("entry_price"), held.at("equity"));
        add_prices(world, one.at("marks").get<std::vector<double>>());
        Configured const run = ran(world, 2);
        LeverageView const seen{run};
        Json const& expected = one.at("result").at(0);
        for (Json const& held : one.at("positions")) {
            Json const account = held.at("account");
            auto const within = [&](char const* list) { return std::ranges::count(expected.at(list), account) > 0; };
            double const before = held.at("quantity"), now = seen.size("account " + std::to_string(account.get<int>()));
            CAPTURE(account.dump());
            CHECK((within("liquidated") ? now == 0 : true));
            CHECK((within("adl_closed") ? std::abs(now) < std::abs(before) : true));
            CHECK((within("still_open") ? std::abs(now - before) < 1e-6 : true));
        }
        ++done;
    }
    CHECK(done == 4);
}

TEST_CASE("a closed winner keeps the profit above the deficit", "[analytic][leverage][adl]")
{
    Json const all = cases::all("adl_and_insurance_fund.json");
    auto const one = std::ranges::find_if(all, [](Json const& each) { return each.contains("winner"); });
    REQUIRE(one != all.end());
    Json world = flox_world(*one, 100);
    for (char const* const who : {"loser", "winner"})
        add_holder(world, who, one->at(who).at("quantity"), one->at(who).at("entry_price"), one->at(who).at("equity"));
    add_prices(world, {one->at("mark").get<double>()});
    Configured const run = ran(world, 2);
    LeverageView const seen{run};
    CHECK(seen.size("loser") == 0);
    CHECK(seen.size("winner") == 0);
    CHECK_THAT(seen.lost("winner", Channel::adl), WithinAbs(one->at("winner_forgoes").get<double>(), 1e-3));
    CHECK_THAT(seen.free("winner"), WithinAbs(one->at("winner_equity_after").get<double>(), 1e-3));
}

// Winners with profits of 8, 4 and 0.5 and cash of 2, 1 and 0.5. Half a deficit of 15 spread over them takes 0.6 of
// each profit (Chitra, arXiv 2512.01112; M 2.2); Deribit's rule on all of 15 takes everything, and 2.5 stay unpaid
// (M 1.6).
TEST_CASE("socialised losses are cut out of profits in proportion", "[analytic][leverage][adl]")
{
    double const socialised = GENERATE(0.5, 1.0);
    CAPTURE(socialised);
    Json world = leverage_world({.price = 100});
    world["mechanisms"]["deleveraging"]["socialised"] = socialised;
    add_holder(world, "bankrupt", 1, 100, 5);  // sold at 80: 15 short
    add_holder(world, "first", -0.4, 100, 2);  // at 80 its profit is 8
    add_holder(world, "second", -0.2, 100, 1);
    add_holder(world, "third", -0.025, 100, 0.5);
    add_holder(world, "no winner", -0.375, 80, 10);  // the other side of the rest
    add_prices(world, {80});
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
