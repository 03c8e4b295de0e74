// Every kind of shock: what it does, that it does nothing at its neutral size, and what it says when it is wrong.

#include "model/mechanisms/shocks.hpp"

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;

namespace {

using Numbers = std::map<std::string, double>;
using Texts = std::map<std::string, std::string>;

/// A bank with 100 of two clients, half of it lent; a fund that it owes; an exchange.
TinyWorld everything()
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.6};
    bank.placements["paper"].asset = "USD";
    bank.placements["paper"].share = Share{1};
    bank.placements["paper"].time_to_cash = Duration{600};
    tiny.institution("fund").tokens["USD"] = 100;
    tiny.institution("exchange");
    tiny.market("exchange", 1000);
    tiny.lend("fund", "bank", 30);
    tiny.client("bank", "USD", 70);
    tiny.client("bank", "USD", 30);
    return tiny;
}

}  // namespace

TEST_CASE("a shock of neutral size leaves no trace", "[model][shocks]")
{
    auto const [kind, numbers, texts] = GENERATE(table<std::string, Numbers, Texts>({
        {"news", {{"size", 0}}, {{"venue", "bank"}}},
        {"price_jump", {{"change", 0}}, {{"asset", "COIN"}}},
        {"write_down", {{"share", 0}, {"usd", 0}}, {{"institution", "bank"}}},
        {"freeze", {{"duration", 0}}, {{"institution", "bank"}}},
        {"hack", {{"share", 0}, {"coins", 0}}, {{"institution", "bank"}, {"asset", "USD"}}},
        {"outage", {{"duration", 0}}, {{"venue", "bank"}}},
        {"order", {{"coins", 0}, {"usd", 0}}, {{"asset", "COIN"}}},
        {"withdrawal", {{"usd", 0}}, {{"venue", "bank"}, {"asset", "USD"}}},
        {"unlock", {{"coins", 0}}, {{"asset", "COIN"}}},
        {"announcement", {{"credibility", 0}}, {{"venue", "bank"}}},
        {"guarantee", {{"usd", 0}}, {{"venue", "bank"}}},
        {"liquidity", {{"usd", 0}}, {{"venue", "bank"}, {"asset", "USD"}}},
        {"recall", {{"share", 0}}, {{"creditor", "fund"}, {"debtor", "bank"}}},
        {"failure", {{"chance", 0}}, {{"institution", "bank"}}},
        {"gate", {{"chance", 0}}, {{"venue", "bank"}}},
        {"open_gate", {{"chance", 0}}, {{"venue", "bank"}}},
        {"disclosure", {{"chance", 0}}, {{"venue", "bank"}}},
    }));
    CAPTURE(kind);
    TinyWorld tiny = everything();
    tiny.shock("it", kind, numbers, texts);
    Running run = tiny.start();
    run.go(3);
    CHECK(run.world().events.size() == 1);  // the root
    CHECK(run.stored("bank", "USD") == 60);
    CHECK(run.equity("bank") == 30);
    CHECK(run.world().markets[0].mid == 100);
}

