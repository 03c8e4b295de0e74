// Clearing of failed institutions through the whole engine, by configuration alone: one unit of a published system is a
// million dollars, and a dollar a million of the smallest unit.
// Sources: tests/data/vectors/eisenberg_noe_rogers_veraart_clearing.json and
// neva_eisenberg_noe_and_linear_debtrank.json (sources inside). Tolerance: payments are whole units of 1e-6 USD, a few
// of which rounding moves.

#include <catch2/catch.hpp>

#include <numeric>

#include "tests/analytic/case_file.hpp"
#include "tests/support/configured.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using cases::Json;
using cases::Matrix;
using cases::Numbers;
using Catch::Matchers::WithinAbs;
using testing::Configured;
using testing::validation_row;

namespace {

constexpr double million = 1e6, rounding = 5e-6;  // [USD]

std::string bank(std::size_t i)
{
    return "Bank " + std::to_string(i + 1);
}

/// Banks with money of their own and one depositor each, who does not run; liabilities[i][j] is what i owes j.
struct System {
    Matrix liabilities;
    Numbers own, deposits;  // [million USD]

    [[nodiscard]] std::size_t size() const { return own.size(); }
    [[nodiscard]] double owed_by(std::size_t i) const
    {
        return deposits[i] + std::accumulate(liabilities[i].begin(), liabilities[i].end(), 0.0);
    }
};

Json world_of(System const& system, Json const& rule)
{
    Json world = testing::dollar_world(0.5);
    world["mechanisms"]["contagion"]["clearing"] = rule;
    for (std::size_t i = 0; i < system.size(); ++i) {
        world["institutions"][bank(i)] = {
            {"kind", "bank"}, {"hot", 0}, {"marked_to_market", true}, {"tokens", {{"USD", system.own[i] * million}}}};
        if (system.deposits[i] > 0)
            world["agents"]["depositor of " + bank(i)] = {{"kind", "retail_user"},
                                                          {"count", 1},
                                                          {"venue", bank(i)},
                                                          {"coins", {{"USD", 1}}},
                                                          {"balance", system.deposits[i] * million},
                                                          {"rule", {{"kind", "threshold"}}},
                                                          {"panic_threshold", 2}};
        for (std::size_t j = 0; j < system.size(); ++j)
            if (system.liabilities[i][j] > 0)
                world["exposures"][bank(i) + " owes " + bank(j)] = {{"creditor", bank(j)},
                                                                    {"debtor", bank(i)},
                                                                    {"asset", "USD"},
                                                                    {"amount", system.liabilities[i][j] * million},
                                                                    {"time_to_cash", "1000d"}};
    }
    return world;
}

std::vector<bool> failures(Configured const& run, std::size_t banks)
{
    std::vector<bool> failed;
    for (std::size_t i = 0; i < banks; ++i)
        failed.push_back(run.status(bank(i)) == Status::failed);
    return failed;
}

/// Step in which a bank failed, -1 if it did not.
std::int64_t failed_step(Configured const& run, std::size_t i)
{
    return run.world().institutions[run.world().institution(bank(i)).index()].failed_step;
}

/// What a failed bank paid per unit it owed [1].
double recovery(Configured const& run, std::size_t i)
{
    return run.world().institutions[run.world().institution(bank(i)).index()].recovery.value();
}

/// Money that its depositor can still claim [USD].
double deposits_left(Configured const& run, std::size_t i)
{
    return run.world().claims_usd(run.world().institution(bank(i)));
}

/// Equity of who stands; of who failed, what it owed less what that was worth in the end [USD].
double equity(Configured const& run, System const& system, std::size_t i)
{
    if (run.status(bank(i)) == Status::failed)
        return (recovery(run, i) - 1) * system.owed_by(i) * million;
    return static_cast<double>(run.world().true_equity(run.world().institution(bank(i))).value()) * 1e-6;
}

std::vector<bool> flags(Json const& values)
{
    std::vector<bool> all;
    for (Json const& value : values)
        all.push_back(value.get<int>() != 0);
    return all;
}

System system_of(Json const& entry)
{
    return {cases::matrix(entry["liabilities"]), cases::numbers(entry["external_assets"]),
            cases::numbers(entry["external_liabilities"])};
}

/// Payments of every bank, from its recovery, its depositor's claim and its tokens.
void check_payments(Configured const& run, System const& system, Numbers const& paid, bool costless)
{
    for (std::size_t i = 0; i < system.size(); ++i) {
        CAPTURE(i);
        double const ratio = system.owed_by(i) > 0 ? paid[i] / system.owed_by(i) : 1;
        CHECK_THAT(deposits_left(run, i), WithinAbs(system.deposits[i] * ratio * million, rounding));
        if (run.status(bank(i)) != Status::failed)
            continue;
        CHECK_THAT(recovery(run, i) * system.owed_by(i) * million, WithinAbs(paid[i] * million, rounding));
        if (costless)  // what lies there is what the depositor gets
            CHECK_THAT(run.stored(bank(i), "USD"), WithinAbs(deposits_left(run, i), rounding));
    }
}

}  // namespace

