// Price-time priority as the order discipline of a market, through the whole engine by configuration alone.
// Source of the published cases: tests/data/vectors/order_book_price_time_priority.json (source inside).
// Tolerance: exact, in whole smallest units; the ladder against the batch, what whole units leave.

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/configured.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using cases::Json;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using testing::Configured;
using testing::validation_row;

namespace {

constexpr double wealth = 1e6;  // what a trader has of each asset [coins]

/// COIN at 100 USD; nobody rests in the market but who is told to.
Json empty_market()
{
    Json world = testing::dollar_world(0.25);
    world["assets"]["COIN"] = {{"decimals", 6}, {"price", 100}};
    world["institutions"]["Exchange"] = Json::object();
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"},        {"base", "COIN"},  {"quote", "USD"},
                                    {"discipline", "price_time"}, {"depth", 0},      {"floor", 0},
                                    {"distance", "linear"},       {"half_spread", 0}};
    return world;
}

/// A trader of its own who orders in a step.
void add_order(Json& world, std::string const& who, std::int64_t step, std::string const& side, double coins,
               double limit, bool rests)
{
    world["institutions"][who] = {{"kind", "fund"}, {"tokens", {{"COIN", wealth}, {"USD", wealth}}}};
    world["shocks"]["order of " + who] = {{"kind", "order"}, {"at", 600 * step}, {"venue", "Exchange"},
                                          {"asset", "COIN"}, {"owner", who},     {"side", side},
                                          {"coins", coins},  {"limit", limit},   {"rests", rests}};
}

std::string resting(std::size_t i)
{
    return "Resting " + std::to_string(i);
}

/// Everything of an asset that a trader owns, its house account included [coins].
double owns(Configured const& run, std::string const& who, std::string const& asset)
{
    World const& world = run.world();
    double coins = run.stored(who, asset);
    for (HouseAccount const& house : world.houses.front())
        if (house.owner == world.institution(who))
            for (AccountId const account : {house.base, house.quote})
                if (world.ledger.asset(account) == world.asset(asset))
                    coins += static_cast<double>(world.ledger.balance(account).value()) * 1e-6;
    return coins;
}

using Orders = std::vector<std::pair<double, double>>;

/// (price, coins) that wait on a side, in the order in which a taker meets them.
Orders waiting(Configured const& run, Side side)
{
    Orders all;
    for (RestingOrder const& order : run.world().markets.front().book.resting(side))
        all.emplace_back(order.price.value(), static_cast<double>(order.amount.value()) * 1e-6);
    std::ranges::reverse(all);
    return all;
}

Orders levels(Json const& book)
{
    Orders all;
    for (Json const& level : book)
        for (Json const& quantity : level["quantities"])
            all.emplace_back(level["price"].get<double>(), quantity.get<double>());
    return all;
}

double mid(Configured const& run)
{
    return run.world().markets.front().mid;
}

}  // namespace

TEST_CASE("a market with price-time priority fills as published", "[analytic][order_book]")
{
    int checked = 0;
    for (Json const& entry : cases::all("order_book_price_time_priority.json")) {
        auto const name = entry["name"].get<std::string>();
        CAPTURE(name);
        std::string const side = entry["incoming"]["side"], other = side == "buy" ? "sell" : "buy";
        double const quantity = entry["incoming"]["quantity"];
        Json world = empty_market();
        Orders const before = levels(entry["opposite_book"]);
        for (std::size_t i = 0; i < before.size(); ++i)  // one a step, so that each is younger than the last
            add_order(world, resting(i), static_cast<std::int64_t>(i), other, before[i].second, before[i].first, true);
        Json const& limit = entry["incoming"]["limit_price"];
        add_order(world, "Taker", 10, side, quantity, limit.is_null() ? 0 : limit.get<double>(), false);

        Configured run{world};
        run.go(10);
        CHECK(waiting(run, side == "buy" ? Side::sell : Side::buy) == before);
        run.finish();
        CHECK(waiting(run, side == "buy" ? Side::sell : Side::buy) == levels(entry["opposite_book_after"]));
        double const sign = side == "buy" ? 1 : -1;
        double filled = 0, paid = 0;
        for (std::size_t i = 0; i < entry["fills"].size(); ++i) {
            double const coins = entry["fills"][i]["quantity"], price = entry["fills"][i]["price"];
            CHECK(owns(run, resting(i), "COIN") == wealth - sign * coins);
            CHECK(owns(run, resting(i), "USD") == wealth + sign * coins * price);
            filled += coins;
            paid += coins * price;
        }
        CHECK(owns(run, "Taker", "COIN") == wealth + sign * filled);
        CHECK(owns(run, "Taker", "USD") == wealth - sign * paid);
        double const vwap = sign * (wealth - owns(run, "Taker", "USD")) / filled;
        CHECK_THAT(vwap, WithinRel(entry["vwap"].get<double>(), 1e-15));
        validation_row("price-time market, " + name + ": price paid", "ABIDES", entry["vwap"].get<double>(), vwap);
        ++checked;
    }
    CHECK(checked >= 4);
}

