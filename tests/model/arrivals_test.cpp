// Income, repayments and missed payments, reckoned by hand; every audit is on.

#include "model/mechanisms/arrivals.hpp"

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double a_thousandth_a_day = 0.36525;  // [1/year]

/// A bank without clients that owns a placement and nothing else.
PlacementParameters& only_placement(TinyWorld& tiny, double coins)
{
    PlacementParameters& placement = tiny.institution("bank").placements["paper"];
    placement.asset = "USD";
    placement.amount = coins;
    return placement;
}

}  // namespace

TEST_CASE("a placement's income is the same for any step, comes from outside and is no loss", "[model][arrivals]")
{
    std::int64_t const seconds = GENERATE(60, 600, 7200);
    auto const [principal, income] = GENERATE(table<double, double>({{1000, 1}, {1e-3, 1e-6}, {123, 0.123}}));
    CAPTURE(seconds, principal);
    TinyWorld tiny{seconds};
    only_placement(tiny, principal).yearly_yield = Share{a_thousandth_a_day};
    Running run = tiny.start(10'000);
    double const outside = run.stored("outside", "USD");
    run.go(86400 / seconds);
    CHECK(run.stored("bank", "USD") == income);
    CHECK_THAT(outside - run.stored("outside", "USD"), WithinAbs(income, 1e-9));
    CHECK_THAT(run.equity("bank"), WithinAbs(principal + income, 1e-9));
    CHECK(run.lost("bank", Channel::fee) == 0);
    CHECK(run.lost("bank", Channel::price) == 0);
    CHECK_THAT(run.world().income[run.id("bank").index()], WithinAbs(income, 1e-9));
}

TEST_CASE("a loan's income is paid by its debtor, as far as it has money", "[model][arrivals]")
{
    TinyWorld tiny;
    tiny.institution("fund");
    tiny.institution("shop").tokens = {{"USD", 1.5}, {"COIN", 100}};
    tiny.lend("fund", "shop", 1000).yearly_yield = Share{a_thousandth_a_day};
    Running run = tiny.start();
    run.go(144);
    CHECK(run.stored("fund", "USD") == 1);
    CHECK(run.stored("shop", "USD") == 0.5);
    run.go(144);
    CHECK(run.stored("fund", "USD") == 1.5);
    CHECK(run.stored("shop", "USD") == 0);
}

TEST_CASE("what is frozen pays neither income nor principal before it thaws", "[model][arrivals]")
{
    TinyWorld tiny;
    only_placement(tiny, 1000).yearly_yield = Share{a_thousandth_a_day};
    tiny.shock("freeze", "freeze", {{"at", 0}, {"duration", 6000}}, {{"institution", "bank"}});
    tiny.shock("recall", "recall", {{"at", 0}, {"share", 0.5}}, {{"creditor", "bank"}});
    Running run = tiny.start();
    run.go(10);
    CHECK(run.stored("bank", "USD") == 0);
    run.go();
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(500 + 1.0 / 144, one_unit));
}

TEST_CASE("a placement comes back less its haircut and what was hidden", "[model][arrivals]")
{
    TinyWorld tiny;
    only_placement(tiny, 100).haircut = Share{0.1};
    tiny.institution("bank").hidden_loss = Share{0.2};
    tiny.shock("recall", "recall", {{"at", 0}, {"share", 1}}, {{"creditor", "bank"}});
    Running run = tiny.start();
    run.go();
    CHECK(run.stored("bank", "USD") == 0);
    CHECK(run.equity("bank") == 100);
    run.go();
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(72, one_unit));
    CHECK_THAT(run.lost("bank", Channel::default_), WithinAbs(20, one_unit));
    CHECK_THAT(run.lost("bank", Channel::fire_sale), WithinAbs(8, one_unit));
    CHECK_THAT(run.equity("bank"), WithinAbs(72, one_unit));
}

TEST_CASE("a loan is due at its maturity", "[model][arrivals]")
{
    TinyWorld tiny;
    tiny.institution("fund");
    tiny.institution("shop").tokens["USD"] = 150;
    tiny.lend("fund", "shop", 100).maturity = Duration{3000};
    Running run = tiny.start();
    run.go(5);
    CHECK(run.stored("fund", "USD") == 0);
    run.go();
    CHECK(run.stored("fund", "USD") == 100);
    CHECK(run.stored("shop", "USD") == 50);
    CHECK(run.exposure("fund", "shop").principal == Amount{0});
    CHECK(run.equity("fund") == 100);
    CHECK(run.equity("shop") == 50);
}

TEST_CASE("a debtor that is short pays all who are due in proportion, and misses the rest once", "[model][arrivals]")
{
    TinyWorld tiny;
    tiny.institution("ann");
    tiny.institution("bob");
    tiny.institution("debtor").tokens["USD"] = 30;
    tiny.institution("slow").tokens["USD"] = 100;
    tiny.lend("ann", "debtor", 60);
    tiny.lend("bob", "debtor", 30);
    tiny.lend("debtor", "slow", 100).time_to_cash = Duration{36000};
    tiny.shock("a", "recall", {{"at", 0}, {"share", 1}}, {{"creditor", "ann"}, {"debtor", "debtor"}});
    tiny.shock("b", "recall", {{"at", 0}, {"share", 1}}, {{"creditor", "bob"}, {"debtor", "debtor"}});
    Running run = tiny.start();
    run.go();
    CHECK(run.stored("ann", "USD") == 0);
    CHECK(run.exposure("debtor", "slow").due == coins(60));  // its own treasury calls in what it lacks
    run.go();
    CHECK(run.stored("ann", "USD") == 20);
    CHECK(run.stored("bob", "USD") == 10);
    CHECK_THAT(run.stored("debtor", "USD"), WithinAbs(100.0 / 60, one_unit));
    CHECK(run.count(EventKind::missed_payment) == 2);
    CHECK(run.causes(run.last(EventKind::missed_payment)) == std::vector{EventKind::recall});
    run.go(60);
    CHECK(run.stored("ann", "USD") == 60);
    CHECK(run.stored("bob", "USD") == 30);
    CHECK(run.count(EventKind::missed_payment) == 2);
    CHECK(run.exposure("ann", "debtor").missed_step == -1);
    CHECK_THAT(run.equity("debtor"), WithinAbs(40, 1e-9));
}

TEST_CASE("repayments spread over their time are the same for any step", "[model][arrivals]")
{
    std::int64_t const seconds = GENERATE(300, 600, 1800);
    TinyWorld tiny{seconds};
    tiny.institution("fund");
    tiny.institution("shop").tokens["USD"] = 100;
    tiny.lend("fund", "shop", 100).time_to_cash = Duration{36000};
    tiny.shock("recall", "recall", {{"at", 0}, {"share", 1}}, {{"creditor", "fund"}, {"debtor", "shop"}});
    Running run = tiny.start();
    run.go(18000 / seconds + 1);
    CHECK_THAT(run.stored("fund", "USD"), WithinAbs(50, 60 * one_unit));
    run.go(18000 / seconds);
    CHECK(run.stored("fund", "USD") == 100);
}
