// Who trades a coin because of what its issuer promises: worlds by configuration alone, every audit on.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>

#include "tests/support/column_store.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

namespace {

/// A coin of a billion in cash at its issuer, traded for dollars. @param more  further members of the experiment
std::string coin_world(std::string const& agents, std::string const& mechanisms, std::string const& shocks,
                       double days = 1)
{
    return R"("step_seconds": 300, "days": )" + std::to_string(days) + R"(, "start": "2023-03-11",
        "assets": {"USD": {"kind": "fiat", "decimals": 6},
                   "PAR": {"kind": "stablecoin", "decimals": 6, "supply": 1e9}},
        "institutions": {"Exchange": {}, "Issuer": {"kind": "issuer", "issues": "PAR", "par": "USD"}},
        "markets": {"PAR-USD": {"venue": "Exchange", "base": "PAR", "quote": "USD", "depth": 1e6,
                                "half_spread": 0, "resilience_time": "30min"}},
        "agents": {)" +
           agents + R"(}, "mechanisms": {"redemption": {)" + mechanisms + R"(}}, "shocks": {)" + shocks + "}";
}

std::string const arbitrageurs =
    R"("arbs": {"kind": "primary_arbitrageur", "issuer": "Issuer", "venue": "Exchange", "count": 4, "capital": 2e7})";
std::string const holders =
    R"("users": {"kind": "coin_holder", "coin": "PAR", "venue": "Exchange", "count": 400, "total_usd": 3e7,
                 "fear_memory": "1h", "attention": {"per_day": 24, "dormant": 0},
                 "rule": {"kind": "logistic", "b_trust": 0, "b_news": 8, "b_peg": 0}})";
std::string const dump = R"("dump": {"kind": "price_jump", "at": "1h", "asset": "PAR", "change": -0.05})";

double price(View& world)
{
    return world.price(world.asset("PAR")).value();
}

double redeemed(View& world)
{
    return static_cast<double>(world.coins.front().redeemed.value()) * 1e-6;
}

double minted(View& world)
{
    return static_cast<double>(world.coins.front().minted.value()) * 1e-6;
}

double lowest_price(Simulation& run)
{
    double low = 1;
    while (!run.done()) {
        run.step();
        low = std::min(low, price(run.world()));
    }
    return low;
}

}  // namespace

TEST_CASE("arbitrageurs close a discount by redeeming, if the window is open to them", "[agents][coins]")
{
    auto const [rules, closes] = GENERATE(table<std::string, bool>({
        {"", true},
        {R"("hours": {"weekends": false})", false},  // 11 March 2023 was a Saturday
        {R"("eligible": ["nobody"])", false},
        {R"("eligible": ["arbs"])", true},
    }));
    CAPTURE(rules);
    std::string const others =
        R"(, "nobody": {"kind": "noise_trader", "venue": "Exchange", "base": "PAR", "count": 0})";
    auto const run = world_of(coin_world(arbitrageurs + others, rules, dump));
    View& world = run_to_end(*run);
    if (closes)
        CHECK_THAT(price(world), WithinAbs(1, 0.003));
    else
        CHECK(price(world) < 0.96);
    CHECK((redeemed(world) > 1e6) == closes);
}

TEST_CASE("who buys before the window opens narrows the discount at once", "[agents][coins]")
{
    std::string const early = arbitrageurs.substr(0, arbitrageurs.size() - 1) + R"(, "buys_when_closed": true})";
    auto const run = world_of(coin_world(early, R"("hours": {"weekends": false})", dump));
    View& world = run_to_end(*run);
    CHECK(price(world) > 0.99);
    CHECK(redeemed(world) == 0);
}

TEST_CASE("above par coins are minted and sold", "[agents][coins]")
{
    auto const run = world_of(
        coin_world(arbitrageurs, "", R"("rush": {"kind": "price_jump", "at": "1h", "asset": "PAR", "change": 0.05})"));
    View& world = run_to_end(*run);
    CHECK_THAT(price(world), WithinAbs(1, 0.003));
    CHECK(minted(world) > 1e6);
    CHECK(redeemed(world) == 0);
}

