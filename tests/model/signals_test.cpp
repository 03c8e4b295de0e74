// What everyone can see of a venue, reckoned by hand.

#include "model/mechanisms/signals.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("news halves in its half-life, whatever the step", "[model][signals]")
{
    std::int64_t const seconds = GENERATE(300, 600, 1800);
    TinyWorld tiny{seconds};
    tiny.institution("bank");
    tiny.signals.news_half_life = Duration{3600};
    tiny.shock("talk", "news", {{"at", 0}}, {{"venue", "bank"}, {"level", "leak"}});
    tiny.client("bank", "USD", 100);
    Running run = tiny.start();
    run.go(3600 / seconds);
    double const level = run.world().news_scale.level(NewsLevel::leak).value();
    CHECK_THAT(run.signal("bank").news, WithinRel(0.5 * level, 1e-9));
    CHECK_THAT(run.signal("bank").alarm, WithinRel(0.5 * level, 1e-9));
}

TEST_CASE("the outflow is what clients asked within the window, of what they had before", "[model][signals]")
{
    std::int64_t const seconds = GENERATE(300, 600);
    bool const hosts_a_market = GENERATE(false, true);
    TinyWorld tiny{seconds};
    tiny.institution("bank");
    if (hosts_a_market)  // the maker's claims are no part of what clients may run with
        tiny.market("bank", 1000);
    tiny.signals.outflow_window = Duration{1800};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 10);
    tiny.ask(600 / seconds, ann, 20);
    Running run = tiny.start();
    run.go(600 / seconds + 2);
    CHECK_THAT(run.signal("bank").outflow_share, WithinAbs(0.3, 1e-12));
    run.go(1200 / seconds);
    CHECK_THAT(run.signal("bank").outflow_share, WithinAbs(20 / 90.0, 1e-12));
    run.go(1800 / seconds);
    CHECK(run.signal("bank").outflow_share == 0);
}

TEST_CASE("coverage counts what can be paid within its horizon", "[model][signals]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.1};
    bank.cold = Share{0.2};
    bank.cold_lag = Duration{3600};
    PlacementParameters& paper = bank.placements["paper"];
    paper.asset = "USD";
    paper.share = Share{0.8};
    paper.haircut = Share{0.25};
    paper.time_to_cash = Duration{2 * 86400.0};
    bank.hidden_loss = Share{0.5};
    tiny.client("bank", "USD", 100);
    bool const discloses = GENERATE(true, false);
    bank.discloses = discloses;
    tiny.shock("help", "guarantee", {{"at", 600}, {"usd", 20}}, {{"venue", "bank"}});
    Running run = tiny.start();
    run.go();
    CHECK_THAT(run.signal("bank").coverage, WithinAbs(0.6, 1e-9));  // 10 + 20 + half of 80 less a quarter
    run.go(2);
    CHECK_THAT(run.signal("bank").coverage, WithinAbs(0.8, 1e-9));
}

TEST_CASE("a token's drawdown is from its high within the window", "[model][signals]")
{
    TinyWorld tiny;
    tiny.institution("bank").token = "COIN";
    tiny.declared.assets["COIN"].path.hours = {0, 1, 2, 3};
    tiny.declared.assets["COIN"].path.prices = {100, 200, 100, 100};
    tiny.signals.token_window = Duration{5400};
    Running run = tiny.start();
    run.go(13);
    CHECK_THAT(run.signal("bank").token_drawdown, WithinAbs(0.5, 1e-9));
    run.go(12);
    CHECK_THAT(run.signal("bank").token_drawdown, WithinAbs(0, 1e-9));
}

TEST_CASE("a gate frightens by itself, the queue behind it does not", "[model][signals]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    tiny.withdrawals.rules.normal_delay = Duration{600};
    tiny.signals.alarm_outflow = Share{0};
    tiny.signals.alarm_gate = Share{0.25};
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.shock("shut", "gate", {{"at", 0}}, {{"venue", "bank"}});
    tiny.ask(0, ann, 50);
    Running run = tiny.start();
    run.go(10);
    CHECK(run.queued("bank", "USD") == 50);
    CHECK(run.count(EventKind::withdrawal_refused) == 1);
    CHECK(run.signal("bank").overdue_share == 0);
    CHECK(run.signal("bank").alarm == 0.25);
}
