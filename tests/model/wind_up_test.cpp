// Wind-up and residual claims (Diamond-Dybvig): reckoned by hand; every audit is on.

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

namespace {

/// Everything is in a position that can be sold at 1 and returns 2 at the end, after two steps.
InstitutionParameters& diamond_dybvig(TinyWorld& tiny)
{
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.residual_claims = true;
    bank.wind_up = Duration{1800};
    bank.placements["project"].asset = "USD";
    bank.placements["project"].share = Share{1};
    bank.placements["project"].wind_up_return = 2;
    return bank;
}

}  // namespace

TEST_CASE("who waits for the wind-up shares all that is left", "[model][wind_up]")
{
    auto const [early, late] = GENERATE(table<double, double>({{0, 200}, {20, 200}, {50, 200}}));
    CAPTURE(early);
    TinyWorld tiny;
    diamond_dybvig(tiny);
    std::size_t const ann = tiny.client("bank", "USD", 50), bob = tiny.client("bank", "USD", 50);
    tiny.ask(0, ann, early);
    Running run = tiny.start();
    run.go(3);
    CHECK_THAT(run.wallet(ann), WithinAbs(early, 2 * one_unit));
    run.go();
    double const each = late / 100;
    CHECK_THAT(run.wallet(bob), WithinAbs(50 * each, 2 * one_unit));
    CHECK_THAT(run.wallet(ann), WithinAbs(early + (50 - early) * each, 3 * one_unit));
    CHECK(run.claim(ann) + run.claim(bob) == 0);
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(0, one_unit));
}

TEST_CASE("a bank that was wound up fails no more, and runs no market", "[model][wind_up]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = diamond_dybvig(tiny);
    bank.grace = Duration{1800};
    bank.placements["project"].time_to_cash = Duration{1e9};
    tiny.market("bank", 1000);
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(1, ann, 50);
    tiny.shock("order", "order", {{"at", 3600}, {"coins", 5}}, {{"asset", "COIN"}, {"side", "sell"}});
    Running run = tiny.start();
    run.go(20);
    CHECK(run.claim(ann) == 0);
    CHECK(run.status("bank") == Status::halted);
    CHECK(run.count(EventKind::failure) == 0);
    CHECK(run.world().markets[0].mid == 100);
    CHECK(run.stored("bank", "COIN") == 0);  // nobody brought coins to a bank that is no more
}

TEST_CASE("debts are paid at a wind-up, and what is more is the owners'", "[model][wind_up]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.wind_up = Duration{1200};
    bank.tokens["USD"] = 30;
    std::size_t const ann = tiny.client("bank", "USD", 100);
    Running run = tiny.start();
    run.go(4);
    CHECK(run.wallet(ann) == 100);
    CHECK(run.stored("bank", "USD") == 30);
    CHECK(run.equity("bank") == 30);
}
