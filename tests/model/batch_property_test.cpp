// What every cleared batch must satisfy, on random books.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/toy_book.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr int books = 2000;

Amount sum_of(std::vector<Settlement> const& changes)
{
    Amount sum{0};
    for (Settlement const& one : changes)
        sum += one.change;
    return sum;
}

/// Largest error of a price that comes from money being whole units [quote/base].
double price_rounding(ToyBook const& book, Amount filled)
{
    return (1 / book.batch.quote_unit) / (static_cast<double>(filled.value()) / book.batch.base_unit);
}

/// A permutation of the items by a draw.
template <class T>
std::vector<T> shuffled(std::vector<T> items)
{
    for (std::size_t i = items.size(); i > 1; --i)
        std::swap(items[i - 1], items[*rc::gen::inRange<std::size_t>(0, i)]);
    return items;
}

/// The same book, in which the first of n traders has the accounts of the last, and so on.
ToyBook numbered_backwards(ToyBook const& book)
{
    std::size_t const traders = book.ledger.accounts() / 2;
    ToyBook other{book.batch.mid, book.batch.distance, book.batch.base_unit, book.batch.quote_unit};
    for (std::size_t i = traders; i-- > 0;)
        (void)other.add_trader(book.ledger.balance(book.coins(i)).value(), book.ledger.balance(book.money(i)).value());
    auto const renumber = [&](auto wish) {
        std::size_t const trader = traders - 1 - wish.base.index() / 2;
        wish.base = other.coins(trader);
        wish.quote = other.money(trader);
        return wish;
    };
    for (Order const& order : book.batch.orders)
        other.batch.orders.push_back(renumber(order));
    for (Band const& band : book.batch.bands)
        other.batch.bands.push_back(renumber(band));
    return other;
}

/// By how much two amounts differ, beyond what double arithmetic rounds [smallest unit].
double apart(Amount one, Amount other)
{
    auto const value = static_cast<double>(one.value());
    return std::abs(static_cast<double>((one - other).value())) - 1e-12 * std::abs(value);
}

}  // namespace

TEST_CASE("coins and money change hands, none appears or vanishes", "[model][batch]")
{
    for_all(
        "sums",
        [] {
            ClearedBatch const cleared = any_book().clear();
            RC_ASSERT(sum_of(cleared.base) == Amount{0});
            RC_ASSERT(sum_of(cleared.quote) == Amount{0});
        },
        books);
}

TEST_CASE("nobody ends below zero", "[model][batch]")
{
    for_all(
        "balances",
        [] {
            ToyBook const book = any_book();
            ClearedBatch const cleared = book.clear();
            for (auto const& legs : {cleared.base, cleared.quote})
                for (auto const& [account, change] : ToyBook::by_account(legs))
                    RC_ASSERT((book.ledger.balance(account) + change).value() >= 0);
        },
        books);
}

TEST_CASE("nobody trades more than asked, nor on the other side", "[model][batch]")
{
    for_all(
        "amounts",
        [] {
            ToyBook const book = any_book();
            std::map<AccountId, Amount> sold_at_most, bought_at_most;
            for (Order const& order : book.batch.orders)
                (order.side == Side::sell ? sold_at_most : bought_at_most)[order.base] += order.amount;
            for (Band const& band : book.batch.bands)
                (band.side == Side::sell ? sold_at_most : bought_at_most)[band.base] += band.amount;
            ClearedBatch const cleared = book.clear();
            for (auto const& [account, change] : ToyBook::by_account(cleared.base)) {
                RC_ASSERT(-change.value() <= sold_at_most[account].value());
                RC_ASSERT(change.value() <= bought_at_most[account].value());
            }
            Amount bought{0}, sold{0};
            for (OrderFill const& fill : cleared.fills) {
                RC_ASSERT(fill.amount.value() > 0 && fill.amount <= fill.order.amount);
                (fill.order.side == Side::buy ? bought : sold) += fill.amount;
            }
            RC_ASSERT(bought == cleared.result.bought);
            RC_ASSERT(sold == cleared.result.sold);
            RC_ASSERT(std::max(bought, sold) == cleared.result.volume);
        },
        books);
}

