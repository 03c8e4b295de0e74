// What treasuries move through the engine, on balance sheets that can be reckoned by hand; every audit is on.

#include "model/mechanisms/treasury.hpp"

#include <catch2/catch.hpp>

#include "tests/model/tiny_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Deed = ScriptedClients::Deed;

namespace {

PlacementParameters& place(InstitutionParameters& bank, std::string const& name, double share, Duration time_to_cash)
{
    PlacementParameters& placement = bank.placements[name];
    placement.asset = "USD";
    placement.share = Share{share};
    placement.time_to_cash = time_to_cash;
    placement.yearly_yield = Share{1e-9};
    return placement;
}

/// Placements of an institution in the order of their names.
std::vector<Exposure> placements_of(Running& run, std::string const& name)
{
    std::vector<Exposure> all;
    auto const [first, last] = boost::out_edges(run.id(name).index(), run.world().institutions);
    for (auto edge = first; edge != last; ++edge)
        all.push_back(run.world().institutions[*edge]);
    return all;
}

/// Euros that are worth a dollar, and a market of COIN for them that comes before all others.
void add_euro_market(TinyWorld& tiny)
{
    AssetParameters& euro = tiny.declared.assets["EUR"];
    euro.decimals = 6;
    euro.price = Price{1};
    MarketParameters& market = tiny.declared.markets["a market that comes first"];
    market.venue = "exchange";
    market.base = "COIN";
    market.quote = "EUR";
    market.depth = 1e6;
}

double in_coins(Amount amount)
{
    return static_cast<double>(amount.value()) / tiny_unit;
}

}  // namespace

TEST_CASE("hot storage is refilled from cold, after the lag", "[model][treasury]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.cold = Share{1};
    bank.cold_lag = Duration{1200};
    tiny.client("bank", "USD", 100);
    choose(tiny.treasury.rules.policy, "static", {{"hot_share", 0.1}});
    Running run = tiny.start();
    run.go(2);
    CHECK(run.stored("bank", "USD", Storage::transit) == 10);
    CHECK(run.stored("bank", "USD", Storage::cold) == 90);
    CHECK(run.stored("bank", "USD") == 0);
    run.go();
    CHECK(run.stored("bank", "USD") == 10);
    CHECK(run.stored("bank", "USD", Storage::transit) == 0);
    CHECK(run.equity("bank") == 0);
}

TEST_CASE("what is cash soonest is recalled first, and arrives evenly", "[model][treasury]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    place(bank, "a slow", 0.5, Duration{100 * 86400.0});
    place(bank, "b fast", 0.5, Duration{3600});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.ask(0, ann, 20);
    Running run = tiny.start();
    run.go();
    CHECK(placements_of(run, "bank")[0].due == Amount{0});
    CHECK(placements_of(run, "bank")[1].due == coins(20));
    CHECK(run.count(EventKind::recall) == 1);
    CHECK(run.causes(run.last(EventKind::recall)) == std::vector{EventKind::withdrawal_asked});
    run.go();
    CHECK_THAT(run.wallet(ann), WithinAbs(50.0 / 6, one_unit));
    run.go();
    CHECK_THAT(run.wallet(ann), WithinAbs(100.0 / 6, 2 * one_unit));
    run.go();
    CHECK(run.wallet(ann) == 20);
    CHECK(in_coins(placements_of(run, "bank")[1].principal) == 30);
    CHECK(run.count(EventKind::recall) == 1);
}

