// Price-time priority against published books, and what holds for any batch.
// Source: tests/data/vectors/order_book_price_time_priority.json (source inside).

#include "model/price_time_book.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "model/base/check.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using cases::Json;
using testing::validation_row;

namespace {

ArrivingOrder order(Side side, std::uint32_t owner, std::int64_t amount, double limit, bool rests = true)
{
    return {side, AccountId{2 * owner}, AccountId{2 * owner + 1}, Amount{amount}, limit, rests, -1};
}

double limit_of(Json const& incoming, Side side)
{
    if (!incoming["limit_price"].is_null())
        return incoming["limit_price"];
    return side == Side::buy ? Order::any_buy_price : Order::any_sell_price;
}

// (price, quantity) in the order in which a taker meets them.
std::vector<std::pair<double, std::int64_t>> queue(PriceTimeBook const& book, Side side)
{
    std::vector<std::pair<double, std::int64_t>> all;
    for (RestingOrder const& resting : book.resting(side))
        all.emplace_back(resting.price.value(), resting.amount.value());
    std::ranges::reverse(all);
    return all;
}

std::vector<std::pair<double, std::int64_t>> queue(Json const& levels)
{
    std::vector<std::pair<double, std::int64_t>> all;
    for (Json const& level : levels)
        for (Json const& quantity : level["quantities"])
            all.emplace_back(level["price"].get<double>(), quantity.get<std::int64_t>());
    return all;
}

// A batch of limit and market orders of a few owners around 100.
std::vector<ArrivingOrder> random_orders(std::uint64_t seed)
{
    auto stream = Draws{seed, 0}.stream("price_time_book");
    std::vector<ArrivingOrder> orders;
    for (std::uint32_t i = 0; i < 40; ++i) {
        Side const side = stream() % 2 == 0 ? Side::buy : Side::sell;
        double const limit = 95 + static_cast<double>(stream() % 11);
        auto const amount = static_cast<std::int64_t>(stream() % 20);
        orders.push_back(order(side, i, amount, limit, stream() % 4 != 0));
    }
    return orders;
}

std::int64_t total(PriceTimeBook const& book, Side side)
{
    return book.depth(side, Price{side == Side::buy ? 0 : 1e9}).value();
}

}  // namespace

TEST_CASE("orders fill by price, then time, at the resting price", "[analytic][order_book]")
{
    int checked = 0;
    for (Json const& entry : cases::all("order_book_price_time_priority.json")) {
        CAPTURE(entry["name"].get<std::string>());
        Side const side = entry["incoming"]["side"] == "buy" ? Side::buy : Side::sell;
        Side const other = side == Side::buy ? Side::sell : Side::buy;
        PriceTimeBook book;
        std::uint32_t owner = 0;
        for (auto const& [price, quantity] : queue(entry["opposite_book"]))
            CHECK(book.fill(order(other, ++owner, quantity, price), 0).fills.empty());

        ArrivingOrder const incoming =
            order(side, 0, entry["incoming"]["quantity"].get<std::int64_t>(), limit_of(entry["incoming"], side), false);
        Matching const found = book.fill(incoming, 1);
        REQUIRE(found.fills.size() == entry["fills"].size());
        double paid = 0;
        double coins = 0;
        for (std::size_t i = 0; i < found.fills.size(); ++i) {
            CHECK(found.fills[i].price.value() == entry["fills"][i]["price"].get<double>());
            CHECK(found.fills[i].amount.value() == entry["fills"][i]["quantity"].get<std::int64_t>());
            CHECK(found.fills[i].resting == OrderId{i});
            CHECK(found.fills[i].resting_base == AccountId::of(2 * (i + 1)));
            paid += found.fills[i].price.value() * static_cast<double>(found.fills[i].amount.value());
            coins += static_cast<double>(found.fills[i].amount.value());
        }
        CHECK(paid / coins == Approx(entry["vwap"].get<double>()).epsilon(1e-15));
        CHECK(queue(book, other) == queue(entry["opposite_book_after"]));
        validation_row("price-time book, " + entry["name"].get<std::string>() + ": price paid", "ABIDES",
                       entry["vwap"].get<double>(), paid / coins);
        ++checked;
    }
    CHECK(checked >= 4);
}

TEST_CASE("a limit order rests what it cannot fill, a market order does not", "[analytic][order_book]")
{
    PriceTimeBook book;
    book.fill(order(Side::sell, 1, 10, 101), 0);
    Matching const limit = book.fill(order(Side::buy, 2, 25, 101), 0);
    CHECK(limit.unfilled[0] == Amount{15});
    CHECK(limit.rested[0].valid());
    CHECK(book.best(Side::buy) == Price{101});
    CHECK(!book.best(Side::sell).has_value());
    CHECK(!book.mid().has_value());

    Matching const market = book.fill(order(Side::sell, 3, 40, Order::any_sell_price, false), 1);
    CHECK(market.unfilled[0] == Amount{25});
    CHECK(!market.rested[0].valid());
    CHECK(book.resting(Side::buy).empty());
    CHECK_THROWS_AS(book.fill(order(Side::buy, 1, 5, Order::any_buy_price), 1), BrokenInvariant);
}

