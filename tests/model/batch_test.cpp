// Closed forms of one batch, and what a book does in the plain cases.

#include "model/batch.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/toy_book.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr std::int64_t coin = 100'000'000, plenty = 1'000'000'000'000'000;  // 1e8 units a coin

Amount change_of(std::vector<Settlement> const& changes, AccountId account)
{
    auto const sums = ToyBook::by_account(changes);
    return sums.contains(account) ? sums.at(account) : Amount{0};
}

}  // namespace

// Kyle, Econometrica 53(6), 1985: price moves by order flow / depth. rho coins per unit of price rest evenly below the
// mid: selling Q moves it to mid - Q / rho and the mean price is mid - Q / (2 rho).
TEST_CASE("an even book in price has Kyle's linear impact exactly", "[model][batch]")
{
    Side const side = GENERATE(Side::sell, Side::buy);
    double const quantity = GENERATE(0.5, 10.0, 400.0);
    double const mid = 20'000, reach = 0.5, depth = 1'000;  // coins within half the mid
    double const rho = depth / (reach * mid);
    ToyBook book{mid, Distance::linear, 1e8, 1e6};
    std::size_t const maker = book.add_trader(plenty, plenty), taker = book.add_trader(plenty, plenty);
    book.rest(maker, side == Side::sell ? Side::buy : Side::sell, 0, reach, static_cast<std::int64_t>(depth) * coin);
    auto const units = static_cast<std::int64_t>(quantity * 1e8);
    side == Side::sell ? book.sell(taker, units) : book.buy(taker, units);
    BatchResult const result = book.clear().result;
    double const sign = side == Side::sell ? -1 : 1;
    CHECK(result.mid_after == Approx(mid + sign * quantity / rho).epsilon(1e-12));
    CHECK(result.price == Approx(mid + sign * quantity / (2 * rho)).epsilon(1e-9));
    CHECK(result.volume == Amount{units});
}