TEST_CASE("users flee on news of the issuer, and come back when they are calm", "[agents][coins]")
{
    std::string const news =
        R"("news": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})";
    std::string const word =
        R"(, "word": {"kind": "announcement", "at": "90min", "venue": "Issuer", "credibility": 1})";
    auto const lowest = [](std::string const& shocks) {
        auto const run = world_of(coin_world(holders, "", shocks, 2));
        return lowest_price(*run);
    };
    double const calm = lowest(""), alone = lowest(news), soothed = lowest(news + word);
    CHECK(calm == 1);
    CHECK(alone < 0.9);
    CHECK(soothed > alone + 0.01);
}

TEST_CASE("a coin that is off its peg frightens by itself", "[agents][coins]")
{
    std::string watching = holders;
    watching.replace(watching.find(R"("b_peg": 0)"), 10, R"("b_peg": 100)");
    auto const run = world_of(coin_world(watching, "", dump));
    View& world = run_to_end(*run);
    CHECK(world.signals[world.institution("Issuer").index()].peg_deviation > 0.05);
    CHECK(price(world) < 0.94);
}

TEST_CASE("a word of par takes its part off what the price says, and wears off", "[agents][coins]")
{
    auto const of_peg = GENERATE(false, true);
    std::string const word =
        R"("word": {"kind": "announcement", "at": "1h", "venue": "Issuer", "credibility": 0.6, "of_peg": )" +
        std::string{of_peg ? "true" : "false"} + "}";
    // The members end the issuer's window and go on with the half-life.
    auto const run = world_of(
        coin_world("", R"("hours": {"weekends": false}}, "signals": {"news_half_life": "1h")", dump + ", " + word));
    VenueSignals const& signal = run->world().signals[run->world().institution("Issuer").index()];
    for (int step = 0; step < 30; ++step)  // of five minutes; it is heard in the thirteenth
        run->step();
    CHECK_THAT(price(run->world()), WithinAbs(0.95, 1e-9));
    CHECK_THAT(signal.peg_assured, WithinAbs(of_peg ? 0.6 * std::exp2(-18.0 / 12) : 0, 1e-12));
    CHECK_THAT(signal.peg_deviation, WithinAbs(0.05 * (1 - signal.peg_assured), 1e-9));
}

TEST_CASE("who comes back waits until the coin is no dearer than par and his premium, and pays no more",
          "[agents][coins]")
{
    std::string const news =
        R"("bad": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})";
    std::string const word = R"(, "word": {"kind": "announcement", "at": "3h", "venue": "Issuer", "credibility": 1})";
    // When they want it back the coin is dear.
    std::string const rush = R"(, "rush": {"kind": "price_jump", "at": "170min", "asset": "PAR", "change": 0.9})";
    struct Bought {
        bool ever = false;
        double began = 0, ended = 0;  // highest mid before and after a purchase
    };
    auto const bought = [&](std::string const& shocks, std::string const& more) {
        std::string const some = holders.substr(0, holders.size() - 1) + more + "}";
        auto const run = world_of(coin_world(some, "", shocks, 2));
        Bought found;
        while (!run->done()) {
            double const before = price(run->world());
            run->step();
            Market const& market = run->world().markets.front();
            if (market.last.bought > Amount{0} && run->world().clock.step > 36)
                found = {true, std::max(found.began, before), std::max(found.ended, market.last.mid_after)};
        }
        return found;
    };
    CHECK(bought(news + word + rush, "").ended > 1.02);
    double const premium = GENERATE(0.25, 0.005);
    for (std::string const& shocks : {news + word + rush, news + word}) {
        CAPTURE(premium, shocks);
        Bought const found = bought(shocks, fmt::format(R"(, "premium": {})", premium));
        CHECK(found.ever);
        CHECK(found.began <= 1 + premium + 1e-9);
        CHECK(found.ended <= 1 + premium + 1e-9);
    }
}

// The issuer has all it owes in cash: its coverage is 1.
TEST_CASE("nobody sells a coin below what he thinks it is worth", "[agents][coins]")
{
    std::string const news =
        R"("bad": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})";
    auto const lowest = [&](std::string const& more) {
        std::string const some = holders.substr(0, holders.size() - 1) + R"(, "slippage": 1)" + more + "}";
        auto const run = world_of(coin_world(some, "", news, 0.5));
        return lowest_price(*run);
    };
    double const free = lowest("");
    CHECK(free < 0.9);
    CHECK_THAT(lowest(R"(, "reservation": 0.95)"), WithinAbs(0.95, 1e-6));
    double const spread = lowest(R"(, "reservation": {"kind": "uniform", "low": 0, "high": 1})");
    CHECK(spread > free + 0.005);
    CHECK(spread < 0.95);
}

