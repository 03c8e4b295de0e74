// Requests, queues, limits, gates and payouts on balance sheets that can be reckoned by hand; every audit is on.

#include "model/mechanisms/withdrawals.hpp"

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Deed = ScriptedClients::Deed;

namespace {

/// A bank with part of what it owes in hot storage; the rest is what its claims are shares of, so that it is not found
/// insolvent.
void short_of_cash(InstitutionParameters& bank, double hot)
{
    bank.hot = Share{hot};
    bank.residual_claims = true;
}

/// A bank with nothing in hot storage that gets `cold` of its claims two steps after it is asked.
TinyWorld late_bank(double cold)
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    short_of_cash(bank, 0);
    bank.cold = Share{cold};
    bank.cold_lag = Duration{1200};
    return tiny;
}

}  // namespace

TEST_CASE("a request is paid in the step in which it is made, from hot storage", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "USD", 100), bob = tiny.client("bank", "USD", 50);
    tiny.ask(1, ann, 30);
    Running run = tiny.start();
    run.go();
    CHECK(run.claim(ann) == 100);
    run.go();
    CHECK(run.claim(ann) == 70);
    CHECK(run.wallet(ann) == 30);
    CHECK(run.claim(bob) == 50);
    CHECK(run.stored("bank", "USD") == 120);
    CHECK(run.equity("bank") == 0);
    EventId const paid = run.last(EventKind::withdrawal_paid);
    CHECK(run.what(paid).amount == coins(30));
    CHECK(run.causes(paid) == std::vector{EventKind::withdrawal_asked});
}

TEST_CASE("the discipline says who is paid first", "[model][withdrawals]")
{
    // The large one asks first, the others a step later; 45 arrive two steps after the first request.
    auto const [discipline, large, middle, small] = GENERATE(table<Discipline, double, double, double>({
        {Discipline::fifo, 45, 0, 0},
        {Discipline::pro_rata, 27, 13.5, 4.5},
        {Discipline::small_first, 5, 30, 10},
    }));
    CAPTURE(static_cast<int>(discipline));
    TinyWorld tiny = late_bank(0.45);
    tiny.withdrawals.rules.discipline = discipline;
    std::size_t const first = tiny.client("bank", "USD", 60), second = tiny.client("bank", "USD", 30),
                      third = tiny.client("bank", "USD", 10);
    tiny.ask(0, first, 60);
    tiny.ask(1, second, 30);
    tiny.ask(1, third, 10);
    Running run = tiny.start();
    run.go(3);
    CHECK(run.wallet(first) == large);
    CHECK(run.wallet(second) == middle);
    CHECK(run.wallet(third) == small);
    CHECK(run.queued("bank", "USD") == 55);
}

TEST_CASE("requests of one step are paid pro rata, to the last unit", "[model][withdrawals]")
{
    TinyWorld tiny;
    short_of_cash(tiny.institution("bank"), 2.0 / 3);
    std::vector<std::size_t> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(tiny.client("bank", "USD", 1e-6));
        tiny.ask(0, clients.back(), 1);
    }
    Running run = tiny.start();
    run.go(5);
    double sum = 0;
    for (std::size_t const client : clients)
        sum += run.wallet(client);
    CHECK(sum == 2e-6);
    CHECK(run.stored("bank", "USD") == 0);
    CHECK(run.queued("bank", "USD") == 1e-6);
}

TEST_CASE("a request waits for its notice, and takes nothing from a limit before", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    tiny.withdrawals.rules.notice = Duration{1800};
    choose(tiny.withdrawals.rules.processing, "hourly_usd", {{"usd", 60}});  // 10 a step
    std::size_t const ann = tiny.client("bank", "USD", 15), bob = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 15);
    tiny.ask(2, bob, 100);
    Running run = tiny.start();
    run.go(3);
    CHECK(run.wallet(ann) == 0);
    run.go();
    CHECK(run.wallet(ann) == 10);
    run.go();
    CHECK(run.wallet(ann) == 15);
    CHECK(run.wallet(bob) == 0);
    run.go();
    CHECK(run.wallet(bob) == 10);
}

TEST_CASE("a capacity is per time, whatever the step", "[model][withdrawals]")
{
    std::int64_t const seconds = GENERATE(300, 600, 1800);
    TinyWorld tiny{seconds};
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.processing, "hourly_share", {{"share", 0.01}});
    choose(tiny.withdrawals.rules.limit, "daily_usd", {{"usd", 30}});
    std::size_t const ann = tiny.client("bank", "USD", 1000);
    tiny.ask(0, ann, 1000);
    Running run = tiny.start();
    run.go(3600 / seconds);
    CHECK_THAT(run.wallet(ann), WithinAbs(10, 0.06));  // of the present claims, so a little less with more steps
    run.go(23 * 3600 / seconds);
    CHECK_THAT(run.wallet(ann), WithinAbs(30, one_unit));
    run.go(24 * 3600 / seconds);
    CHECK_THAT(run.wallet(ann), WithinAbs(60, 2 * one_unit));
}

