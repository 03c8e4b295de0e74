// The primary market of a coin on balance sheets that can be reckoned by hand; every audit is on.

#include "model/mechanisms/redemption.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Deed = ScriptedClients::Deed;

namespace {

constexpr double day = 86400;

/// An issuer of 1000 coins with so much cash; the rest of its reserve are bills that become cash in so many hours.
TinyWorld issuer_with(double cash, double hours = 24)
{
    TinyWorld tiny;
    InstitutionParameters& issuer = tiny.issuer("issuer", 1000);
    issuer.hot = Share{cash / 1000};
    PlacementParameters& bills = issuer.placements["bills"];
    bills.asset = "USD";
    bills.amount = 1000 - cash;
    bills.time_to_cash = Duration{hours * 3600};
    return tiny;
}

/// A bank with a deposit of the issuer's that is all it has, and is stolen in the second step.
void bank_that_fails(TinyWorld& tiny, double deposit)
{
    tiny.lend("issuer", "bank", deposit).kind = ExposureKind::deposit;
    tiny.institution("bank").kind = InstitutionKind::bank;
    tiny.institution("bank").marked_to_market = true;
    tiny.institution("bank").tokens["USD"] = deposit;
    tiny.shock("hack", "hack", {{"share", 0}, {"coins", deposit}, {"at", 1200}},
               {{"institution", "bank"}, {"asset", "USD"}});
}

void redeem(TinyWorld& tiny, std::int64_t step, std::size_t client, double coins)
{
    tiny.wish({step, client, Deed::redeem, coins});
}

}  // namespace

TEST_CASE("a coin is a debt of its issuer, and is redeemed at par", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(1000);
    std::size_t const ann = tiny.client("", "PAR", 300);
    redeem(tiny, 1, ann, 120);
    Running run = tiny.start();
    CHECK(run.equity("issuer") == 0);
    CHECK(run.world().claims_usd(run.id("issuer")) == 1000);
    run.go(2);
    CHECK(run.claim(ann) == 180);
    CHECK(run.money(ann) == 120);
    CHECK(run.stored("issuer", "USD") == 880);
    CHECK(run.world().ledger.supply(run.world().asset("PAR")) == coins(880));
    CHECK(run.world().claims_usd(run.id("issuer")) == 880);
    CHECK(run.equity("issuer") == 0);
    EventId const paid = run.last(EventKind::redemption_paid);
    CHECK(run.what(paid).amount == coins(120));
    CHECK(run.causes(paid) == std::vector{EventKind::redemption_asked});
    CHECK(run.causes(run.last(EventKind::redemption_asked)) == std::vector{EventKind::calm});
}

TEST_CASE("a fee stays with the issuer, and is at least what it is", "[model][redemption]")
{
    auto const [amount, fee] = GENERATE(table<double, double>({{200, 2}, {50, 1}}));
    TinyWorld tiny = issuer_with(1000);
    choose(tiny.redemption.rules.fee, "fixed", {{"share", 0.01}});
    tiny.redemption.rules.least_fee = 1;
    std::size_t const ann = tiny.client("", "PAR", 300);
    redeem(tiny, 0, ann, amount);
    Running run = tiny.start();
    run.go();
    CHECK(run.money(ann) == amount - fee);
    CHECK(run.equity("issuer") == fee);
    CHECK(run.lost("clients", Channel::fee) == fee);
}

TEST_CASE("coins are minted for par, less the fee of minting", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(1000);
    tiny.redemption.rules.mint_fee = Share{0.1};
    std::size_t const ann = tiny.client("", "PAR", 300);
    redeem(tiny, 0, ann, 100);
    tiny.wish({1, ann, Deed::mint, 50});
    Running run = tiny.start();
    run.go(2);
    CHECK(run.money(ann) == 50);
    CHECK(run.claim(ann) == 245);
    CHECK(run.world().ledger.supply(run.world().asset("PAR")) == coins(945));
    CHECK(run.world().coins.front().minted == coins(45));
    CHECK(run.world().coins.front().redeemed == coins(100));
    CHECK(run.equity("issuer") == 5);
    CHECK(run.count(EventKind::coins_minted) == 1);
}

TEST_CASE("who is too small or not eligible is not served", "[model][redemption]")
{
    auto const [minimum, eligible, served] = GENERATE(table<double, std::string, bool>({
        {0, "", true},
        {101, "", false},
        {100, "", true},
        {0, "clients", true},
        {0, "passive_maker", false},
    }));
    CAPTURE(minimum, eligible);
    TinyWorld tiny = issuer_with(1000);
    tiny.redemption.rules.minimum = minimum;
    if (!eligible.empty())
        tiny.redemption.rules.eligible = {eligible};
    std::size_t const ann = tiny.client("", "PAR", 300);
    redeem(tiny, 0, ann, 100);
    Running run = tiny.start();
    run.go();
    CHECK(run.money(ann) == (served ? 100 : 0));
    CHECK(run.count(EventKind::redemption_asked) == (served ? 1 : 0));
}