TEST_CASE("once the issuer has failed its coins are sold at any price", "[agents][coins]")
{
    std::string const news =
        R"("bad": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})";
    std::string const end = R"(, "end": {"kind": "failure", "at": "6h", "institution": "Issuer"})";
    std::string const some = holders.substr(0, holders.size() - 1) + R"(, "slippage": 1, "reservation": 0.95})";
    auto const run = world_of(coin_world(some, "", news + end, 1));
    View& world = run->world();
    while (world.clock.step < 72)  // of five minutes
        run->step();
    CHECK_THAT(price(world), WithinAbs(0.95, 1e-6));
    CHECK_FALSE(world.failed(world.institution("Issuer")));
    CHECK(lowest_price(*run) < 0.9);
}

TEST_CASE("a coin that brings nothing but sister tokens is sold at any price", "[agents][coins]")
{
    auto const lowest = [](std::string const& reservation) {
        std::string text = coin_world(
            holders.substr(0, holders.size() - 1) + R"(, "slippage": 1, "reservation": )" + reservation + "}", "",
            R"("bad": {"kind": "news", "at": "1h", "venue": "Issuer",
                                                 "level": "insolvency_reported"})",
            0.5);
        auto const put = [&](std::string const& before, std::string const& with) {
            text.replace(text.find(before), before.size(), with);
        };
        put(R"("kind": "issuer")", R"("kind": "protocol", "sister": "LUN", "hot": 0)");
        put(R"("assets": {)", R"("assets": {"LUN": {"price": 50, "decimals": 6, "supply": 1e7}, )");
        auto const run = world_of(text);
        return lowest_price(*run);
    };
    double const free = lowest("0");
    CHECK(free < 0.9);
    CHECK(lowest("0.95") == free);
}

TEST_CASE("holders who redeem get par and leave the price alone", "[agents][coins]")
{
    std::string const news =
        R"("news": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})";
    auto const run = world_of(coin_world(R"("users": {"kind": "coin_holder", "coin": "PAR", "way": "redeem",
        "count": 400, "total_usd": 1e8, "attention": {"per_day": 24, "dormant": 0}, "return_gap": 0,
        "fear_memory": "1h", "rule": {"kind": "logistic", "b_trust": 0, "b_news": 8}})",
                                         "", news));
    View& world = run_to_end(*run);
    CHECK(redeemed(world) > 1e7);
    CHECK(price(world) == 1);
    ClassId const users = ClassId::of(world.ledger.wealth().classes().size() - 1);
    CHECK(world.ledger.wealth().loss(users) == MicroUsd{0});
}

TEST_CASE("a defender buys below par until the reserve is spent", "[agents][coins]")
{
    auto const [money, stands] = GENERATE(table<double, bool>({{1e5, false}, {1e8, true}}));
    CAPTURE(money);
    std::string const defender = R"("defender": {"kind": "peg_defender", "coin": "PAR", "venue": "Exchange",
        "speed": "1h", "money": )" +
                                 std::to_string(money) + "}";
    auto const run = world_of(coin_world(defender, "", dump));
    View& world = run_to_end(*run);
    CHECK((price(world) > 0.985) == stands);
    CHECK(price(world) < 1.0001);
}

TEST_CASE("a world with coins goes on as if nothing had been after it was saved", "[agents][coins]")
{
    std::string const news =
        R"("news": {"kind": "news", "at": "1h", "venue": "Issuer", "level": "insolvency_reported"})";
    std::string const text =
        coin_world(arbitrageurs + ", " + holders, R"("limit": {"kind": "daily_usd", "usd": 2e6})", news);
    auto const straight = world_of(text), resumed = world_of(text);
    for (int step = 0; step < 60; ++step)
        straight->step();
    restore(*resumed, saved(*straight));
    resumed->restored();
    run_to_end(*straight);
    run_to_end(*resumed);
    CHECK(saved(*straight) == saved(*resumed));
    CHECK(redeemed(straight->world()) > 0);
}
