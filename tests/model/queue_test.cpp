// The withdrawal queue against a list that is summed up anew for every question.

#include "model/queue.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

Ask ask_of(std::uint32_t claim, std::int64_t amount, std::int32_t step)
{
    Ask ask;
    ask.claim = AccountId{claim};
    ask.amount = Amount{amount};
    ask.step = step;
    return ask;
}

/// Every request ever made.
struct Naive {
    std::vector<Ask> asks;
    std::int32_t aged_before = 0;

    [[nodiscard]] Amount total() const
    {
        Amount sum{0};
        for (Ask const& ask : asks)
            sum += ask.amount;
        return sum;
    }
    [[nodiscard]] Amount overdue() const
    {
        Amount sum{0};
        for (Ask const& ask : asks)
            if (ask.step < aged_before)
                sum += ask.amount;
        return sum;
    }
    [[nodiscard]] std::size_t paid_in_front() const
    {
        std::size_t count = 0;
        while (count < asks.size() && asks[count].amount.value() == 0)
            ++count;
        return count;
    }
    std::vector<std::uint32_t> age(std::int32_t before)
    {
        std::vector<std::uint32_t> fresh;
        for (Ask const& ask : asks)
            if (ask.step >= aged_before && ask.step < before && ask.amount.value() > 0)
                fresh.push_back(ask.claim.value());
        aged_before = std::max(aged_before, before);
        return fresh;
    }
};

/// One step of random requests, payments, ageing and forgetting on both.
void do_step(WithdrawalQueue& queue, Naive& naive, DrawStream& luck, std::int32_t step)
{
    for (std::uint64_t i = luck() % 40; i > 0; --i) {
        Ask const ask =
            ask_of(static_cast<std::uint32_t>(naive.asks.size()), static_cast<std::int64_t>(luck() % 100), step);
        queue.push(ask);
        naive.asks.push_back(ask);
    }
    for (std::uint64_t i = luck() % 60; i > 0 && queue.front() < queue.size(); --i) {
        // Mostly the oldest, sometimes anyone: the queue is paid first come first served or pro rata.
        std::size_t index = queue.front();
        while (index + 1 < queue.size() && queue[index].amount.value() == 0)
            ++index;
        if (luck() % 3 == 0)
            index = queue.front() + luck() % (queue.size() - queue.front());
        std::int64_t const wanted = queue[index].amount.value();
        Amount const paid{
            luck() % 2 == 0 ? wanted : static_cast<std::int64_t>(luck() % (static_cast<std::uint64_t>(wanted) + 1))};
        naive.asks[queue[index].claim.index()].amount -= paid;
        Amount const dropped{luck() % 4 == 0 ? paid.value() / 2 : 0};
        queue.reduce(index, paid - dropped, dropped);
    }
    std::vector<std::uint32_t> fresh;
    for (std::size_t const index : queue.age(step - 5))
        fresh.push_back(queue[index].claim.value());
    REQUIRE(fresh == naive.age(step - 5));
    if (luck() % 2 == 0)
        queue.drop_paid();
}

void require_equal(WithdrawalQueue& queue, Naive const& naive)
{
    REQUIRE(queue.total() == naive.total());
    REQUIRE(queue.overdue() == naive.overdue());
    queue.drop_paid();
    std::size_t const paid = naive.paid_in_front();
    REQUIRE(queue.size() - queue.front() == naive.asks.size() - paid);
    REQUIRE(queue.oldest() == (paid < naive.asks.size() ? naive.asks[paid].step : -1));
    for (std::size_t i = 0; i + paid < naive.asks.size(); ++i) {
        REQUIRE(queue[queue.front() + i].claim == naive.asks[paid + i].claim);
        REQUIRE(queue[queue.front() + i].amount == naive.asks[paid + i].amount);
    }
}

}  // namespace

TEST_CASE("totals of the queue are those of its requests", "[model][queue]")
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        WithdrawalQueue queue;
        Naive naive;
        DrawStream luck = Draws{seed, 0}.stream("test/queue");
        for (std::int32_t step = 0; step < 60; ++step) {
            do_step(queue, naive, luck, step);
            require_equal(queue, naive);
        }
    }
}

TEST_CASE("a long queue forgets what is paid and keeps its ages", "[model][queue]")
{
    // Enough requests for the front to be cut off several times.
    WithdrawalQueue queue;
    Naive naive;
    DrawStream luck = Draws{99, 0}.stream("test/queue");
    for (std::int32_t step = 0; step < 1500; ++step)
        do_step(queue, naive, luck, step);
    require_equal(queue, naive);
    CHECK(naive.asks.size() > 20'000);
    CHECK(queue.size() < naive.asks.size() / 2);
    for (std::int32_t step = 1500; step < 1600; ++step)
        do_step(queue, naive, luck, step);
    require_equal(queue, naive);
}

TEST_CASE("a restored queue goes on as the saved one", "[model][queue]")
{
    WithdrawalQueue queue, copy;
    Naive naive;
    DrawStream luck = Draws{7, 0}.stream("test/queue");
    for (std::int32_t step = 0; step < 30; ++step)
        do_step(queue, naive, luck, step);
    ColumnStore const store = saved(queue);
    restore(copy, store);
    CHECK(saved(copy) == store);
    for (std::int32_t step = 30; step < 60; ++step)
        do_step(copy, naive, luck, step);
    require_equal(copy, naive);
}

TEST_CASE("nobody is paid more than asked", "[model][queue]")
{
    WithdrawalQueue queue;
    queue.push(ask_of(0, 10, 0));
    CHECK_THROWS_AS(queue.reduce(0, Amount{11}, Amount{0}), BrokenInvariant);
}

TEST_CASE("an empty queue owes nothing", "[model][queue]")
{
    WithdrawalQueue queue;
    CHECK(queue.total() == Amount{0});
    CHECK(queue.oldest() == -1);
    CHECK(queue.age(100).empty());
    queue.drop_paid();
    queue.push(ask_of(0, 10, 3));
    CHECK(queue.oldest() == 3);
    CHECK(queue.overdue() == Amount{0});
    CHECK(queue.age(4) == std::vector<std::size_t>{0});
    CHECK(queue.age(4).empty());
    CHECK(queue.overdue() == Amount{10});
}