TEST_CASE("a request waits for the hours of the issuer, and is not overdue meanwhile", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(1000);
    tiny.start_second = 5 * 86400;  // Saturday
    tiny.redemption.rules.hours = {Duration{14 * 3600.0}, Duration{22 * 3600.0}, false};
    tiny.redemption.rules.normal_delay = Duration{3600};
    std::size_t const ann = tiny.client("", "PAR", 300);
    redeem(tiny, 0, ann, 100);
    Running run = tiny.start();
    auto const opening = static_cast<std::int64_t>((2 * day + 14 * 3600) / 600);
    run.go(opening);
    CHECK(run.money(ann) == 0);
    CHECK(run.world().coins.front().open == 1);
    CHECK(run.count(EventKind::redemption_refused) == 0);
    run.go();
    CHECK(run.money(ann) == 100);
}

TEST_CASE("a request is settled after the lag, within the day's limit", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(1000);
    tiny.redemption.rules.settlement_lag = Duration{1800};
    choose(tiny.redemption.rules.limit, "daily_usd", {{"usd", 60}});
    std::size_t const ann = tiny.client("", "PAR", 300);
    redeem(tiny, 0, ann, 100);
    Running run = tiny.start();
    run.go(3);
    CHECK(run.money(ann) == 0);
    run.go();
    CHECK(run.money(ann) == 60);
    run.go(144);
    CHECK(run.money(ann) == 100);
}

TEST_CASE("what an issuer can process in an hour is paid step by step, first come first served", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(1000);
    choose(tiny.redemption.rules.processing, "hourly_usd", {{"usd", 60}});  // ten in a step of ten minutes
    tiny.redemption.rules.normal_delay = Duration{1800};
    std::size_t const ann = tiny.client("", "PAR", 300), bob = tiny.client("", "PAR", 300);
    redeem(tiny, 0, ann, 35);
    redeem(tiny, 1, bob, 20);
    Running run = tiny.start();
    std::vector<std::pair<double, double>> const paid{{10, 0}, {20, 0}, {30, 0}, {35, 5}, {35, 15}, {35, 20}, {35, 20}};
    for (std::size_t step = 0; step < paid.size(); ++step) {
        CAPTURE(step);
        run.go();
        CHECK_THAT(run.money(ann), WithinAbs(paid[step].first, one_unit));
        CHECK_THAT(run.money(bob), WithinAbs(paid[step].second, one_unit));
        CHECK_THAT(run.queued("issuer", "USD"),
                   WithinAbs(55 - (step == 0 ? 20 : 0) - paid[step].first - paid[step].second, one_unit));
    }
    CHECK(run.count(EventKind::redemption_refused) == 1);  // of the second, who waits for more than half an hour
    CHECK(run.what(run.last(EventKind::redemption_refused)).account == run.account(bob));
    CHECK(run.equity("issuer") == 0);
}

TEST_CASE("reserves are turned into cash tier by tier, less their haircut", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(100, 1);  // bills: within an hour, six steps
    InstitutionParameters& issuer = tiny.institution("issuer");
    issuer.placements["bills"].amount = 500;
    PlacementParameters& paper = issuer.placements["paper"];
    paper.asset = "USD";
    paper.amount = 500;
    paper.time_to_cash = Duration{2 * 3600.0};
    paper.haircut = Share{0.02};
    std::size_t const ann = tiny.client("", "PAR", 1000);
    redeem(tiny, 0, ann, 600);
    redeem(tiny, 12, ann, 400);
    Running run = tiny.start();
    run.go();
    CHECK(run.money(ann) == 100);  // cash
    run.go(1);
    CHECK(run.money(ann) == 100);  // what is called in at the end of step 0 arrives at the end of step 1
    run.go(6);
    CHECK_THAT(run.money(ann), WithinAbs(600, one_unit));
    CHECK(run.exposure("issuer", "outside").kind == ExposureKind::reserve);
    run.go(100);
    CHECK_THAT(run.money(ann), WithinAbs(1000, 2 * one_unit));
    CHECK_THAT(run.equity("issuer"), WithinAbs(100 - 0.02 * 400 / 0.98, 1e-3));  // 400 were lacking after the haircut
}

TEST_CASE("a gate shuts the window, and what is in the queue stays a coin", "[model][redemption]")
{
    TinyWorld tiny = issuer_with(100, 240);
    choose(tiny.redemption.rules.gate, "after_share", {{"share", 0.05}});
    std::size_t const ann = tiny.client("", "PAR", 1000);
    redeem(tiny, 0, ann, 80);
    Running run = tiny.start();
    run.go(3);
    CHECK(run.money(ann) == 50);
    CHECK(run.claim(ann) == 950);
    CHECK(run.queued("issuer", "USD") == 30);
    CHECK(run.status("issuer") == Status::gated);
    CHECK(run.world().coins.front().open == 0);
}