TEST_CASE("tokens above the buffer and its band are placed, and come back at the pace of the whole",
          "[model][treasury]")
{
    TinyWorld tiny;
    place(tiny.institution("bank"), "bills", 0, Duration{600});
    std::size_t const ann = tiny.client("bank", "USD", 100);
    choose(tiny.treasury.rules.policy, "buffer", {{"coverage", 0.3}, {"band", 0.05}, {"place", 1}});
    tiny.ask(2, ann, 50);
    tiny.wish({6, ann, Deed::redeposit, 50});
    Running run = tiny.start();
    run.go();
    CHECK(run.stored("bank", "USD") == 35);
    CHECK(in_coins(placements_of(run, "bank")[0].principal) == 65);
    run.go(2);  // 35 are paid, 15 wait, and 0.3 of the other 50 are to be liquid
    CHECK_THAT(in_coins(placements_of(run, "bank")[0].due), WithinAbs(30, one_unit));
    run.go();
    CHECK(run.wallet(ann) == 50);
    CHECK_THAT(in_coins(placements_of(run, "bank")[0].principal), WithinAbs(35, one_unit));
    run.go(4);
    CHECK(run.claim(ann) == 100);
    CHECK_THAT(in_coins(placements_of(run, "bank")[0].principal), WithinAbs(65, one_unit));
    CHECK(in_coins(placements_of(run, "bank")[0].face) == 65);  // what was repaid is not repaid faster the next time
    CHECK_THAT(run.equity("bank"), WithinAbs(0, one_unit));
}

TEST_CASE("a risk-adjusted treasury places its share of the claims", "[model][treasury]")
{
    TinyWorld tiny;
    place(tiny.institution("bank"), "bills", 0, Duration{600});
    tiny.client("bank", "USD", 100);
    choose(tiny.treasury.rules.policy, "risk_adjusted", {{"base_share", 0.3}, {"scale", 0}, {"band", 0}});
    Running run = tiny.start();
    run.go();
    CHECK(in_coins(placements_of(run, "bank")[0].principal) == 30);
    CHECK(run.stored("bank", "USD") == 70);
}

TEST_CASE("segregated assets of clients stay in storage, or are called back", "[model][treasury]")
{
    auto const [reuse, recalled] = GENERATE(table<double, double>({{1, 0}, {0.95, 0}, {0.2, 70}, {0, 90}}));
    CAPTURE(reuse);
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.1};
    place(bank, "loans", 0.9, Duration{0});
    tiny.client("bank", "USD", 100);
    tiny.treasury.rules.reuse = Share{reuse};
    Running run = tiny.start();
    run.go();
    CHECK_THAT(in_coins(placements_of(run, "bank")[0].due), WithinAbs(recalled, one_unit));
    run.go();
    CHECK_THAT(run.stored("bank", "USD"), WithinAbs(10 + recalled, one_unit));
}

TEST_CASE("no more than may be used is placed", "[model][treasury]")
{
    TinyWorld tiny;
    place(tiny.institution("bank"), "bills", 0, Duration{600});
    tiny.client("bank", "USD", 100);
    choose(tiny.treasury.rules.policy, "buffer", {{"coverage", 0.3}, {"band", 0.05}, {"place", 1}});
    tiny.treasury.rules.reuse = Share{0.6};
    Running run = tiny.start();
    run.go(5);
    CHECK(in_coins(placements_of(run, "bank")[0].principal) == 60);
    CHECK(run.stored("bank", "USD") == 40);
}

TEST_CASE("an asset that is short is bought with money, at the books' price", "[model][treasury]")
{
    bool const sells = GENERATE(true, false);
    CAPTURE(sells);
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.tokens["USD"] = 2000;
    tiny.institution("exchange");
    tiny.market("exchange", 1e6);
    tiny.treasury.rules.conversion_time = Duration{0};
    tiny.treasury.sells = sells;
    std::size_t const bob = tiny.client("bank", "COIN", 10);
    tiny.ask(0, bob, 1);
    Running run = tiny.start();
    run.go(2);  // ordered in step 0, bought in step 1: 100 dollars are enough for a price a fifth above mid
    double const bought = sells ? 1 / 1.2 : 0;
    CHECK_THAT(run.stored("bank", "COIN", Storage::transit), WithinAbs(bought, 2 * one_unit));
    CHECK_THAT(run.stored("bank", "USD") + run.stored("bank", "USD", Storage::transit),
               WithinAbs(2000 - 100 * bought, 1e-3));
    CHECK(run.wallet(bob) == 0);
    CHECK(run.lost("passive_maker", Channel::price) < (sells ? 0 : 1e-9));  // its coins are worth more
    CHECK(run.lost("passive_maker", Channel::fire_sale) == 0);
    run.go();
    CHECK_THAT(run.wallet(bob), WithinAbs(bought, 2 * one_unit));
}

