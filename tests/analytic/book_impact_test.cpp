// Laws of price impact through the whole engine, by configuration alone: a whale's order meets a ladder.
// Sources: Kyle, Econometrica 53(6), 1985, 1315-1335 (linear); Donier, Bonart, Market Microstructure and Liquidity
// 1(2), 2015, and Bouchaud, Farmer, Lillo 2009 (square root). Tolerance: what coins in whole smallest units leave.

#include <catch2/catch.hpp>

#include <cmath>

#include "model/impact.hpp"
#include "tests/support/configured.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using testing::Configured;
using testing::validation_row;
using Json = nlohmann::json;

namespace {

constexpr double price = 100;

/// A market of COIN at 100 USD without spread or crowd, and a fund that trades once after ten minutes.
Json market(Json const& ladder, std::string const& side, double coins)
{
    Json world = testing::dollar_world(0.05);
    world["assets"]["COIN"] = {{"decimals", 6}, {"price", price}};
    world["institutions"]["Exchange"] = Json::object();
    world["institutions"]["Fund"] = {{"kind", "fund"}, {"tokens", {{"COIN", coins}, {"USD", 3 * price * coins}}}};
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"},
                                    {"half_spread", 0},    {"floor", 0},     {"resilience_time", 0}};
    world["markets"]["COIN-USD"].update(ladder);
    world["shocks"]["whale"] = {{"kind", "order"}, {"at", "10min"}, {"venue", "Exchange"}, {"asset", "COIN"},
                                {"owner", "Fund"}, {"side", side},  {"coins", coins},      {"usd", 0}};
    return world;
}

/// What the order did: the move of the mid [quote/base], against the order's side positive, and its mean price.
struct Impact {
    double move, mean_price;
};

Impact impact(Json const& ladder, std::string const& side, double coins)
{
    Configured run{market(ladder, side, coins)};
    run.finish();
    double const sign = side == "buy" ? 1 : -1;
    double const money = run.stored("Fund", "USD") - 3 * price * coins;
    double const traded = run.stored("Fund", "COIN") - coins;
    CHECK_THAT(traded, WithinAbs(sign * coins, 1e-6));
    return {sign * (run.world().markets.front().mid - price), -money / traded};
}

/// The same number of coins at each unit of price.
Json even(double coins_per_price)
{
    return {{"distance", "linear"}, {"depth", coins_per_price}, {"edges", {0.5}}, {"profile", {1}}};
}

/// Depth that grows linearly with distance, in even stairs: at the edges as much has been met as on the straight line.
/// @param growth  coins per squared unit of price
Json growing(double growth, int stairs, double reach)
{
    std::vector<double> edges, profile;
    for (int i = 0; i < stairs; ++i) {
        edges.push_back(reach * (i + 1) / stairs);
        profile.push_back(2 * i + 1);
    }
    double const first = growth * price * reach / stairs / 2;
    return {{"distance", "linear"}, {"depth", first}, {"edges", edges}, {"profile", profile}};
}

}  // namespace

TEST_CASE("an even depth gives linear impact exactly", "[analytic][impact]")
{
    std::string const side = GENERATE("buy", "sell");
    double const coins = GENERATE(10.0, 100.0, 500.0, 2000.0);
    CAPTURE(side, coins);
    constexpr double depth = 50;
    double const expected = even_depth_impact(coins, depth);
    Impact const found = impact(even(depth), side, coins);
    CHECK_THAT(found.move, WithinRel(expected, 1e-9));
    // The walk pays the mean of the prices from the old mid to the new.
    CHECK_THAT(found.mean_price, WithinRel(price + (side == "buy" ? 0.5 : -0.5) * expected, 1e-9));
    validation_row(fmt::format("linear impact, {} {} coins into 50 per unit of price", side, coins), "Kyle 1985",
                   expected, found.move);
}

TEST_CASE("a maker of Kyle's depth lets an insider reveal half of what he knows", "[analytic][impact]")
{
    auto const [variance, noise] = GENERATE(table<double, double>({{1, 1}, {4, 1}, {1, 2}}));
    CAPTURE(variance, noise);
    KyleEquilibrium const kyle_model = kyle(variance, noise);
    constexpr double surprise = 1.5;  // value less price
    Impact const found = impact(even(1 / kyle_model.lambda), "buy", kyle_model.beta * surprise);
    CHECK_THAT(found.move, WithinRel(surprise / 2, 1e-6));  // orders are whole millionths of a coin
    validation_row(fmt::format("Kyle, variance {} and noise {}: price after an insider's order", variance, noise),
                   "Kyle 1985", price + surprise / 2, price + found.move);
}

TEST_CASE("a depth that grows with distance gives the square-root law", "[analytic][impact]")
{
    // dP / P = sigma sqrt(Q / V): a daily volume of V coins and a density of 2 V / sigma^2 per squared distance.
    constexpr double volatility = 0.04, volume = 1e6;
    constexpr int stairs = 500;
    constexpr double reach = 0.02;
    Json const ladder = growing(2 * volume / (volatility * volatility) / (price * price), stairs, reach);
    std::string const side = GENERATE("buy", "sell");
    double const part = GENERATE(1e-4, 1e-3, 1e-2, 0.1);
    CAPTURE(side, part);
    double const expected = square_root_impact(1, volatility, part * volume, volume);
    double const found = impact(ladder, side, part * volume).move / price;
    double const stair = reach / stairs / expected;  // relative
    CHECK_THAT(found, WithinRel(expected, 1e-9 + stair * stair / 8));
    validation_row(fmt::format("square-root impact, {} of {} of the daily volume", side, part), "Donier, Bonart 2015",
                   expected, found);
}

TEST_CASE("ten times the order moves the price by the root of ten", "[analytic][impact]")
{
    constexpr double growth = 20;  // distances of 0.1 and sqrt(0.1) of the price; the first is an edge
    Json const ladder = growing(growth, 400, 0.4);
    double const small = impact(ladder, "sell", 1000).move, large = impact(ladder, "sell", 10000).move;
    constexpr double whole_units =
        100 * 1e-6 / 1000 / 2;  // each of the 100 stairs passed is rounded down to 1e-6 coins
    CHECK_THAT(small, WithinRel(growing_depth_impact(1000, growth), whole_units));
    CHECK_THAT(large / small, WithinRel(std::sqrt(10.0), 1e-5));
}