TEST_CASE("a shock that names what is not there says which and where", "[model][shocks]")
{
    auto const [kind, texts, complaint] = GENERATE(table<std::string, Texts, std::string>({
        {"news", {{"venue", "bnak"}}, "/shocks/it/venue"},
        {"price_jump", {{"asset", "DOGE"}}, "/shocks/it/asset"},
        {"failure", {}, "/shocks/it/institution  is missing"},
        {"failure", {{"institution", "outside"}}, "must be an institution"},
        {"write_down", {{"institution", "bank"}, {"debtor", "nobody"}}, "/shocks/it/debtor"},
        {"freeze", {{"institution", "nobody"}}, "/shocks/it/institution"},
        {"hack", {{"institution", "bank"}}, "/shocks/it/asset  is missing"},
        {"outage", {}, "/shocks/it/venue  is missing"},
        {"order", {{"asset", "USD"}}, "has no market"},
        {"order", {{"asset", "COIN"}, {"venue", "bank"}}, "no market at \"bank\""},
        {"withdrawal", {{"venue", "bank"}}, "/shocks/it/asset  is missing"},
        {"unlock", {{"asset", "COIN"}, {"to", "nobody"}}, "/shocks/it/to"},
        {"announcement", {}, "/shocks/it/venue  is missing"},
        {"disclosure", {}, "/shocks/it/venue  is missing"},
        {"guarantee", {}, "/shocks/it/venue  is missing"},
        {"liquidity", {{"venue", "bank"}}, "/shocks/it/asset  is missing"},
        {"gate", {}, "/shocks/it/venue  is missing"},
        {"open_gate", {}, "/shocks/it/venue  is missing"},
        {"recall", {{"creditor", "bank"}, {"debtor", "bank"}}, "/shocks/it/debtor"},
    }));
    CAPTURE(kind);
    TinyWorld tiny = everything();
    tiny.shock("it", kind, {{"at", 60'000}}, texts);
    Running run = tiny.start();
    CHECK_THROWS_WITH(run.go(), Contains(complaint));  // before it is due
}

TEST_CASE("a shock happens once, in the step that contains its time", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.shock("it", "announcement", {{"at", 1799}}, {{"venue", "bank"}});
    Running run = tiny.start();
    run.go(2);
    CHECK(run.count(EventKind::announcement) == 0);
    run.go();
    CHECK(run.count(EventKind::announcement) == 1);
    run.go(5);
    CHECK(run.count(EventKind::announcement) == 1);
}

TEST_CASE("a write-down is a loss of the creditor", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.shock("it", "write_down", {{"at", 0}, {"share", 0.1}, {"usd", 5}}, {{"institution", "bank"}});
    Running run = tiny.start();
    run.go();
    CHECK_THAT(run.equity("bank"), WithinAbs(15, one_unit));
    CHECK_THAT(run.lost("bank", Channel::default_), WithinAbs(15, one_unit));
    CHECK(run.causes(run.last(EventKind::provision)) == std::vector{EventKind::shock});
}

TEST_CASE("a theft takes from hot storage and is an operational loss", "[model][shocks]")
{
    auto const [share, more, stolen] = GENERATE(table<double, double, double>({{0.25, 5, 20}, {1, 50, 60}}));
    TinyWorld tiny = everything();
    tiny.shock("it", "hack", {{"at", 0}, {"share", share}, {"coins", more}},
               {{"institution", "bank"}, {"asset", "USD"}});
    Running run = tiny.start();
    run.go();
    CHECK(run.stored("bank", "USD") == 60 - stolen);
    CHECK_THAT(run.lost("bank", Channel::operational), WithinAbs(stolen, 1e-9));
    CHECK_THAT(run.lost("outside", Channel::operational), WithinAbs(-stolen, 1e-9));
}

TEST_CASE("an outage holds withdrawals and the market, and ends", "[model][shocks]")
{
    TinyWorld tiny;
    tiny.institution("exchange");
    tiny.market("exchange", 1000);
    std::size_t const ann = tiny.client("exchange", "USD", 100);
    tiny.shock("it", "outage", {{"at", 600}, {"duration", 1800}}, {{"venue", "exchange"}});
    tiny.shock("order", "order", {{"at", 1200}, {"coins", 5}}, {{"asset", "COIN"}, {"side", "sell"}});
    tiny.ask(1, ann, 10);
    Running run = tiny.start();
    run.go(4);
    CHECK(run.status("exchange") == Status::halted);
    CHECK(run.wallet(ann) == 0);
    CHECK(run.world().markets[0].mid == 100);
    run.go();
    CHECK(run.status("exchange") == Status::active);
    CHECK(run.wallet(ann) == 10);
    CHECK(run.count(EventKind::halt) == 1);
    CHECK(run.count(EventKind::resumption) == 1);
}

TEST_CASE("the largest client is the first to leave", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.shock("it", "withdrawal", {{"at", 0}, {"usd", 80}}, {{"venue", "bank"}, {"asset", "USD"}});
    Running run = tiny.start();
    run.go();
    CHECK(run.wallet(0) + run.wallet(1) == 60);
    CHECK(run.queued("bank", "USD") == 20);
    CHECK(run.world().gone[run.id("bank").index()] == 1);  // the other one keeps 20
    run.go(3);
    CHECK_THAT(run.wallet(0), WithinAbs(70, one_unit));
    CHECK_THAT(run.wallet(1), WithinAbs(10, one_unit));
}

TEST_CASE("unlocked tokens add to the supply; what is sold of them moves the price", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.shock("it", "unlock", {{"at", 0}, {"coins", 8}, {"sold", 0.5}}, {{"asset", "COIN"}, {"to", "fund"}});
    Running run = tiny.start();
    AssetId const coin = run.world().asset("COIN");
    Amount const before = run.world().ledger.supply(coin);
    run.go();
    CHECK(run.world().ledger.supply(coin) - before == coins(8));
    CHECK(run.stored("fund", "COIN") == 4);
    CHECK(run.world().markets[0].mid < 99.7);
}

TEST_CASE("an announcement takes off its part of the news", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.signals.news_half_life = Duration{1e12};
    tiny.shock("a", "news", {{"at", 0}}, {{"venue", "bank"}, {"level", "leak"}});
    tiny.shock("b", "announcement", {{"at", 600}, {"credibility", 0.75}}, {{"venue", "bank"}});
    Running run = tiny.start();
    run.go();
    double const level = run.signal("bank").news;
    CHECK(level > 0);
    run.go();
    CHECK_THAT(run.signal("bank").news, WithinAbs(0.25 * level, 1e-9));
    CHECK_THAT(run.signal("bank").reassured, WithinAbs(0.75 * level, 1e-9));
}

TEST_CASE("an emergency loan is money now and a debt, repaid with interest at its term", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.shock("it", "liquidity", {{"at", 0}, {"usd", 50}, {"term", 86400}, {"yearly_rate", 3.6525}},
               {{"venue", "bank"}, {"asset", "USD"}});
    Running run = tiny.start();
    run.go();
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(110 - 0.5 / 144, one_unit));
    CHECK_THAT(run.equity("bank"), WithinAbs(30 - 0.5 / 144, one_unit));
    run.go(144);
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(60 - 0.5 * 145 / 144, 2 * one_unit));
    CHECK_THAT(run.equity("bank"), WithinAbs(30 - 0.5 * 145 / 144, 2 * one_unit));
}

TEST_CASE("a failure by order freezes claims; a gate by order ends when it should", "[model][shocks]")
{
    TinyWorld tiny = everything();
    tiny.shock("shut", "gate", {{"at", 0}, {"duration", 1200}}, {{"venue", "bank"}});
    tiny.shock("end", "failure", {{"at", 3000}}, {{"institution", "bank"}});
    tiny.ask(0, 1, 10);
    tiny.ask(6, 1, 10);
    Running run = tiny.start();
    run.go(2);
    CHECK(run.wallet(1) == 0);
    run.go();
    CHECK(run.wallet(1) == 10);
    run.go(7);
    CHECK(run.status("bank") == Status::failed);
    CHECK(run.wallet(1) == 10);
    CHECK_THAT(run.claim(1), WithinAbs(20, 2 * one_unit));  // nothing is lost: it has more than it owes
    CHECK_THAT(run.stored("fund", "USD"), WithinAbs(130, one_unit));
}

TEST_CASE("a guarantee that says so ends freezes of what is owed to others, from its time on", "[model][shocks]")
{
    for (double const lifts : {0, 1}) {
        TinyWorld tiny = everything();
        tiny.shock("shut", "freeze", {{"at", 0}, {"duration", 60000}}, {{"institution", "fund"}, {"debtor", "bank"}});
        tiny.shock("promise", "guarantee", {{"at", 600}, {"usd", 0}, {"lifts_freezes", lifts}, {"lifted_after", 1200}},
                   {{"venue", "bank"}});
        Running run = tiny.start();
        run.go(2);
        CHECK(run.world().frozen(run.exposure("fund", "bank")));
        run.go();
        CHECK(run.world().frozen(run.exposure("fund", "bank")) == (lifts == 0));
    }
}