TEST_CASE("a daily share is of the claims when the day began", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.limit, "daily_share", {{"share", 0.2}});
    std::size_t const ann = tiny.client("bank", "USD", 1000);
    tiny.ask(0, ann, 1000);
    Running run = tiny.start();
    run.go(144);
    CHECK_THAT(run.wallet(ann), WithinAbs(200, one_unit));
    run.go();
    CHECK_THAT(run.wallet(ann), WithinAbs(360, 2 * one_unit));
}

TEST_CASE("a user's allowance covers all its requests together", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.user_limit, "daily_usd", {{"usd", 144}});  // 1 a step
    std::size_t const ann = tiny.client("bank", "USD", 100), bob = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 10);
    tiny.ask(0, ann, 10);
    tiny.ask(0, bob, 10);
    Running run = tiny.start();
    run.go(3);
    CHECK_THAT(run.wallet(ann), WithinAbs(3, 3 * one_unit));
    CHECK_THAT(run.wallet(bob), WithinAbs(3, 3 * one_unit));
}

TEST_CASE("a user's daily share is of what he had when he asked", "[model][withdrawals]")
{
    double const share = GENERATE(1.0, 0.5);  // asked for
    CAPTURE(share);
    TinyWorld tiny;
    tiny.institution("bank").tokens["USD"] = 1;
    tiny.withdrawals.rules.normal_delay = Duration{1200};
    choose(tiny.withdrawals.rules.user_limit, "daily_share", {{"share", 0.2}});
    std::size_t const ann = tiny.client("bank", "USD", 720);  // 1 a step
    tiny.ask(0, ann, 720 * share);
    Running run = tiny.start();
    auto const steps = static_cast<std::int64_t>(720 * share);
    for (std::int64_t day = 1; day <= steps / 144; ++day) {
        run.go(144);
        CHECK_THAT(run.wallet(ann), WithinAbs(144.0 * static_cast<double>(day), 144 * one_unit));
    }
    run.go(steps % 144 + 1);
    CHECK(run.wallet(ann) == 720 * share);
    CHECK(run.count(EventKind::withdrawal_refused) == 0);
}

TEST_CASE("requests beyond the claim fall away, the rest is paid and said to be", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.client("bank", "USD", 900);
    tiny.ask(0, ann, 80);
    tiny.ask(0, ann, 80);
    Running run = tiny.start();
    run.go();
    CHECK(run.wallet(ann) == 100);
    CHECK(run.queued("bank", "USD") == 0);
    CHECK(run.count(EventKind::withdrawal_paid) == 2);
}

TEST_CASE("a suspension stops exactly at its share, for good", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.gate, "after_share", {{"share", 0.25}});
    std::vector<std::size_t> clients;
    for (int i = 0; i < 7; ++i) {
        clients.push_back(tiny.client("bank", "USD", 10));
        tiny.ask(i / 2, clients.back(), 10);
    }
    Running run = tiny.start();
    run.go(20);
    double sum = 0;
    for (std::size_t const client : clients)
        sum += run.wallet(client);
    CHECK_THAT(sum, WithinAbs(17.5, one_unit));
    CHECK(run.status("bank") == Status::gated);
    CHECK(run.count(EventKind::gate_closed) == 1);
    CHECK(run.queued("bank", "USD") == 52.5);
}

TEST_CASE("a venue without claims at the start pays those who come later", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    tiny.institution("young");
    std::size_t const ann = tiny.client("bank", "USD", 10), at_young = tiny.client("young", "USD", 0);
    tiny.ask(2, at_young, 10);
    Running run = tiny.start();
    run.go();
    World& world = run.world();
    world.requests.push_back({run.account(ann), coins(10), run.account(at_young), true, Cause::calm()});
    run.go();
    CHECK(run.wallet(ann) == 10);
    CHECK(run.world().gone[run.id("bank").index()] == 1);
    run.go();
    CHECK(run.wallet(at_young) == 10);  // arrived and left again
    CHECK(run.count(EventKind::redeposit) == 1);
}