TEST_CASE("failing banks pay the clearing vector", "[analytic][clearing]")
{
    int checked = 0;
    for (Json const& entry : cases::all("eisenberg_noe_rogers_veraart_clearing.json")) {
        if (entry["method"] != "clearing")
            continue;
        auto const name = entry["name"].get<std::string>();
        CAPTURE(name);
        double const alpha = cases::number(entry["alpha"]), beta = cases::number(entry["beta"]);
        System const system = system_of(entry);
        Numbers const paid = cases::numbers(entry["clearing_vector"]);
        Configured run{world_of(system, {{"kind", "rogers_veraart"}, {"alpha", alpha}, {"beta", beta}})};
        run.finish();
        CHECK(failures(run, system.size()) == flags(entry["defaults"]));
        check_payments(run, system, paid, alpha == 1 && beta == 1);
        validation_row("clearing of failed banks, " + name + ", first bank pays [million]", "R package systemicrisk",
                       paid[0], recovery(run, 0) * system.owed_by(0));
        ++checked;
    }
    CHECK(checked >= 4);
}

// Input of the R package systemicrisk, `default_clearing`; outputs by an independent solver.
TEST_CASE("costs of default add a third failure to three banks", "[analytic][clearing]")
{
    System const system{{{0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}}, {.5, .625, .75}, {1.5, .5, .5}};
    Configured fair{world_of(system, {{"kind", "eisenberg_noe"}})};
    fair.finish();
    CHECK(failures(fair, 3) == std::vector<bool>{true, true, false});
    check_payments(fair, system, {165.0 / 112, 159.0 / 112, 1.5}, true);
    CHECK_THAT(equity(fair, system, 2), WithinAbs(million / 56, rounding));

    Configured costly{world_of(system, {{"kind", "rogers_veraart"}, {"alpha", 0.5}, {"beta", 0.7}})};
    costly.finish();
    CHECK(failures(costly, 3) == std::vector<bool>{true, true, true});
    Numbers const paid{0.5020199620, 0.5147049378, 0.5653806135};  // ten digits
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK_THAT(recovery(costly, i) * system.owed_by(i), WithinAbs(paid[i], 1e-10));
        validation_row(fmt::format("three banks, alpha 0.5, beta 0.7, bank {} pays [million]", i + 1),
                       "R package systemicrisk", paid[i], recovery(costly, i) * system.owed_by(i));
    }
}

TEST_CASE("failing banks of a fixed loss fail as published", "[analytic][clearing]")
{
    int checked = 0;
    for (Json const& entry : cases::all("eisenberg_noe_rogers_veraart_clearing.json")) {
        if (entry["method"] != "default_cascade")
            continue;
        auto const name = entry["name"].get<std::string>();
        CAPTURE(name);
        System const system = system_of(entry);
        Configured run{
            world_of(system, {{"kind", "furfine"}, {"loss_given_default", 1 - cases::number(entry["recovery_rate"])}})};
        run.finish();
        CHECK(failures(run, system.size()) == flags(entry["defaults"]));
        auto const failed = failures(run, system.size());
        validation_row("cascade of a fixed loss, " + name + ", failures", "R package systemicrisk",
                       static_cast<double>(std::ranges::count(flags(entry["defaults"]), true)),
                       static_cast<double>(std::ranges::count(failed, true)));
        ++checked;
    }
    CHECK(checked >= 3);
}

// Furfine, J. Money, Credit and Banking 35(1), 2003, 111-128: fails who loses more than its capital.
TEST_CASE("a fixed loss spreads as far as capital gives way", "[analytic][clearing]")
{
    // Bank 1 owes 1 to bank 2 and 2 to bank 3, whose capital is 0.5 each; bank 3 owes 1 to bank 4 of capital 0.2.
    auto const banks = [](double loss) {
        return System{
            {{0, 1, 2, 0}, {0, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, 0, 0}}, {8 * (1 - loss), 1, 1, 0.1}, {5, 1.5, 1.5, 0.9}};
    };
    auto const [loss, failed, left] = GENERATE(table<double, std::vector<bool>, double>({
        {0.4, {true, false, true, true}, 0.1},
        {0.2, {true, false, false, false}, 0.3},
    }));
    System const system = banks(loss);
    Configured run{world_of(system, {{"kind", "furfine"}, {"loss_given_default", loss}})};
    run.finish();
    CHECK(failures(run, 4) == failed);
    CHECK_THAT(equity(run, system, 1), WithinAbs(left * million, rounding));  // lost the fixed part of its 1
}

