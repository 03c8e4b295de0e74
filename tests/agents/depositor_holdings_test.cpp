// What depositors hold at birth, and how they sell what they were paid.

#include <catch2/catch.hpp>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"
#include "tests/scenarios/episode.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Celsius with few clients, and other values.
std::unique_ptr<Simulation> small_lender(std::vector<std::string> settings)
{
    settings.insert(settings.end(), {"/agents/depositors/count=2000", "/days=8"});
    LoadedExperiment loaded{scenario_folder() / "celsius_2022_small.json", settings};
    return build(loaded.experiment(), {.audits = true}, {});
}

/// Prices of CEL step by step, from the first to the last.
Column<double> token_prices(std::vector<std::string> const& settings)
{
    auto const run = small_lender(settings);
    while (run->world().clock.step < run->world().clock.steps)
        run->step();
    return run->world().history.price[run->world().asset("CEL").index()];
}

double worst_step(Column<double> const& prices)
{
    double worst = 0;
    for (std::size_t i = 1; i < prices.size(); ++i)
        worst = std::max(worst, 1 - prices[i] / prices[i - 1]);
    return worst;
}

}  // namespace

TEST_CASE("coins in proportion: everyone holds all of them by their weights", "[agents][depositors]")
{
    auto const run = small_lender({"/agents/depositors/coins_each=0"});
    World const& world = run->world();
    InstitutionId const venue = world.institution("Celsius");
    double const owed = world.claims_usd(venue);
    std::map<std::string, double> const weights{
        {"BTC", 0.34}, {"ETH", 0.33}, {"USD", 0.15}, {"ALT", 0.125}, {"CEL", 0.055}};
    std::map<PersonId, int> coins;
    for (std::size_t i = 0; i < world.ledger.accounts(); ++i)
        if (PersonId const owner = world.ledger.owner(AccountId::of(i)); owner.valid())
            ++coins[owner];
    CHECK(coins.size() == 2000);
    CHECK(std::all_of(coins.begin(), coins.end(), [](auto const& person) { return person.second == 5; }));
    for (auto const& [name, weight] : weights) {
        CAPTURE(name);
        AssetId const asset = world.asset(name);
        CHECK(world.usd(asset, world.ledger.claims(venue, asset)) / owed == Approx(weight).epsilon(1e-6));
    }
}

TEST_CASE("one coin each: the sums come out by the weights all the same", "[agents][depositors]")
{
    auto const run = small_lender({"/agents/depositors/coins_each=1"});
    World const& world = run->world();
    InstitutionId const venue = world.institution("Celsius");
    AssetId const bitcoin = world.asset("BTC");
    CHECK(world.usd(bitcoin, world.ledger.claims(venue, bitcoin)) / world.claims_usd(venue) ==
          Approx(0.34).margin(0.01));
}

TEST_CASE("whoever sells over time spares the book the worst of it", "[agents][depositors]")
{
    Column<double> const at_once = token_prices({"/agents/depositors/sale_time=0"});
    Column<double> const slowly = token_prices({"/agents/depositors/sale_time=\"48h\""});
    CHECK(worst_step(slowly) < 0.5 * worst_step(at_once));
    CHECK(slowly.back() < slowly.front());
}

TEST_CASE("a part of what he has is asked for once in each fright", "[agents][depositors]")
{
    // News fade in hours, so that there are two frights; everybody looks in each step.
    nlohmann::json bank = dollar_world(3);
    bank["institutions"]["bank"] = {{"hot", 1}, {"tokens", {{"USD", 1}}}};
    bank["mechanisms"]["signals"]["news_half_life"] = "2h";
    bank["agents"]["clients"] = {{"kind", "retail_user"},
                                 {"count", 100},
                                 {"venue", "bank"},
                                 {"coins", {{"USD", 1}}},
                                 {"balance", 1000},
                                 {"withdrawn", 0.5},
                                 {"attention", {{"mode", "every_step"}}},
                                 {"fear_memory", 0},
                                 {"redeposit_gap", 0},
                                 {"panic_threshold", -1},
                                 {"rule", {{"kind", "logistic"}, {"b_news", 20}, {"b_social", 0}, {"b_outflow", 0}}}};
    for (auto const& [name, at] : {std::pair{"first", "1h"}, std::pair{"second", "2d"}})
        bank["shocks"][name] = {{"kind", "news"}, {"at", at}, {"venue", "bank"}, {"level", "insolvency_reported"}};
    Configured run{bank};
    auto const kept = [&] { return run.claims("bank", "USD").at(0); };
    run.go(100);
    CHECK(kept() == 500);
    run.finish();
    CHECK(kept() == 250);
    CHECK(run.count(EventKind::withdrawal_asked) == 200);
    CHECK(run.gone("bank") == 100);
}

TEST_CASE("who asks for a part of what he has does not ask again while a request of his waits", "[agents][depositors]")
{
    // Dollars are there, coins are not: half of the dollars are paid at once, half of the coins are waited for.
    nlohmann::json lender = dollar_world(1);
    lender["assets"]["BTC"] = {{"decimals", 6}, {"price", 30'000}};
    lender["institutions"]["lender"] = {
        {"hot", 0},
        {"tokens", {{"USD", 1e9}}},
        {"placements", {{"loan", {{"asset", "BTC"}, {"share", 0.6}, {"time_to_cash", "300d"}}}}}};
    lender["agents"]["clients"] = {{"kind", "retail_user"},
                                   {"count", 100},
                                   {"venue", "lender"},
                                   {"coins", {{"USD", 1}, {"BTC", 1}}},
                                   {"coins_each", 0},
                                   {"withdrawn", 0.5},
                                   {"attention", {{"mode", "every_step"}}},
                                   {"fear_memory", 0},
                                   {"panic_threshold", -1},
                                   {"rule", {{"kind", "logistic"}, {"b_news", 20}}}};
    lender["shocks"]["report"] = {
        {"kind", "news"}, {"at", "1h"}, {"venue", "lender"}, {"level", "insolvency_reported"}};
    Configured run{lender};
    InstitutionId const id = run.world().institution("lender");
    AssetId const btc = run.world().asset("BTC");
    Amount const owed = run.world().ledger.claims(id, btc);
    run.finish();
    CHECK(run.gone("lender") == 100);
    Amount const asked = run.world().queues[id.index()][btc.index()].total();
    CHECK(static_cast<double>(asked.value()) == Approx(0.5 * static_cast<double>(owed.value())).epsilon(1e-3));
    CHECK(run.count(EventKind::withdrawal_asked) == 200);
}
