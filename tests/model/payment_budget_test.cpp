// How a limit in dollars is shared by the assets that a venue owes.

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

TEST_CASE("a limit in dollars is shared by the assets in proportion to what can be paid", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.processing, "hourly_usd", {{"usd", 600}});  // 100 a step
    std::size_t const ann = tiny.client("bank", "USD", 500), bob = tiny.client("bank", "COIN", 5);
    tiny.ask(0, ann, 300);
    tiny.ask(0, bob, 1);
    Running run = tiny.start();
    run.go();
    CHECK_THAT(run.wallet(ann), WithinAbs(75, one_unit));
    CHECK_THAT(run.wallet(bob), WithinAbs(0.25, one_unit));
    run.go(2);
    CHECK_THAT(run.wallet(ann), WithinAbs(225, 3 * one_unit));
    run.go(2);
    CHECK(run.wallet(ann) == 300);
    CHECK(run.wallet(bob) == 1);
}

TEST_CASE("what is not in hot storage takes nothing from a limit in dollars", "[model][withdrawals]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.tokens["USD"] = 500;
    PlacementParameters& lent = bank.placements["lent"];
    lent.asset = "COIN";
    lent.amount = 5;
    lent.time_to_cash = Duration{1000 * 86400.0};
    choose(tiny.withdrawals.rules.processing, "hourly_usd", {{"usd", 600}});  // 100 a step
    std::size_t const ann = tiny.client("bank", "USD", 500), bob = tiny.client("bank", "COIN", 5);
    tiny.ask(0, ann, 300);
    tiny.ask(0, bob, 1);
    tiny.treasury.sells = false;
    Running run = tiny.start();
    run.go();
    CHECK(run.wallet(ann) == 100);
    CHECK(run.wallet(bob) == 0);
    run.go(2);
    CHECK_THAT(run.wallet(ann), WithinAbs(300, 0.02));
    CHECK_THAT(run.wallet(bob), WithinAbs(0, 1e-4));
}

TEST_CASE("what a claim no longer has falls away, and the event of a payment tells what was paid",
          "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 80);
    tiny.ask(1, ann, 80);
    bool const together = GENERATE(false, true);
    choose(tiny.withdrawals.rules.processing, "hourly_usd", {{"usd", together ? 1e6 : 240}});  // 40 a step
    Running run = tiny.start();
    run.go(10);
    CHECK_THAT(run.wallet(ann), WithinAbs(100, one_unit));
    CHECK(run.count(EventKind::withdrawal_paid) == 2);
    CHECK(run.what(run.last(EventKind::withdrawal_paid)).amount == coins(20));
    CHECK(run.queued("bank", "USD") == 0);
}