TEST_CASE("a shock to outside assets spreads as in neva", "[analytic][clearing]")
{
    Json const file = cases::file("neva_eisenberg_noe_and_linear_debtrank.json");
    int checked = 0;
    for (Json const& entry : file["cases"]) {
        if (entry["method"] != "eisenberg_noe")
            continue;
        auto const name = entry["system"].get<std::string>() + " " + entry["equity_shock"].dump();
        CAPTURE(name);
        Json const& banks = file["systems"][entry["system"].get<std::string>()];
        System system{Matrix(3, Numbers(3, 0.0)), Numbers(3), Numbers(3)};
        for (std::size_t i = 0; i < 3; ++i) {
            system.deposits[i] = banks[i]["external_liabilities"];
            for (std::size_t j = 0; j < 3; ++j)
                system.liabilities[j][i] = banks[i]["interbank_assets"].value(banks[j]["name"].get<std::string>(), 0.0);
        }
        Json world = world_of(system, {{"kind", "eisenberg_noe"}});
        for (std::size_t i = 0; i < 3; ++i) {
            // Outside assets are placed outside; part of them is lost an hour after the start.
            double const outside = banks[i]["external_assets"], shock = entry["equity_shock"][i];
            world["institutions"][bank(i)]["placements"]["outside assets"] = {
                {"asset", "USD"}, {"amount", outside * million}, {"time_to_cash", "1000d"}};
            world["shocks"]["shock to " + bank(i)] = {
                {"kind", "write_down"}, {"at", "1h"}, {"institution", bank(i)}, {"share", 0}, {"usd", shock * million}};
        }
        Configured run{world};
        run.go(6);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK_THAT(equity(run, system, i), WithinAbs(entry["equity_before"][i].get<double>() * million, rounding));
        run.finish();
        for (std::size_t i = 0; i < 3; ++i) {
            double const expected = entry["equity_final"][i];
            CHECK_THAT(equity(run, system, i), WithinAbs(expected * million, rounding));
            CHECK((run.status(bank(i)) == Status::failed) == (expected < 0));
        }
        validation_row("equity of bank A after shocks, " + name + " [million]", "neva",
                       entry["equity_final"][0].get<double>(), equity(run, system, 0) / million);
        ++checked;
    }
    CHECK(checked >= 8);
}

TEST_CASE("a chain of 100 each fails link by link, a wave a step", "[analytic][clearing]")
{
    // Source: test of a public Rust graph library: payments (60, 60, 0).
    System const chain{{{0, 100, 0}, {0, 0, 100}, {0, 0, 0}}, {60, 0, 0}, {0, 0, 0}};
    Configured run{world_of(chain, {{"kind", "eisenberg_noe"}})};
    run.finish();
    CHECK(failures(run, 3) == std::vector<bool>{true, true, false});
    CHECK(failed_step(run, 0) == 0);
    CHECK(failed_step(run, 1) == 1);
    CHECK(run.stored(bank(0), "USD") == 0);
    CHECK(run.stored(bank(1), "USD") == 0);
    CHECK_THAT(run.stored(bank(2), "USD"), WithinAbs(60 * million, rounding));
    validation_row("chain of 100 each with 60 at its head, its end has [million]", "public Rust test", 60,
                   run.stored(bank(2), "USD") / million);
}

TEST_CASE("a cascade of many waves takes a step for each and pays when it has ended", "[analytic][clearing]")
{
    // Bank i owes 10 to bank i + 1, has 1 of its own but the last 4, and depositors with 0.5: each lacks more.
    constexpr std::size_t n = 6;
    System line{Matrix(n, Numbers(n, 0.0)), Numbers(n, 1.0), Numbers(n, 0.5)};
    for (std::size_t i = 0; i + 1 < n; ++i)
        line.liabilities[i][i + 1] = 10;
    line.own[0] = 4;
    line.own[n - 1] = 10;
    Configured run{world_of(line, {{"kind", "eisenberg_noe"}})};
    std::int64_t const waves = n - 1;
    run.go(waves);
    for (std::size_t i = 0; i + 1 < n; ++i)
        CHECK(failed_step(run, i) == static_cast<std::int64_t>(i));
    CHECK(run.count(EventKind::clearing_payment) == 0);
    CHECK(run.stored(bank(0), "USD") == 4 * million);
    run.go(1);
    CHECK(run.count(EventKind::clearing_payment) > 0);
    run.finish();

    // By hand: everybody pays the next 10 / 10.5 of what it has and got.
    double has = line.own[0];
    for (std::size_t i = 0; i + 1 < n; ++i) {
        CHECK_THAT(recovery(run, i), WithinAbs(has / 10.5, 1e-11));
        CHECK_THAT(deposits_left(run, i), WithinAbs(has / 10.5 * 0.5 * million, rounding));
        has = line.own[i + 1] + has * 10 / 10.5;
    }
    CHECK(run.status(bank(n - 1)) == Status::active);
    CHECK_THAT(run.stored(bank(n - 1), "USD"), WithinAbs(has * million, rounding));
}