// M 6.1: who redeems in time gets par; of supply S with X lost, those who stay share (S - X - R) / (S - R).
TEST_CASE("who redeems first leaves the rest worse off by exactly what he took above his share", "[model][redemption]")
{
    auto const [supply, lost, early, floor] = GENERATE(table<double, double, double, double>({
        {40, 3.3, 0, 0.9175},
        {43.5, 3.3, 0, 0.9241},
        {43.5, 3.3, 4.46, 0.9155},
        {43.5, 3.3, 30, (43.5 - 3.3 - 30) / (43.5 - 30)},
    }));
    bool const frozen = GENERATE(false, true);
    CAPTURE(supply, lost, early, frozen);
    TinyWorld tiny;
    InstitutionParameters& issuer = tiny.issuer("issuer", supply);
    issuer.hot = Share{1 - lost / supply};
    bank_that_fails(tiny, lost);
    if (frozen)  // which says nothing of the loss that comes
        tiny.shock("closed", "freeze", {{"duration", 6e5}, {"at", 600}},
                   {{"institution", "issuer"}, {"debtor", "bank"}});
    std::size_t const first = tiny.client("", "PAR", early), rest = tiny.client("", "PAR", supply - early);
    redeem(tiny, 0, first, early);
    redeem(tiny, 10, rest, supply - early);
    Running run = tiny.start();
    run.go(10);
    CHECK(run.status("bank") == Status::failed);
    CHECK(run.status("issuer") == Status::failed);
    CHECK(run.money(first) == early);
    run.go(3);
    double const share = run.money(rest) / (supply - early);
    CHECK_THAT(share, WithinAbs((supply - lost - early) / (supply - early), 1e-7));
    CHECK_THAT(share, WithinAbs(floor, 5e-5));
    validation_row(fmt::format("paid for a coin of {} B, {} B lost, {} B redeemed before{}", supply, lost, early,
                               frozen ? ", the loss frozen first" : ""),
                   "M 6.1", floor, share);
    CHECK(run.world().ledger.supply(run.world().asset("PAR")) == Amount{0});
    CHECK_THAT(run.stored("issuer", "USD"), WithinAbs(0, 2 * one_unit));
}

TEST_CASE("holders of a failed issuer's coins get the same part, whenever they come", "[model][redemption]")
{
    TinyWorld tiny;
    InstitutionParameters& issuer = tiny.issuer("issuer", 900);
    issuer.hot = Share{0.5};
    issuer.tokens["COIN"] = 2.5;  // 250 dollars
    std::vector<std::size_t> holders;
    for (int i = 0; i < 3; ++i) {
        holders.push_back(tiny.client("", "PAR", 300));
        redeem(tiny, 5 + 3 * i, holders.back(), 300);
    }
    Running run = tiny.start();
    run.go(20);
    CHECK(run.status("issuer") == Status::failed);
    for (std::size_t const holder : holders)
        CHECK_THAT(run.money(holder), WithinAbs(300 * 700.0 / 900, 2 * one_unit));
    CHECK(run.stored("issuer", "COIN") == 0);
}

TEST_CASE("a guarantor makes the holders of a failed issuer's coins whole as far as he promised", "[model][redemption]")
{
    auto const [promised, paid] = GENERATE(table<double, double>({{0, 80}, {10, 90}, {50, 100}}));
    TinyWorld tiny;
    tiny.issuer("issuer", 100).hot = Share{0.8};
    tiny.shock("promise", "guarantee", {{"usd", promised}}, {{"venue", "issuer"}});
    std::size_t const ann = tiny.client("", "PAR", 100);
    redeem(tiny, 8, ann, 100);
    Running run = tiny.start();
    run.go(12);
    CHECK_THAT(run.money(ann), WithinAbs(paid, 2 * one_unit));
}

TEST_CASE("a frozen deposit holds redemptions up and is no loss", "[model][redemption]")
{
    TinyWorld tiny;
    tiny.issuer("issuer", 100).hot = Share{0.4};
    tiny.lend("issuer", "bank", 60).kind = ExposureKind::deposit;
    tiny.institution("bank").tokens["USD"] = 60;
    tiny.shock("closed", "freeze", {{"duration", 6000}}, {{"institution", "issuer"}, {"debtor", "bank"}});
    std::size_t const ann = tiny.client("", "PAR", 100);
    redeem(tiny, 1, ann, 100);
    Running run = tiny.start();
    run.go(10);
    CHECK(run.money(ann) == 40);
    CHECK(run.status("issuer") == Status::active);
    run.go(3);
    CHECK(run.money(ann) == 100);
    CHECK(run.equity("issuer") == 0);
}
