// Who fails when, what creditors and clients lose, and to which channel it is booked; every audit is on.

#include "model/mechanisms/contagion.hpp"

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

namespace {

/// Owes 100; has 60 and paper of 60, half of which is lost already.
InstitutionParameters& pretender(TinyWorld& tiny)
{
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.6};
    bank.placements["paper"].asset = "USD";
    bank.placements["paper"].share = Share{0.6};
    bank.placements["paper"].time_to_cash = Duration{1000 * 86400.0};
    bank.hidden_loss = Share{0.5};
    return bank;
}

std::int64_t failed_in(Running& run, std::string const& name)
{
    return run.world().institutions[run.id(name).index()].failed_step;
}

}  // namespace

TEST_CASE("hidden losses end a bank once they are seen", "[model][contagion]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = pretender(tiny);
    tiny.client("bank", "USD", 100);
    SECTION("never, while nobody looks")
    {
        Running run = tiny.start();
        run.go(20);
        CHECK(run.status("bank") == Status::active);
        CHECK(run.equity("bank") == 20);
    }
    SECTION("at once, if it is marked to market")
    {
        bank.marked_to_market = true;
        Running run = tiny.start();
        run.go();
        CHECK(failed_in(run, "bank") == 0);
    }
    SECTION("at a disclosure")
    {
        tiny.shock("proof", "disclosure", {{"at", 1800}}, {{"venue", "bank"}});
        Running run = tiny.start();
        run.go(5);
        CHECK(failed_in(run, "bank") == 3);
    }
}

TEST_CASE("a bank fails once a payment has been missed for longer than its grace", "[model][contagion]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.5};
    bank.placements["paper"].asset = "USD";
    bank.placements["paper"].share = Share{0.6};
    bank.placements["paper"].time_to_cash = Duration{1e6 * 86400.0};
    bank.grace = Duration{3000};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 100);
    Running run = tiny.start();
    run.go(6);
    CHECK(run.status("bank") == Status::active);
    CHECK_THAT(run.wallet(ann), WithinAbs(50, 1e-3));
    run.go();
    CHECK(failed_in(run, "bank") == 6);
}

TEST_CASE("who has the tokens misses nothing: limits, notices and allowances are rules, not illiquidity",
          "[model][contagion]")
{
    TinyWorld tiny;
    tiny.institution("bank").grace = Duration{3000};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 100);
    SECTION("a processing capacity")
    {
        choose(tiny.withdrawals.rules.processing, "hourly_usd", {{"usd", 6}});
    }
    SECTION("a notice")
    {
        tiny.withdrawals.rules.notice = Duration{30000};
    }
    SECTION("an allowance")
    {
        choose(tiny.withdrawals.rules.user_limit, "daily_usd", {{"usd", 144}});
    }
    SECTION("a gate")
    {
        tiny.shock("shut", "gate", {{"at", 0}}, {{"venue", "bank"}});
    }
    Running run = tiny.start();
    run.go(40);
    CHECK(run.claim(ann) > 0);
    CHECK(run.status("bank") != Status::failed);
}

TEST_CASE("what a limit lets it pay is what must be there, not the whole queue", "[model][contagion]")
{
    // Half of what is asked is in hot storage.
    auto const [share, fails] = GENERATE(table<double, std::int64_t>({{0.1, -1}, {0.5, -1}, {0.6, 6}, {1, 6}}));
    CAPTURE(share);
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.5};
    bank.placements["paper"].asset = "USD";
    bank.placements["paper"].share = Share{0.6};
    bank.placements["paper"].time_to_cash = Duration{1e6 * 86400.0};
    bank.grace = Duration{3000};
    choose(tiny.withdrawals.rules.limit, "daily_share", {{"share", share}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 100);
    Running run = tiny.start();
    run.go(20);
    CHECK_THAT(run.wallet(ann), WithinAbs(100 * std::min(share, 0.5), 1e-3));
    CHECK(failed_in(run, "bank") == fails);
}

TEST_CASE("a failure moves one loan further in a step, and cash moves once", "[model][contagion]")
{
    TinyWorld tiny;
    tiny.institution("a").tokens["USD"] = 50;
    tiny.institution("b");
    tiny.institution("c").tokens["USD"] = 100;
    tiny.lend("a", "b", 100);
    tiny.lend("b", "c", 100);
    tiny.shock("theft", "hack", {{"at", 600}, {"share", 0.6}}, {{"institution", "c"}, {"asset", "USD"}});
    Running run = tiny.start();
    run.go(2);
    CHECK(failed_in(run, "c") == 1);
    CHECK(run.status("b") == Status::active);
    CHECK(run.exposure("b", "c").provision == coins(60));
    CHECK(run.exposure("a", "b").provision == Amount{0});
    run.go();
    CHECK(failed_in(run, "b") == 2);
    CHECK(run.exposure("a", "b").provision == coins(60));
    CHECK(run.stored("a", "USD") == 50);
    run.go();
    CHECK(run.stored("a", "USD") == 90);
    CHECK(run.equity("a") == 90);
    CHECK(run.lost("a", Channel::default_) == 60);
    CHECK(run.lost("c", Channel::operational) == 60);
    CHECK(run.status("a") == Status::active);
    run.go(5);
    CHECK(run.stored("a", "USD") == 90);
    CHECK(run.count(EventKind::failure) == 2);
    CHECK(run.causes(run.last(EventKind::failure)) == std::vector{EventKind::provision});
}