TEST_CASE("orders are cancelled, cut and expire without losing their place", "[analytic][order_book]")
{
    PriceTimeBook book;
    OrderId const first = book.fill(order(Side::buy, 1, 10, 99), 0).rested[0];
    OrderId const second = book.fill(order(Side::buy, 2, 20, 99), 0).rested[0];
    ArrivingOrder short_lived = order(Side::buy, 2, 5, 100);
    short_lived.expires = 7;
    book.fill(short_lived, 0);
    book.fill(order(Side::sell, 1, 8, 103), 3);

    CHECK(book.mid() == Price{101.5});
    CHECK(book.depth(Side::buy, Price{99}) == Amount{35});
    CHECK(book.depth(Side::buy, Price{99.5}) == Amount{5});
    CHECK(book.expire(6).empty());
    CHECK(book.expire(7).size() == 1);
    book.cut(first, Amount{4});
    book.cut(first, Amount{9});  // does not grow back
    CHECK(queue(book, Side::buy) == std::vector<std::pair<double, std::int64_t>>{{99, 4}, {99, 20}});
    CHECK(book.cancel(second) == Amount{20});
    CHECK(book.cancel(second) == Amount{0});
    CHECK(book.cancel_all(AccountId{2}).size() == 2);  // owner 1 on both sides
    CHECK(book.resting(Side::buy).empty());
    CHECK(book.resting(Side::sell).empty());
}

TEST_CASE("a batch keeps every coin, never trades through a limit and leaves no crossed book", "[analytic][order_book]")
{
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        std::vector<ArrivingOrder> const orders = random_orders(seed);
        PriceTimeBook book;
        Matching const found = book.match_batch(orders, Draws{seed, 1}, "arrival", 5);
        std::vector<std::int64_t> taken(orders.size());
        std::map<OrderId, std::size_t> who;
        for (std::size_t i = 0; i < orders.size(); ++i)
            if (found.rested[i].valid())
                who[found.rested[i]] = i;
        std::int64_t rests[2] = {0, 0};
        for (BookFill const& fill : found.fills) {
            ArrivingOrder const& taker = orders[fill.arriving];
            REQUIRE(fill.amount > Amount{0});
            bool const buys = taker.side == Side::buy;
            REQUIRE((buys ? fill.price.value() <= taker.limit : fill.price.value() >= taker.limit));
            ArrivingOrder const& maker = orders[who.at(fill.resting)];
            REQUIRE(maker.side != taker.side);
            REQUIRE(maker.limit == fill.price.value());
            REQUIRE(maker.base == fill.resting_base);
            taken[fill.arriving] += fill.amount.value();
            rests[buys ? 1 : 0] -= fill.amount.value();
        }
        for (std::size_t i = 0; i < orders.size(); ++i) {
            REQUIRE(taken[i] + found.unfilled[i].value() == orders[i].amount.value());
            REQUIRE(found.rested[i].valid() == (orders[i].rests && found.unfilled[i] > Amount{0}));
            if (found.rested[i].valid())
                rests[orders[i].side == Side::buy ? 0 : 1] += found.unfilled[i].value();
        }
        REQUIRE(total(book, Side::buy) == rests[0]);
        REQUIRE(total(book, Side::sell) == rests[1]);
        if (book.best(Side::buy) && book.best(Side::sell))
            REQUIRE(*book.best(Side::buy) < *book.best(Side::sell));
    }
}

TEST_CASE("the sequence of a batch is drawn, not given", "[analytic][order_book]")
{
    std::vector<ArrivingOrder> orders = random_orders(3);
    PriceTimeBook first;
    first.match_batch(orders, Draws{1, 0}, "arrival", 0);
    std::ranges::reverse(orders);  // every owner has one order here
    PriceTimeBook second;
    second.match_batch(orders, Draws{1, 0}, "arrival", 0);
    CHECK(queue(first, Side::buy) == queue(second, Side::buy));
    CHECK(queue(first, Side::sell) == queue(second, Side::sell));

    // Two owners at one price: each comes first in about half of the steps.
    int ahead = 0;
    for (std::int64_t step = 0; step < 2000; ++step) {
        PriceTimeBook book;
        std::vector<ArrivingOrder> const pair{order(Side::buy, 1, 1, 100), order(Side::buy, 2, 1, 100)};
        ahead += book.match_batch(pair, Draws{7, 0}, "arrival", step).rested[0] == OrderId{0};
    }
    CHECK_THAT(ahead / 2000.0, Catch::Matchers::WithinAbs(0.5, 0.05));  // 4.5 standard deviations
}

TEST_CASE("a book comes back from its columns", "[analytic][order_book]")
{
    PriceTimeBook book;
    book.match_batch(random_orders(11), Draws{1, 0}, "arrival", 3);
    PriceTimeBook copy;
    testing::restore(copy, testing::saved(book));
    CHECK(queue(copy, Side::buy) == queue(book, Side::buy));
    CHECK(queue(copy, Side::sell) == queue(book, Side::sell));

    std::vector<ArrivingOrder> const next = random_orders(12);
    Matching const one = book.match_batch(next, Draws{2, 0}, "arrival", 4);
    Matching const other = copy.match_batch(next, Draws{2, 0}, "arrival", 4);
    CHECK(one.rested == other.rested);
    CHECK(one.unfilled == other.unfilled);
    CHECK(one.fills.size() == other.fills.size());
}
