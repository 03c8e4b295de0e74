// Rules of withdrawal that act together, and where the money goes; every audit is on.

#include <catch2/catch.hpp>

#include "model/mechanisms/withdrawals.hpp"
#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

TEST_CASE("what goes to another venue is what was paid for it, part by part", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    tiny.institution("other");
    choose(tiny.withdrawals.rules.processing, "hourly_usd", {{"usd", 60}});  // 10 a step
    std::size_t const ann = tiny.client("bank", "USD", 100), at_other = tiny.client("other", "USD", 0);
    tiny.ask(0, ann, 10);
    Running run = tiny.start();
    run.go();
    CHECK(run.wallet(ann) == 10);  // this is to stay there
    run.world().requests.push_back({run.account(ann), coins(15), run.account(at_other), false, Cause::calm()});
    run.go();
    CHECK(run.wallet(ann) == 20);
    CHECK(run.claim(at_other) == 0);
    run.go();
    CHECK(run.wallet(ann) == 15);
    CHECK(run.claim(at_other) == 10);
    run.go();
    CHECK(run.wallet(ann) == 10);
    CHECK(run.claim(at_other) == 15);
    CHECK(run.stored("other", "USD") == 15);
}

TEST_CASE("a notice is not overdue before it is over", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank").hot = Share{0};
    tiny.institution("bank").residual_claims = true;  // its claims are shares, so it is not found insolvent
    tiny.withdrawals.rules.notice = Duration{3600};
    tiny.withdrawals.rules.normal_delay = Duration{1200};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 40);
    Running run = tiny.start();
    run.go(9);  // 6 steps of notice, 2 of delay
    CHECK(run.count(EventKind::withdrawal_refused) == 0);
    run.go();
    CHECK(run.count(EventKind::withdrawal_refused) == 1);
}

TEST_CASE("all rules at once: the tightest binds, the fee is of what is paid", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    WithdrawalRules& rules = tiny.withdrawals.rules;
    rules.notice = Duration{1200};
    rules.discipline = Discipline::small_first;
    choose(rules.processing, "hourly_usd", {{"usd", 60}});  // 10 a step
    choose(rules.limit, "daily_usd", {{"usd", 25}});        // in all
    choose(rules.user_limit, "daily_usd", {{"usd", 864}});  // 6 a step
    choose(rules.fee, "fixed", {{"share", 0.1}});
    choose(rules.gate, "outflow", {{"above", 0.5}, {"duration", 3600}});
    std::size_t const ann = tiny.client("bank", "USD", 100), bob = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 40);
    tiny.ask(0, bob, 5);
    Running run = tiny.start();
    run.go(2);
    CHECK(run.claim(ann) + run.claim(bob) == 200);
    run.go();  // the notice is over: bob's 5 first, then 5 of ann's 6
    CHECK_THAT(run.claim(bob), WithinAbs(95, one_unit));
    CHECK_THAT(run.claim(ann), WithinAbs(95, one_unit));
    CHECK_THAT(run.wallet(bob), WithinAbs(4.5, one_unit));
    run.go();
    CHECK_THAT(run.claim(ann), WithinAbs(89, one_unit));
    run.go();
    CHECK_THAT(run.claim(ann), WithinAbs(83, one_unit));
    run.go(5);  // 25 have been paid today
    CHECK_THAT(run.claim(ann), WithinAbs(80, one_unit));
    CHECK_THAT(run.wallet(ann), WithinAbs(18, one_unit));
    CHECK_THAT(run.equity("bank"), WithinAbs(2.5, one_unit));
    CHECK_THAT(run.lost("clients", Channel::fee), WithinAbs(2.5, one_unit));
    CHECK(run.status("bank") == Status::active);
}

TEST_CASE("a suspension shuts although no unit of any asset is small enough for the last part of its share",
          "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.gate, "after_share", {{"share", 0.2137}});
    std::size_t const ann = tiny.client("bank", "USD", 70), bob = tiny.client("bank", "COIN", 0.7);
    tiny.ask(0, ann, 61);
    tiny.ask(0, bob, 0.37);
    Running run = tiny.start();
    run.go(5);
    CHECK_THAT(run.wallet(ann) + 100 * run.wallet(bob), WithinAbs(0.2137 * 140, one_unit + 100 * one_unit));
    CHECK(run.status("bank") == Status::gated);
    CHECK(run.count(EventKind::gate_closed) == 1);
}

TEST_CASE("a request of which nothing is left and nothing was paid is void", "[model][withdrawals]")
{
    // Three requests on one claim of 100: the first is paid, the second in part, the third not at all.
    TinyWorld tiny;
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.client("bank", "USD", 1);
    tiny.withdrawals.rules.notice = Duration{1800};
    tiny.ask(1, ann, 70);
    tiny.ask(2, ann, 60);
    tiny.ask(3, ann, 50);
    Running run = tiny.start();
    run.go(8);
    CHECK(run.wallet(ann) == 100);
    CHECK(run.queued("bank", "USD") == 0);
    CHECK(run.count(EventKind::withdrawal_paid) == 2);
    CHECK(run.what(run.last(EventKind::request_dropped)).amount == coins(30));
    CHECK(run.count(EventKind::request_dropped) == 1);
    CHECK(run.count(EventKind::request_void) == 1);
    EventId const ended = run.last(EventKind::request_void);
    CHECK(run.what(ended).amount == coins(50));
    CHECK(run.causes(ended) == std::vector{EventKind::withdrawal_asked});
}