TEST_CASE("the outflow gate shuts after the rush and opens when its time is over", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    tiny.signals.outflow_window = Duration{3600};
    choose(tiny.withdrawals.rules.gate, "outflow", {{"above", 0.25}, {"duration", 7200}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 30);
    tiny.ask(2, ann, 10);
    Running run = tiny.start();
    run.go(2);
    CHECK(run.wallet(ann) == 30);
    CHECK(run.status("bank") == Status::gated);  // shut in step 1, once what was asked in step 0 is known
    run.go(11);
    CHECK(run.wallet(ann) == 30);
    CHECK(run.queued("bank", "USD") == 10);
    run.go();
    CHECK(run.status("bank") == Status::active);
    CHECK(run.wallet(ann) == 40);
    CHECK(run.causes(run.last(EventKind::gate_opened)) == std::vector{EventKind::gate_closed});
}

TEST_CASE("the coverage gate shuts when too little is liquid", "[model][withdrawals]")
{
    TinyWorld tiny;
    short_of_cash(tiny.institution("bank"), 0.4);
    choose(tiny.withdrawals.rules.gate, "coverage", {{"below", 0.3}, {"duration", 0}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 10);
    tiny.ask(1, ann, 10);
    tiny.ask(2, ann, 10);
    Running run = tiny.start();
    run.go(2);
    CHECK(run.wallet(ann) == 20);  // 30/90 is enough, 20/80 is not
    run.go(500);
    CHECK(run.wallet(ann) == 20);
    CHECK(run.status("bank") == Status::gated);
}

TEST_CASE("the dry gate shuts after hot storage has been empty for its time", "[model][withdrawals]")
{
    TinyWorld tiny;
    short_of_cash(tiny.institution("bank"), 0.1);
    choose(tiny.withdrawals.rules.gate, "dry", {{"for", 7200}, {"queue_above", 0.01}, {"duration", 3600}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 50);
    Running run = tiny.start();
    run.go(13);  // empty at the end of step 0, seen from step 1 on
    CHECK(run.status("bank") == Status::active);
    run.go();
    CHECK(run.status("bank") == Status::gated);
    CHECK(run.count(EventKind::gate_closed) == 1);
}

TEST_CASE("hot storage into which repayments trickle is as good as dry", "[model][withdrawals]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.1};
    bank.placements["loans"].share = Share{0.9};
    bank.placements["loans"].time_to_cash = Duration{100 * 86400.0};
    choose(tiny.withdrawals.rules.gate, "dry", {{"for", 7200}, {"queue_above", 0.01}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 50);
    Running run = tiny.start();
    run.go(20);
    CHECK(run.wallet(ann) > 10);
    CHECK(run.status("bank") == Status::gated);
}

TEST_CASE("whoever waits for a daily allowance is not overdue, beyond it he is", "[model][withdrawals]")
{
    auto const [hot, refusals] = GENERATE(table<double, int>({{0.03, 0}, {0.005, 1}}));
    CAPTURE(hot);
    TinyWorld tiny;
    short_of_cash(tiny.institution("bank"), hot);
    tiny.withdrawals.rules.normal_delay = Duration{3600};                    // 6 steps
    choose(tiny.withdrawals.rules.user_limit, "daily_usd", {{"usd", 144}});  // 1 a step
    std::size_t const ann = tiny.client("bank", "USD", 1000);
    tiny.ask(0, ann, 20);
    Running run = tiny.start();
    run.go(27);  // 20 steps of allowance, 6 of delay
    CHECK(run.count(EventKind::withdrawal_refused) == 0);
    run.go();
    CHECK(run.count(EventKind::withdrawal_refused) == refusals);
}

TEST_CASE("an exit fee stays with the venue", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.fee, "fixed", {{"share", 0.1}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 50);
    Running run = tiny.start();
    run.go();
    CHECK(run.claim(ann) == 50);
    CHECK(run.wallet(ann) == 45);
    CHECK(run.stored("bank", "USD") == 55);
    CHECK(run.equity("bank") == 5);
    CHECK(run.lost("clients", Channel::fee) == 5);
    CHECK(run.lost("bank", Channel::fee) == -5);
}

TEST_CASE("a swing fee is asked only while many leave", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    choose(tiny.withdrawals.rules.fee, "swing", {{"factor", 0.1}, {"threshold", 0.25}});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 30);
    tiny.ask(1, ann, 10);
    Running run = tiny.start();
    run.go();
    CHECK(run.wallet(ann) == 30);
    run.go();
    CHECK(run.wallet(ann) == 39);
}

TEST_CASE("what is older than the normal delay is overdue, is said so once, and frightens", "[model][withdrawals]")
{
    TinyWorld tiny;
    short_of_cash(tiny.institution("bank"), 0);
    tiny.withdrawals.rules.normal_delay = Duration{3600};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 40);
    Running run = tiny.start();
    run.go(7);
    CHECK(run.count(EventKind::withdrawal_refused) == 0);
    run.go();
    EventId const refused = run.last(EventKind::withdrawal_refused);
    CHECK(run.causes(refused) == std::vector{EventKind::withdrawal_asked});
    CHECK(run.what(refused).amount == coins(40));
    CHECK(run.signal("bank").queue_event == refused);
    run.go(5);
    CHECK(run.count(EventKind::withdrawal_refused) == 1);
    CHECK(run.signal("bank").overdue_share == 0.4);
    CHECK(run.claim(ann) == 100);  // what is refused stays a claim
}

TEST_CASE("money comes back as a claim, but not to a venue behind its gate", "[model][withdrawals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 50);
    tiny.wish({1, ann, Deed::redeposit, 20});
    tiny.shock("shut", "gate", {{"at", 1200}}, {{"venue", "bank"}});
    tiny.wish({2, ann, Deed::redeposit, 20});
    Running run = tiny.start();
    run.go(2);
    CHECK(run.claim(ann) == 70);
    CHECK(run.wallet(ann) == 30);
    CHECK(run.stored("bank", "USD") == 70);
    run.go();
    CHECK(run.claim(ann) == 70);
}