TEST_CASE("the better price comes first, then the older order", "[analytic][order_book]")
{
    Json world = empty_market();
    add_order(world, resting(0), 0, "sell", 10, 101, true);
    add_order(world, resting(1), 1, "sell", 10, 100.5, true);
    add_order(world, resting(2), 2, "sell", 10, 101, true);
    add_order(world, "Taker", 3, "buy", 25, 101, true);
    add_order(world, "Late taker", 4, "buy", 10, 102, true);
    Configured run{world};
    run.go(4);
    CHECK(owns(run, "Taker", "USD") == wealth - 10 * 100.5 - 15 * 101);
    CHECK(owns(run, resting(0), "COIN") == wealth - 10);
    CHECK(waiting(run, Side::sell) == Orders{{101, 5}});
    run.finish();
    CHECK(owns(run, resting(2), "COIN") == wealth - 10);
    CHECK(waiting(run, Side::sell).empty());
    CHECK(waiting(run, Side::buy) == Orders{{102, 5}});  // what was not filled waits at its limit
    CHECK(owns(run, "Late taker", "USD") == wealth - 5 * 101);
    // What waits is reserved at the venue, the rest went home.
    CHECK(run.stored("Late taker", "USD") == wealth - 5 * 101 - 5 * 102);
}

TEST_CASE("a ladder cut into orders moves the price as the batch does", "[analytic][order_book]")
{
    std::string const distance = GENERATE("linear", "logarithmic"), side = GENERATE("buy", "sell");
    CAPTURE(distance, side);
    Json world = empty_market();
    world["markets"]["COIN-USD"].update({{"distance", distance},
                                         {"depth", distance == "linear" ? 1000 : 100000},
                                         {"edges", {0.01, 0.05}},
                                         {"profile", {1, 0.5}},
                                         {"half_spread", 0.001},
                                         {"resilience_time", "1h"},
                                         {"slices", 40}});
    add_order(world, "Trader", 1, side, 600, 0, false);
    add_order(world, "Second trader", 2, side, 120, 0, false);
    Configured time{world};
    world["markets"]["COIN-USD"]["discipline"] = "pro_rata";
    Configured batch{world};
    double const slice = 100 * 0.01 / 40;
    for (int orders = 0; orders < 3; ++orders) {
        time.go(1);
        batch.go(1);
        CHECK_THAT(mid(time), WithinAbs(mid(batch), orders * slice));  // each may stop inside a slice
    }
    CHECK(std::abs(mid(batch) - 100) > 25 * slice);
    double const paid = owns(time, "Trader", "USD"), paid_in_batch = owns(batch, "Trader", "USD");
    CHECK(owns(time, "Trader", "COIN") == owns(batch, "Trader", "COIN"));
    CHECK_THAT(paid, WithinAbs(paid_in_batch, 600 * slice / 2));
    CHECK(time.world().markets.front().book.resting(Side::buy).empty());  // quotes are for one step
    CHECK(time.world().markets.front().last.mid_before > 0);
    CHECK(time.world().markets.front().signed_depletion == Approx(batch.world().markets.front().signed_depletion));
    validation_row(fmt::format("ladder in 40 slices, {} of 720 coins, {}: mid", side, distance), "batch on the ladder",
                   mid(batch), mid(time));
}