TEST_CASE("institutions and clients share what a failed one has; the claims left are frozen", "[model][contagion]")
{
    TinyWorld tiny;
    tiny.institution("bank").tokens["USD"] = 40;
    tiny.institution("fund");
    tiny.lend("fund", "bank", 60);
    tiny.shock("theft", "hack", {{"at", 0}, {"share", 0}, {"coins", 20}}, {{"institution", "bank"}, {"asset", "USD"}});
    std::size_t const ann = tiny.client("bank", "USD", 60);
    tiny.ask(3, ann, 60);
    bool const spreads = GENERATE(true, false);
    CAPTURE(spreads);
    tiny.contagion.spreads = spreads;
    Running run = tiny.start();
    run.go(5);
    CHECK(failed_in(run, "bank") == 0);
    CHECK(run.wallet(ann) == 0);
    CHECK(run.count(EventKind::withdrawal_asked) == 0);
    CHECK_THAT(run.claim(ann), WithinAbs(spreads ? 40 : 60, one_unit));
    CHECK_THAT(run.stored("fund", "USD"), WithinAbs(spreads ? 40 : 0, one_unit));
    CHECK_THAT(run.lost("fund", Channel::default_), WithinAbs(spreads ? 20 : 0, one_unit));
    CHECK_THAT(run.lost("clients", Channel::default_), WithinAbs(spreads ? 20 : 0, one_unit));
    if (spreads)
        CHECK_THAT(run.world().institutions[run.id("bank").index()].recovery.value(), WithinAbs(2.0 / 3, 1e-6));
}

TEST_CASE("a debt paid in a clearing is missed no longer", "[model][contagion]")
{
    TinyWorld tiny;
    tiny.institution("creditor");
    tiny.institution("debtor").tokens["COIN"] = 2;
    tiny.institution("debtor").grace = Duration{6000};
    tiny.lend("creditor", "debtor", 100);
    tiny.shock("recall", "recall", {{"at", 0}, {"share", 1}}, {{"creditor", "creditor"}, {"debtor", "debtor"}});
    tiny.shock("end", "failure", {{"at", 1200}}, {{"institution", "creditor"}});
    Running run = tiny.start();
    run.go(4);
    CHECK(run.count(EventKind::missed_payment) == 1);
    CHECK(run.stored("creditor", "COIN") == 1);
    run.go(30);
    CHECK(run.status("debtor") == Status::active);
    CHECK(run.equity("debtor") == 100);
}

TEST_CASE("a guarantee pays clients what the estate lacks, up to its size", "[model][contagion]")
{
    auto const [promised, kept] = GENERATE(table<double, double>({{0, 80}, {10, 90}, {50, 100}}));
    CAPTURE(promised);
    TinyWorld tiny;
    tiny.institution("bank").hot = Share{0.8};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.shock("promise", "guarantee", {{"at", 0}, {"usd", promised}}, {{"venue", "bank"}});
    Running run = tiny.start();
    run.go(3);
    CHECK_THAT(run.claim(ann), WithinAbs(kept, 2 * one_unit));
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(kept, 2 * one_unit));
    CHECK_THAT(run.lost("clients", Channel::default_), WithinAbs(100 - kept, 2 * one_unit));
}

TEST_CASE("what those who left first took beyond their fair share is booked to the run", "[model][contagion]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.5};
    bank.placements["paper"].asset = "USD";
    bank.placements["paper"].share = Share{0.5};
    bank.placements["paper"].time_to_cash = Duration{1e6 * 86400.0};
    bank.hidden_loss = Share{1};
    std::size_t const ann = tiny.client("bank", "USD", 50), bob = tiny.client("bank", "USD", 50);
    tiny.ask(0, ann, 50);
    tiny.shock("proof", "disclosure", {{"at", 600}}, {{"venue", "bank"}});
    Running run = tiny.start();
    run.go(4);
    CHECK(run.wallet(ann) == 50);
    CHECK(run.claim(bob) == 0);
    CHECK_THAT(run.lost("clients", Channel::run), WithinAbs(25, one_unit));
    CHECK_THAT(run.lost("clients", Channel::default_), WithinAbs(25, one_unit));
}