// Even in log price: the mid falls by the log distance d = Q / density, the mean of mid e^-x over [0, d] is paid.
TEST_CASE("an even book in log price moves by its log distance", "[model][batch]")
{
    ToyBook book{20'000, Distance::logarithmic, 1e8, 1e6};
    std::size_t const maker = book.add_trader(plenty, plenty), taker = book.add_trader(plenty, plenty);
    book.rest(maker, Side::buy, 0, 0.1, 1'000 * coin);
    book.sell(taker, 300 * coin);
    BatchResult const result = book.clear().result;
    CHECK(result.mid_after == Approx(20'000 * std::exp(-0.03)).epsilon(1e-12));
    CHECK(result.price == Approx(20'000 * (1 - std::exp(-0.03)) / 0.03).epsilon(1e-9));
}

// Quotes rest from the half spread on: of the log distance walked only what lies beyond it is a move of the mid.
TEST_CASE("the mid moves by what is walked beyond the best quote, so that trifles do not wear it down",
          "[model][batch]")
{
    auto const [sold, moved] = GENERATE(table<std::int64_t, double>({{1, 0}, {300 * coin, 0.03}}));
    ToyBook book{20'000};
    book.batch.half_spread = 0.002;
    std::size_t const maker = book.add_trader(plenty, plenty), taker = book.add_trader(plenty, plenty);
    book.rest(maker, Side::buy, 0.002, 0.102, 1'000 * coin);
    book.sell(taker, sold);
    BatchResult const result = book.clear().result;
    CHECK(result.mid_after == Approx(20'000 * std::exp(-moved)).epsilon(1e-9));
    if (moved > 0)
        CHECK(result.price == Approx(20'000 * (std::exp(-0.002) - std::exp(-0.032)) / 0.03).epsilon(1e-9));
}

// Density growing linearly with distance, c d^2 coins within d: impact sqrt(Q / c). Bands of width h meet the parabola
// at their edges, so that a quantity c (n h)^2 moves exactly n h, and four times as much twice as far.
TEST_CASE("density growing with distance gives the square-root law", "[model][batch]")
{
    double const h = 0.001, c = 1e6;  // coins per squared log distance
    ToyBook book{20'000};
    std::size_t const maker = book.add_trader(plenty, plenty), taker = book.add_trader(plenty, plenty);
    for (int i = 0; i < 300; ++i)
        book.rest(maker, Side::buy, i * h, (i + 1) * h, std::llround(c * h * h * (2 * i + 1) * 1e8));
    for (double const coins : {25.0, 100.0, 400.0, 1'234.5, 1'600.0, 50'000.0}) {
        CAPTURE(coins);
        ToyBook one = book;
        one.sell(taker, std::llround(coins * 1e8));
        double const moved = std::log(20'000 / one.clear().result.mid_after);
        CHECK(moved == Approx(std::sqrt(coins / c)).epsilon(1e-4));
    }
}

TEST_CASE("flow that balances crosses at mid and touches no depth", "[model][batch]")
{
    ToyBook book{20'000};
    std::size_t const maker = book.add_trader(plenty, plenty);
    std::size_t const buyer = book.add_trader(0, plenty), seller = book.add_trader(plenty, 0);
    book.rest(maker, Side::buy, 0, 0.1, 1'000 * coin);
    book.rest(maker, Side::sell, 0, 0.1, 1'000 * coin);
    book.buy(buyer, 3 * coin);
    book.sell(seller, 3 * coin);
    ClearedBatch const cleared = book.clear();
    CHECK(cleared.result.mid_after == 20'000);
    CHECK(cleared.result.price == 20'000);
    CHECK(change_of(cleared.base, book.coins(maker)) == Amount{0});
    CHECK(change_of(cleared.quote, book.money(buyer)) == Amount{-6'000'000});  // 60 000 dollars in cents
    CHECK(change_of(cleared.base, book.coins(buyer)) == Amount{3 * coin});
}

TEST_CASE("only the excess walks, and the excess side shares one price", "[model][batch]")
{
    // 6 coins sold, 2 bought at mid 100; the other 4 walk an even linear book of 8 coins per 40 % : to 80, mean 90.
    // The six fetch 2 * 100 + 4 * 90 = 560; the buyer pays 200.
    ToyBook book{100, Distance::linear};
    std::size_t const maker = book.add_trader(0, plenty), buyer = book.add_trader(0, plenty);
    std::size_t const small = book.add_trader(2 * coin, 0), large = book.add_trader(4 * coin, 0);
    book.rest(maker, Side::buy, 0, 0.4, 8 * coin);
    book.buy(buyer, 2 * coin);
    book.sell(small, 2 * coin);
    book.sell(large, 4 * coin);
    ClearedBatch const cleared = book.clear();
    CHECK(cleared.result.mid_after == Approx(80));
    CHECK(cleared.result.price == Approx(560.0 / 6));
    CHECK(change_of(cleared.quote, book.money(buyer)) == Amount{-20'000});
    CHECK(change_of(cleared.quote, book.money(maker)) == Amount{-36'000});
    CHECK(change_of(cleared.quote, book.money(large)).value() == Approx(56'000 * 4.0 / 6).margin(1));
    CHECK(change_of(cleared.quote, book.money(small)).value() == Approx(56'000 * 2.0 / 6).margin(1));
}

TEST_CASE("schedules at one price are consumed pro rata, each at its own prices", "[model][batch]")
{
    // Density per 1 %: near 30 (of which 10 and 20), far 40 (another owner's). Selling 50 takes all of the near ones
    // and half of the far one.
    ToyBook book{100, Distance::linear};
    std::size_t const one = book.add_trader(0, plenty), two = book.add_trader(0, plenty);
    std::size_t const far = book.add_trader(0, plenty), seller = book.add_trader(plenty, 0);
    book.rest(one, Side::buy, 0, 0.01, 10 * coin);
    book.rest(two, Side::buy, 0, 0.01, 20 * coin);
    book.rest(far, Side::buy, 0.01, 0.02, 40 * coin);
    SECTION("inside the near band")
    {
        book.sell(seller, 15 * coin);
        ClearedBatch const cleared = book.clear();
        CHECK(change_of(cleared.base, book.coins(one)) == Amount{5 * coin});
        CHECK(change_of(cleared.base, book.coins(two)) == Amount{10 * coin});
        CHECK(change_of(cleared.base, book.coins(far)) == Amount{0});
        CHECK(cleared.result.mid_after == Approx(99.5));
    }
    SECTION("into the far band")
    {
        book.sell(seller, 50 * coin);
        ClearedBatch const cleared = book.clear();
        CHECK(change_of(cleared.base, book.coins(two)).value() == Approx(20.0 * coin).margin(2));
        CHECK(change_of(cleared.quote, book.money(two)).value() == Approx(-20 * 99.5 * 100).margin(2));
        CHECK(change_of(cleared.base, book.coins(far)).value() == Approx(20.0 * coin).margin(2));
        CHECK(change_of(cleared.quote, book.money(far)).value() == Approx(-20 * 98.75 * 100).margin(2));
        CHECK(cleared.result.mid_after == Approx(98.5));
    }
}

TEST_CASE("looser limits go first, equal limits share", "[model][batch]")
{
    // 10 coins rest per 10 % of the mid. Down to 95 there are 5 coins, down to 90 there are 10.
    ToyBook book{100, Distance::linear};
    std::size_t const maker = book.add_trader(0, plenty);
    std::size_t const loose = book.add_trader(plenty, 0), tight = book.add_trader(plenty, 0);
    std::size_t const same = book.add_trader(plenty, 0), unwilling = book.add_trader(plenty, 0);
    book.rest(maker, Side::buy, 0, 0.5, 50 * coin);
    book.sell(loose, 3 * coin, 90);
    book.sell(tight, 4 * coin, 95);
    book.sell(same, 4 * coin, 95);
    book.sell(unwilling, 4 * coin, 101);
    ClearedBatch const cleared = book.clear();
    CHECK(change_of(cleared.base, book.coins(loose)) == Amount{-3 * coin});
    CHECK(change_of(cleared.base, book.coins(tight)) == Amount{-1 * coin});
    CHECK(change_of(cleared.base, book.coins(same)) == Amount{-1 * coin});
    CHECK(change_of(cleared.base, book.coins(unwilling)) == Amount{0});
    CHECK(cleared.result.mid_after == Approx(95));
    CHECK_FALSE(cleared.result.empty_side);
}

TEST_CASE("a side without depth leaves the mid where it is and says so", "[model][batch]")
{
    ToyBook book{100};
    std::size_t const maker = book.add_trader(plenty, plenty), seller = book.add_trader(plenty, 0);
    std::size_t const buyer = book.add_trader(0, plenty);
    book.rest(maker, Side::sell, 0, 0.5, 50 * coin);
    book.sell(seller, 7 * coin);
    SECTION("nobody buys")
    {
        ClearedBatch const cleared = book.clear();
        CHECK(cleared.result.empty_side);
        CHECK(cleared.result.mid_after == 100);
        CHECK(cleared.result.volume == Amount{0});
        CHECK(cleared.base.empty());
    }
    SECTION("what crosses is filled")
    {
        book.buy(buyer, 2 * coin);
        ClearedBatch const cleared = book.clear();
        CHECK(cleared.result.empty_side);
        CHECK(cleared.result.mid_after == 100);
        CHECK(cleared.result.volume == Amount{2 * coin});
    }
    SECTION("a limit that keeps an order from the depth is not an empty side")
    {
        book.batch.orders.clear();
        book.rest(maker, Side::buy, 0.05, 0.5, 50 * coin);
        book.sell(seller, 7 * coin, 99);
        CHECK_FALSE(book.clear().result.empty_side);
    }
}

TEST_CASE("who has less than he asks for is cut, and sells or buys all he can", "[model][batch]")
{
    ToyBook book{100};
    std::size_t const maker = book.add_trader(plenty, plenty);
    std::size_t const seller = book.add_trader(2 * coin, 0), buyer = book.add_trader(0, 30'000);  // 300 dollars
    book.rest(maker, Side::buy, 0, 0.1, 1'000 * coin);
    book.rest(maker, Side::sell, 0, 0.1, 1'000 * coin);
    SECTION("coins")
    {
        book.sell(seller, 2 * coin);  // all of them, to the last unit
        CHECK(change_of(book.clear().base, book.coins(seller)) == Amount{-2 * coin});
        book.sell(seller, 5 * coin);
        CHECK(change_of(book.clear().base, book.coins(seller)).value() == Approx(-2.0 * coin).margin(2));
    }
    SECTION("money")
    {
        book.buy(buyer, 50 * coin);
        ClearedBatch const cleared = book.clear();
        CHECK(change_of(cleared.quote, book.money(buyer)).value() == Approx(-30'000).margin(4));
        CHECK(cleared.result.price > 100);
    }
}

TEST_CASE("an account that orders and rests spends its balance once", "[model][batch]")
{
    // The seller's excess meets the bids of somebody whose own order crosses at mid: both are paid from one account.
    ToyBook book{100};
    std::size_t const both = book.add_trader(0, 100'000), seller = book.add_trader(plenty, 0);  // 1000 dollars
    book.buy(both, 10 * coin);
    book.rest(both, Side::buy, 0, 0.1, 10 * coin);
    book.sell(seller, 20 * coin);
    ClearedBatch const cleared = book.clear();
    CHECK(-change_of(cleared.quote, book.money(both)) <= Amount{100'000});
    CHECK(change_of(cleared.quote, book.money(both)).value() == Approx(-100'000).epsilon(0.01));
}

TEST_CASE("a fill of one unit finds its owner among many", "[model][batch]")
{
    ToyBook book{100, Distance::logarithmic, 1, 100};
    std::size_t const seller = book.add_trader(1, 0);
    for (int i = 0; i < 5; ++i)
        book.rest(book.add_trader(0, 10'000), Side::buy, 0, 0.1, 1);
    book.sell(seller, 1);
    ClearedBatch const cleared = book.clear();
    CHECK(cleared.result.volume == Amount{1});
    CHECK(ToyBook::by_account(cleared.base).size() == 2);
}

TEST_CASE("a linear book has no bids below zero", "[model][batch]")
{
    ToyBook book{100, Distance::linear};
    std::size_t const maker = book.add_trader(0, plenty), seller = book.add_trader(plenty, 0);
    book.rest(maker, Side::buy, 0, 3, 30 * coin);  // 10 coins per 100 % of the mid
    book.sell(seller, 25 * coin);
    ClearedBatch const cleared = book.clear();
    CHECK(cleared.result.mid_after > 0);
    CHECK(cleared.result.volume.value() == Approx(10.0 * coin).epsilon(1e-5));
    CHECK(cleared.result.price == Approx(50).epsilon(1e-5));
}

TEST_CASE("movers carry the channels of the excess side by volume", "[model][batch]")
{
    ToyBook book{100};
    std::size_t const maker = book.add_trader(plenty, plenty), trader = book.add_trader(plenty, plenty);
    book.rest(maker, Side::buy, 0, 0.1, 1'000 * coin);
    book.sell(trader, 3 * coin).channel = Channel::run;
    book.sell(trader, 1 * coin).channel = Channel::fire_sale;
    book.sell(trader, 2 * coin).channel = Channel::run;
    book.buy(trader, 1 * coin).channel = Channel::liquidation;
    auto const movers = book.clear().result.movers;
    REQUIRE(movers.size() == 2);
    CHECK(movers[0].channel == Channel::run);
    CHECK(movers[0].weight == 5.0 * coin);
    CHECK(movers[1].channel == Channel::fire_sale);
    CHECK(movers[1].weight == 1.0 * coin);
}