TEST_CASE("far from the mid the slices are wider, but never far wider than their distance", "[analytic][order_book]")
{
    // A maker of 6,000 coins up to 5 %, all eaten by the first order, and a crowd of a tenth of its density behind.
    Json world = empty_market();
    world["markets"]["COIN-USD"].update({{"distance", "logarithmic"},
                                         {"depth", 200000},
                                         {"edges", {0.01, 0.05}},
                                         {"profile", {1, 0.5}},
                                         {"floor", 0.1},
                                         {"resilience_time", "100d"},
                                         {"slices", 10}});
    for (int step = 1; step < 12; ++step)
        add_order(world, "Seller " + std::to_string(step), step, "sell", step == 1 ? 6500 : 40, 0, false);
    Configured time{world};
    world["markets"]["COIN-USD"]["discipline"] = "pro_rata";
    Configured batch{world};
    for (int step = 0; step < 15; ++step) {
        time.go(1);
        batch.go(1);
        CAPTURE(step, mid(time), mid(batch));
        double const fall = std::log(100 / mid(batch));
        CHECK_THAT(std::log(100 / mid(time)), WithinAbs(fall, 0.001 * step + fall / 10));
    }
    CHECK(mid(batch) < 95);
}

TEST_CASE("ever finer slices pay what the batch pays", "[analytic][order_book]")
{
    constexpr double depth = 1000, reach = 0.1;
    for (int const slices : {1, 4, 16, 64, 256}) {
        CAPTURE(slices);
        Json world = empty_market();
        world["markets"]["COIN-USD"].update(
            {{"depth", depth}, {"edges", {reach}}, {"profile", {1}}, {"slices", slices}});
        add_order(world, "Trader", 1, "sell", 1234.5, 0, false);
        Configured time{world};
        world["markets"]["COIN-USD"]["discipline"] = "pro_rata";
        Configured batch{world};
        time.finish();
        batch.finish();
        // Of the last slice, of width w, a part r is sold: at its middle instead of at its first r, a loss of
        // depth w^2 r (1 - r) / 2 at most depth w^2 / 8.
        double const width = reach * 100 / slices;
        double const gap = owns(batch, "Trader", "USD") - owns(time, "Trader", "USD");
        CHECK(gap >= 0);
        CHECK(gap <= depth * width * width / 8);
    }
}

TEST_CASE("who asks in the same step comes first by lot", "[analytic][order_book]")
{
    // Two buyers want the ten coins on offer.
    Json world = empty_market();
    add_order(world, "Seller", 0, "sell", 10, 100, true);
    add_order(world, "Anna", 1, "buy", 10, 100, false);
    add_order(world, "Zoe", 1, "buy", 10, 100, false);
    constexpr int replicates = 200;
    int anna = 0;
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        Configured run{world, replicate};
        run.go(2);
        double const got = owns(run, "Anna", "COIN") - wealth;
        CHECK((got == 0 || got == 10));
        CHECK(got + owns(run, "Zoe", "COIN") - wealth == 10);
        anna += got > 0 ? 1 : 0;
    }
    CHECK_THAT(anna / double{replicates}, WithinAbs(0.5, 0.14));  // four standard deviations
}

TEST_CASE("the mid moves with what is eaten and stays between the quotes", "[analytic][order_book]")
{
    Json world = empty_market();
    add_order(world, resting(0), 0, "sell", 10, 102, true);
    add_order(world, resting(1), 0, "sell", 10, 104, true);
    add_order(world, resting(2), 0, "buy", 10, 99, true);
    add_order(world, "Small buyer", 1, "buy", 4, 0, false);
    add_order(world, "Buyer", 2, "buy", 6, 0, false);
    add_order(world, "Seller", 3, "sell", 50, 0, false);
    add_order(world, "Cheap seller", 4, "sell", 1, 95, true);
    Configured run{world};
    run.go(2);
    CHECK(mid(run) == 100);  // the best quotes are where they were
    run.go(1);
    CHECK(mid(run) == 102);  // the best ask rose by 2
    run.go(1);
    CHECK(mid(run) == 102);  // no bid is left: the last price is that of the best bid before
    CHECK(owns(run, "Seller", "COIN") == wealth - 10);
    run.go(1);
    CHECK(mid(run) == 95);
    CHECK(waiting(run, Side::sell) == Orders{{95, 1}, {104, 10}});
}