TEST_CASE("no limit is broken at the common price", "[model][batch]")
{
    for_all(
        "limits",
        [] {
            ToyBook const book = any_book();
            ClearedBatch const cleared = book.clear();
            double const mid = book.batch.mid;
            bool const buyers_in_excess = cleared.result.bought > cleared.result.sold;
            for (OrderFill const& fill : cleared.fills) {
                bool const excess = (fill.order.side == Side::buy) == buyers_in_excess;
                double const price =
                    excess && cleared.result.bought != cleared.result.sold ? cleared.result.price : mid;
                double const rounding = price_rounding(book, cleared.result.volume) + 1e-9 * mid;
                if (fill.order.side == Side::buy)
                    RC_ASSERT(price <= fill.order.limit + rounding);
                else
                    RC_ASSERT(price >= fill.order.limit - rounding);
                // The order's own money is its share of that price, to a unit.
                double const own = static_cast<double>(fill.amount.value()) / book.batch.base_unit * price;
                double const paid = static_cast<double>(fill.quote.value()) / book.batch.quote_unit;
                RC_ASSERT(std::abs(own - paid) <= 2 / book.batch.quote_unit + 1e-9 * own);
            }
        },
        books);
}

TEST_CASE("the price lies between the old mid and the new", "[model][batch]")
{
    for_all(
        "price",
        [] {
            ToyBook const book = any_book();
            BatchResult const result = book.clear().result;
            RC_ASSERT(result.mid_before == book.batch.mid);
            RC_ASSERT(result.mid_after > 0);
            RC_ASSERT(result.bought <= result.sold || result.mid_after >= result.mid_before);
            RC_ASSERT(result.bought >= result.sold || result.mid_after <= result.mid_before);
            if (result.volume == Amount{0})
                return;
            double const rounding = price_rounding(book, result.volume) + 1e-9 * book.batch.mid;
            auto const [low, high] = std::minmax(result.mid_before, result.mid_after);
            RC_ASSERT(result.price >= low - rounding);
            RC_ASSERT(result.price <= high + rounding);
        },
        books);
}

TEST_CASE("a batch stays inside its corridor", "[model][batch]")
{
    for_all(
        "corridor",
        [] {
            ToyBook book = any_book();
            book.batch.longest_move = *number(0, 0.4);
            BatchResult const result = book.clear().result;
            RC_ASSERT(distance_of(book.batch.mid, result.mid_after, book.batch.distance) <=
                      book.batch.longest_move + 1e-9);
        },
        books);
}

TEST_CASE("the order of the inputs does not matter", "[model][batch]")
{
    for_all(
        "permuted",
        [] {
            ToyBook const book = any_book();
            ToyBook other = book;
            other.batch.orders = shuffled(book.batch.orders);
            other.batch.bands = shuffled(book.batch.bands);
            ClearedBatch const first = book.clear(), second = other.clear();
            RC_ASSERT(ToyBook::by_account(first.base) == ToyBook::by_account(second.base));
            RC_ASSERT(ToyBook::by_account(first.quote) == ToyBook::by_account(second.quote));
            RC_ASSERT(first.result.mid_after == second.result.mid_after);
            RC_ASSERT(first.result.price == second.result.price);
        },
        books);
}

// Every share is rounded down or up by a unit, by luck and by the place among equals: a unit for each order and band,
// and what a coin's unit costs. Sums in double, in another sequence, add some 1e-14 of the largest amount.
TEST_CASE("the numbers of accounts do not decide who is served", "[model][batch]")
{
    for_all(
        "renumbered",
        [] {
            ToyBook const book = any_book(), other = numbered_backwards(book);
            ClearedBatch const first = book.clear(), second = other.clear();
            double const highest = std::max({book.batch.mid, first.result.mid_after, first.result.price});
            RC_ASSERT(std::abs(first.result.mid_after - second.result.mid_after) <= 1e-10 * highest);
            std::map<AccountId, double> wishes;
            for (Order const& order : book.batch.orders)
                ++wishes[order.base];
            for (Band const& band : book.batch.bands)
                ++wishes[band.base];
            auto coins = ToyBook::by_account(first.base), money = ToyBook::by_account(first.quote);
            auto coins_then = ToyBook::by_account(second.base), money_then = ToyBook::by_account(second.quote);
            std::size_t const traders = book.ledger.accounts() / 2;
            for (std::size_t i = 0, then = traders - 1; i < traders; ++i, --then) {
                double const units = wishes[book.coins(i)];
                RC_ASSERT(apart(coins[book.coins(i)], coins_then[other.coins(then)]) <= units);
                RC_ASSERT(apart(money[book.money(i)], money_then[other.money(then)]) <=
                          units * (1 + book.batch.money(1, highest)));
            }
        },
        books);
}

TEST_CASE("more sellers never raise the price", "[model][batch]")
{
    for_all(
        "monotone",
        [] {
            ToyBook book = any_book();
            std::size_t const trader = book.add_trader(1'000'000, 0);
            double const before = book.clear().result.mid_after;
            book.sell(trader, *whole<std::int64_t>(1, 1'000'000));
            RC_ASSERT(book.clear().result.mid_after <= before * (1 + 1e-9));
        },
        books);
}