TEST_CASE("money that is short is raised in the market that trades for it, whatever other markets trade for",
          "[model][treasury]")
{
    bool const foreign = GENERATE(false, true);
    CAPTURE(foreign);
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.tokens["COIN"] = 20;
    tiny.institution("exchange");
    tiny.market("exchange", 1e6);
    if (foreign)
        add_euro_market(tiny);
    tiny.treasury.rules.conversion_time = Duration{0};
    std::size_t const ann = tiny.client("bank", "USD", 1000);
    tiny.ask(0, ann, 1000);
    Running run = tiny.start();
    run.go(5);
    CHECK_THAT(run.stored("bank", "COIN"), WithinAbs(10, 0.2));
    CHECK_THAT(run.wallet(ann), WithinAbs(1000, 1e-3));
}

TEST_CASE("what is lacking is bought once, however many moneys could pay for it", "[model][treasury]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.tokens["USD"] = 2000;
    bank.tokens["EUR"] = 2000;
    tiny.institution("exchange");
    tiny.market("exchange", 1e6);
    add_euro_market(tiny);
    tiny.treasury.rules.conversion_time = Duration{0};
    std::size_t const bob = tiny.client("bank", "COIN", 10);
    tiny.ask(0, bob, 1);
    Running run = tiny.start();
    run.go(2);
    CHECK_THAT(run.stored("bank", "COIN", Storage::transit), WithinAbs(1 / 1.2, 0.001));
}

TEST_CASE("coins that are spare are sold for every money that is lacking, not for the first alone", "[model][treasury]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.tokens["COIN"] = 100;
    tiny.institution("exchange");
    tiny.market("exchange", 1e6);
    add_euro_market(tiny);
    tiny.treasury.rules.conversion_time = Duration{3600};
    std::size_t const ann = tiny.client("bank", "USD", 1000), bob = tiny.client("bank", "EUR", 1000);
    tiny.ask(0, ann, 1000);
    tiny.ask(0, bob, 1000);
    Running run = tiny.start();
    run.go(10);
    CHECK(run.wallet(ann) > 500);
    CHECK_THAT(run.wallet(bob), WithinAbs(run.wallet(ann), 20));
}

TEST_CASE("what is short of its own token is taken from where it keeps that, not bought", "[model][treasury]")
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0};
    bank.tokens["USD"] = 2000;
    bank.token = "COIN";
    PlacementParameters& own = bank.placements["own"];
    own.asset = "COIN";
    own.amount = 4;
    tiny.institution("exchange");
    tiny.market("exchange", 1e6);
    tiny.treasury.rules.conversion_time = Duration{0};
    std::size_t const bob = tiny.client("bank", "COIN", 10);
    tiny.ask(0, bob, 3);
    Running run = tiny.start();
    run.go(2);
    CHECK(run.wallet(bob) == 3);
    CHECK(run.stored("bank", "USD") == 2000);
    CHECK(placements_of(run, "bank")[0].principal == coins(1));
}

TEST_CASE("who repays in instalments sells as fast as they fall due, whatever the step", "[model][treasury]")
{
    std::int64_t const seconds = GENERATE(120, 300, 600);
    TinyWorld tiny{seconds};
    tiny.institution("ann");
    tiny.institution("debtor").tokens["COIN"] = 1000;
    tiny.lend("ann", "debtor", 10000).time_to_cash = Duration{36000};
    tiny.institution("exchange");
    tiny.market("exchange", 1e8);
    tiny.shock("recall", "recall", {{"at", 0}, {"share", 1}}, {{"creditor", "ann"}, {"debtor", "debtor"}});
    tiny.treasury.rules.conversion_time = Duration{3600};
    Running run = tiny.start();
    run.go(18000 / seconds);
    // Half of the time to cash, less the two steps until the first money is there.
    double const instalment = 10000.0 * static_cast<double>(seconds) / 36000;
    CHECK_THAT(run.stored("ann", "USD"), WithinAbs(5000 - 2 * instalment, 0.01));
}