TEST_CASE("orders go when they cannot be met any more", "[analytic][order_book]")
{
    Json world = empty_market();
    add_order(world, "Seller", 0, "sell", 10, 101, true);
    add_order(world, "Poor buyer", 0, "buy", 50, 99, true);
    world["institutions"]["Poor buyer"]["tokens"]["USD"] = 990;
    SECTION("what the owner cannot pay does not wait")
    {
        Configured run{world};
        run.finish();
        CHECK(waiting(run, Side::buy).front().second == Approx(10).epsilon(1e-9));
    }
    SECTION("a failed institution's orders are taken off")
    {
        world["shocks"]["end"] = {{"kind", "failure"}, {"at", 1200}, {"institution", "Seller"}};
        Configured run{world};
        run.go(2);
        CHECK(waiting(run, Side::sell).size() == 1);
        run.finish();
        CHECK(waiting(run, Side::sell).empty());
    }
    SECTION("an order can wait only in a book that keeps orders, and only at a price")
    {
        Json other = world;
        other["markets"]["COIN-USD"]["discipline"] = "pro_rata";
        CHECK_THROWS_WITH(Configured{other}.finish(), Contains("discipline") && Contains("price_time"));
        world["shocks"]["order of Seller"]["limit"] = 0;
        CHECK_THROWS_WITH(Configured{world}.finish(), Contains("no price at which an order could wait"));
    }
}

namespace {

/// Sixty traders of whom many have too little, resting and market orders around 100 in twenty steps, and makers.
Json crowded_market()
{
    Json world = empty_market();
    world["markets"]["COIN-USD"].update({{"depth", 200}, {"half_spread", 0.01}, {"slices", 5}});
    auto luck = Draws{5, 0}.stream("price_time_market_test");
    for (std::size_t i = 0; i < 60; ++i) {
        auto const step = static_cast<std::int64_t>(luck() % 20);
        bool const rests = luck() % 3 != 0;
        double const limit = rests || luck() % 2 == 0 ? 95 + static_cast<double>(luck() % 1000) / 100 : 0;
        double const coins = static_cast<double>(luck() % 5000) / 7;
        std::string const side = luck() % 2 == 0 ? "buy" : "sell";
        add_order(world, resting(i), step, side, coins, limit, rests);
        if (luck() % 4 == 0)
            world["institutions"][resting(i)]["tokens"] = {{"COIN", 20}, {"USD", 2000.37}};
    }
    return world;
}

double total(Configured const& run, std::string const& asset)
{
    double coins = 0;
    for (std::size_t i = 0; i < 60; ++i)
        coins += owns(run, resting(i), asset);
    return coins;
}

}  // namespace

TEST_CASE("a crowded book keeps every coin and is never crossed", "[analytic][order_book]")
{
    Configured run{crowded_market()};
    double const coins = total(run, "COIN");
    double traded = 0;
    for (int step = 0; step < 30; ++step) {
        run.go(1);  // all sums of the ledger are audited
        PriceTimeBook const& book = run.world().markets.front().book;
        if (book.best(Side::buy) && book.best(Side::sell))
            CHECK(*book.best(Side::buy) < *book.best(Side::sell));
        traded += static_cast<double>(run.world().markets.front().last.volume.value());
    }
    CHECK(traded > 1000e6);
    CHECK(!run.world().markets.front().book.resting(Side::sell).empty());
    CHECK(total(run, "COIN") != coins);  // makers trade, too
    run.finish();
}

TEST_CASE("a book is saved and goes on as if it had not been", "[analytic][order_book]")
{
    Json const world = crowded_market();
    Configured whole{world}, first{world}, second{world};
    whole.finish();
    first.go(11);
    CHECK(!first.world().markets.front().book.resting(Side::sell).empty());
    testing::restore(second.simulation(), testing::saved(first.simulation()));
    second.simulation().restored();
    second.finish();
    CHECK(testing::saved(second.simulation()) == testing::saved(whole.simulation()));
}