TEST_CASE("reserves of a failed venue are shared in proportion", "[analytic][clearing]")
{
    // Clients of a sixth each in one of two coins; nine tenths of the dollars are there, and four tenths of the coins.
    Json world = testing::dollar_world(0.25);
    world["assets"]["COIN"] = {{"decimals", 6}, {"price", 20}};
    world["institutions"]["Venue"] = {{"hot", 0}, {"marked_to_market", true}};
    world["institutions"]["Venue"]["tokens"] = {{"USD", 0.9 * 300 * 1000}, {"COIN", 0.4 * 200 * 1500 / 20}};
    world["agents"]["with dollars"] = {{"kind", "retail_user"}, {"count", 300},    {"venue", "Venue"},
                                       {"coins", {{"USD", 1}}}, {"balance", 1000}, {"rule", {{"kind", "threshold"}}},
                                       {"panic_threshold", 2}};
    world["agents"]["with coins"] = world["agents"]["with dollars"];
    world["agents"]["with coins"].update({{"count", 200}, {"coins", {{"COIN", 1}}}, {"balance", 1500}});
    double const share = (0.9 * 300 * 1000 + 0.4 * 200 * 1500) / (300 * 1000 + 200 * 1500);
    CHECK(share == Approx(0.65));

    Configured run{world};
    run.finish();
    REQUIRE(run.status("Venue") == Status::failed);
    std::vector<double> const dollars = run.claims("Venue", "USD"), coins = run.claims("Venue", "COIN");
    REQUIRE(dollars.size() == 500);
    for (std::size_t i = 0; i < 500; ++i)
        CHECK_THAT(dollars[i] + 20 * coins[i], WithinAbs(share * (dollars[i] > 0 ? 1000 : 1500), 20 * 1e-6));
    validation_row("clients of a failed venue recover of each dollar, reserves of 65 %", "pro rata", share,
                   dollars.front() > 0 ? dollars.front() / 1000 : coins.front() * 20 / 1500);
}

// Drift: a loss is spread over deposits, here by the bankruptcy of a venue that has what is left.
TEST_CASE("a loss spread over deposits", "[analytic][clearing]")
{
    int done = 0;
    for (Json const& one : cases::all("liquidation_sizing_and_socialised_loss.json")) {
        if (one.at("kind") != "deposit_loss_socialised_fraction")
            continue;
        double const deposits = one.at("total_deposits"), loss = one.at("loss"), expected = one.at("haircut_fraction");
        System const venue{{{0}}, {deposits - loss}, {deposits}};
        Configured run{world_of(venue, {{"kind", "eisenberg_noe"}})};
        run.finish();
        REQUIRE(run.status(bank(0)) == Status::failed);
        double const haircut = 1 - deposits_left(run, 0) / (deposits * million);
        CHECK_THAT(haircut, WithinAbs(expected, one.at("abs_tolerance").get<double>()));
        validation_row(fmt::format("Drift, haircut of deposits, {}", one.at("name").get<std::string>()), "Drift",
                       expected, haircut);
        ++done;
    }
    CHECK(done >= 1);
}

TEST_CASE("reserves of a venue that is wound up are paid out in proportion", "[analytic][clearing]")
{
    Json world = testing::dollar_world(1);
    world["institutions"]["Venue"] = {{"hot", 0.64}, {"wind_up", "12h"}, {"residual_claims", true}};
    world["agents"]["clients"] = {
        {"kind", "retail_user"},           {"count", 500},        {"venue", "Venue"}, {"coins", {{"USD", 1}}},
        {"rule", {{"kind", "threshold"}}}, {"panic_threshold", 2}};
    Configured run{world};
    std::vector<double> const before = run.claims("Venue", "USD");
    run.finish();
    std::vector<double> const paid = run.wallets("USD");
    for (std::size_t i = 0; i < before.size(); ++i)
        CHECK_THAT(paid[i], WithinAbs(0.64 * before[i], 2e-6));
    CHECK(run.stored("Venue", "USD") == 0);
    validation_row("clients of a venue wound up with reserves of 64 % are paid", "pro rata", 0.64,
                   std::accumulate(paid.begin(), paid.end(), 0.0) / std::accumulate(before.begin(), before.end(), 0.0));
}
