// Clearing vectors and default cascades against published systems and exact fractions.
// Source: tests/data/vectors/eisenberg_noe_rogers_veraart_clearing.json and neva_eisenberg_noe_and_linear_debtrank.json
// (sources inside), tests/data/net_toy_*.csv (tests/data/SOURCES.md).

#include "model/graphs/clearing.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/analytic/toy_networks.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using cases::check_close;
using cases::Json;
using cases::Numbers;
using testing::validation_row;

namespace {

Obligations system_of(Json const& entry)
{
    return {cases::matrix(entry["liabilities"]), cases::numbers(entry["external_assets"]),
            cases::numbers(entry["external_liabilities"])};
}

std::vector<bool> flags(Json const& values)
{
    std::vector<bool> all;
    for (Json const& value : values)
        all.push_back(value.get<int>() != 0);
    return all;
}

// Banks lend `exposures[i][j]` to one another; external debt is paid first.
Obligations with_senior_debt(toy::Network const& banks, Numbers const& shock)
{
    std::size_t const n = banks.banks.size();
    Obligations system{cases::Matrix(n, Numbers(n, 0.0)), banks.external_assets, Numbers(n, 0.0),
                       banks.external_liabilities};
    for (std::size_t i = 0; i < n; ++i) {
        system.external_assets[i] -= shock[i];
        for (std::size_t j = 0; j < n; ++j)
            system.liabilities[j][i] = banks.exposures[i][j];
    }
    return system;
}

Obligations neva_system(Json const& banks, Numbers const& shock)
{
    std::size_t const n = banks.size();
    Obligations system{cases::Matrix(n, Numbers(n, 0.0)), Numbers(n), Numbers(n), {}};
    for (std::size_t i = 0; i < n; ++i) {
        system.external_assets[i] = banks[i]["external_assets"].get<double>() - shock[i];
        system.external_liabilities[i] = banks[i]["external_liabilities"];
        for (std::size_t j = 0; j < n; ++j)
            system.liabilities[j][i] = banks[i]["interbank_assets"].value(banks[j]["name"].get<std::string>(), 0.0);
    }
    return system;
}

}  // namespace

TEST_CASE("clearing vectors equal the exact fractions", "[analytic][clearing]")
{
    Json const file = cases::file("eisenberg_noe_rogers_veraart_clearing.json");
    double const tolerance = file["tolerance"];
    int checked = 0;
    double largest = 0;
    for (Json const& entry : file["cases"]) {
        if (entry["method"] != "clearing")
            continue;
        CAPTURE(entry["name"].get<std::string>(), entry["alpha"].get<std::string>());
        Obligations const system = system_of(entry);
        Numbers owed(system.size());
        for (std::size_t i = 0; i < owed.size(); ++i)
            owed[i] = system.owed_by(i);
        check_close(owed, cases::numbers(entry["total_liabilities"]), tolerance);

        Clearing const found = clear(system, Share{cases::number(entry["alpha"])}, Share{cases::number(entry["beta"])});
        largest = std::max(largest, check_close(found.paid, cases::numbers(entry["clearing_vector"]), tolerance));
        check_close(found.paid, cases::numbers(entry["clearing_vector_float"]), tolerance);
        CHECK(found.defaults == flags(entry["defaults"]));
        CHECK(found.rounds <= static_cast<int>(system.size()));
        ++checked;
    }
    CHECK(checked >= 4);
    validation_row(fmt::format("clearing vectors of {} systems, largest difference", checked), "R package systemicrisk",
                   "0 +- 1e-9", fmt::format("{:.1e}", largest));
}

TEST_CASE("cascades with a fixed loss equal the published defaults", "[analytic][clearing]")
{
    Json const file = cases::file("eisenberg_noe_rogers_veraart_clearing.json");
    int checked = 0, agree = 0;
    for (Json const& entry : file["cases"]) {
        if (entry["method"] != "default_cascade")
            continue;
        CAPTURE(entry["name"].get<std::string>());
        Obligations const system = system_of(entry);
        Numbers owed(system.size());
        for (std::size_t i = 0; i < owed.size(); ++i)
            owed[i] = system.owed_by(i);
        check_close(equity_at(system, owed), cases::numbers(entry["net_worth"]), 1e-12);
        Clearing const found = default_cascade(system, Share{1 - cases::number(entry["recovery_rate"])});
        CHECK(found.defaults == flags(entry["defaults"]));
        agree += found.defaults == flags(entry["defaults"]) ? 1 : 0;
        ++checked;
    }
    CHECK(checked >= 3);
    validation_row("cascades of a fixed loss, systems with the published failures", "R package systemicrisk", checked,
                   agree);
}

// Input of the R package systemicrisk, `default_clearing`; outputs by an independent solver.
TEST_CASE("three banks with every cross-liability one half", "[analytic][clearing]")
{
    Obligations const system{{{0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}}, {.5, .625, .75}, {1.5, .5, .5}};
    Clearing const fair = clear(system);
    check_close(fair.paid, {1.4732142857, 1.4196428571, 1.5}, 1e-9);
    check_close(fair.equity, {-1.0267857143, -0.0803571429, 0.0178571429}, 1e-9);
    CHECK(fair.defaults == std::vector<bool>{true, true, false});

    Clearing const costly = clear(system, Share{0.5}, Share{0.7});
    check_close(costly.paid, {0.5020199620, 0.5147049378, 0.5653806135}, 1e-9);
    CHECK(costly.defaults == std::vector<bool>{true, true, true});
    validation_row("three banks, pure function, first pays", "R package systemicrisk", 1.4732142857, fair.paid[0]);
    validation_row("three banks, alpha 0.5, beta 0.7, pure function, first pays", "R package systemicrisk",
                   0.5020199620, costly.paid[0]);
}

TEST_CASE("a chain of 100 each with 60 at its head", "[analytic][clearing]")
{
    Obligations const chain{{{0, 100, 0}, {0, 0, 100}, {0, 0, 0}}, {60, 0, 0}, {0, 0, 0}};
    Clearing const found = clear(chain);
    check_close(found.paid, {60, 60, 0}, 1e-12);
    check_close(found.equity, {-40, -40, 60}, 1e-12);
    CHECK(found.defaults == std::vector<bool>{true, true, false});
}

TEST_CASE("a cycle of three banks pays its senior creditors first", "[analytic][clearing]")
{
    auto const [shock, paid, equity] = GENERATE(table<Numbers, Numbers, Numbers>({
        {{0, 0, 1.2}, {0.5, 0.5, 0.3}, {1.0, 0.8, -0.2}},
        {{0, 0, 1.5}, {0.5, 0.5, 0.0}, {1.0, 0.5, -0.5}},
        {{0, 1.25, 0}, {0.5, 0.25, 0.5}, {0.75, -0.25, 1.0}},
        {{1.3, 1, 1}, {0, 0, 0}, {-0.8, -0.5, -0.5}},
    }));
    Clearing const found = clear(with_senior_debt(toy::network("neva3_cycle"), shock));
    check_close(found.paid, paid, 1e-9);
    double const largest = check_close(found.equity, equity, 1e-9);
    validation_row(fmt::format("cycle of three with senior debt, shocks {}, {}, {}: equity, largest difference",
                               shock[0], shock[1], shock[2]),
                   "neva", "0 +- 1e-9", fmt::format("{:.1e}", largest));
}

TEST_CASE("three banks of an exercise lose a tenth of their external assets", "[analytic][clearing]")
{
    toy::Network const banks = toy::network("ring3");
    Obligations const calm = with_senior_debt(banks, {0, 0, 0});
    check_close(clear(calm).equity, toy::expected("ring3", "equity_before_shock", banks), 1e-12);
    Numbers shock = banks.external_assets;
    for (double& loss : shock)
        loss *= 0.1;
    Clearing const found = clear(with_senior_debt(banks, shock));
    double const largest = check_close(found.paid, toy::expected("ring3", "clearing_payment", banks), 1e-9);
    validation_row("ring of three after a loss of a tenth, payments, largest difference", "paolobarucca/eisenbergnoe",
                   "0 +- 1e-9", fmt::format("{:.1e}", largest));
    check_close(found.equity, toy::expected("ring3", "equity_after_clearing", banks), 1e-9);
    CHECK(found.defaults == std::vector<bool>{true, false, false});
}

TEST_CASE("equity of three-bank systems after shocks equals that of neva", "[analytic][clearing]")
{
    Json const file = cases::file("neva_eisenberg_noe_and_linear_debtrank.json");
    int checked = 0;
    double largest = 0;
    for (Json const& entry : file["cases"]) {
        if (entry["method"] != "eisenberg_noe")
            continue;
        CAPTURE(entry["system"].get<std::string>(), entry["equity_shock"].dump());
        Json const& banks = file["systems"][entry["system"].get<std::string>()];
        double const tolerance = entry["abs_tolerance"];
        Obligations const calm = neva_system(banks, Numbers(3, 0.0));
        check_close(clear(calm).equity, cases::numbers(entry["equity_before"]), tolerance);

        Obligations const shocked = neva_system(banks, cases::numbers(entry["equity_shock"]));
        Numbers owed(3);
        for (std::size_t i = 0; i < 3; ++i)
            owed[i] = shocked.owed_by(i);
        check_close(equity_at(shocked, pay_once(shocked, owed)), cases::numbers(entry["equity_after_round_1"]),
                    tolerance);
        largest =
            std::max(largest, check_close(clear(shocked).equity, cases::numbers(entry["equity_final"]), tolerance));
        ++checked;
    }
    CHECK(checked >= 8);
    validation_row(fmt::format("equity of three banks after {} shocks, largest difference", checked), "neva",
                   "0 +- 1e-9", fmt::format("{:.1e}", largest));
}

TEST_CASE("equity of single balance sheets equals that of neva", "[analytic][clearing]")
{
    Json const file = cases::file("neva_eisenberg_noe_and_linear_debtrank.json");
    REQUIRE(file["balance_sheet_cases"].size() == 2);
    for (Json const& entry : file["balance_sheet_cases"]) {
        // Bank 0 is the one of the case; bank 1 stands for all it lends to or borrows from.
        double lent = 0;
        for (Json const& loan : entry["interbank_assets"])
            lent += loan.get<double>();
        Obligations const system{{{0, entry["interbank_liabilities_total"]}, {lent, 0}},
                                 {entry["external_assets"], 10},
                                 {entry["external_liabilities"], 0}};
        CHECK_THAT(clear(system).equity[0], Catch::Matchers::WithinAbs(entry["equity"].get<double>(), 1e-12));
    }
}

TEST_CASE("a fixed loss equal to the net worth is survived", "[analytic][clearing]")
{
    Obligations const tie{{{0, 4}, {0, 0}}, {0, 0}, {0, 2}};  // bank 1 is owed 4, owes 2, holds nothing else
    CHECK(default_cascade(tie, Share{0.5}).defaults == std::vector<bool>{true, false});
    CHECK(default_cascade(tie, Share{0.75}).defaults == std::vector<bool>{true, true});
}

TEST_CASE("clearing refuses what is no balance sheet", "[analytic][clearing]")
{
    CHECK_THROWS_AS(clear({{{0, 1}}, {1, 1}, {0, 0}}), InputError);
    CHECK_THROWS_AS(clear({{{0, -1}, {0, 0}}, {1, 1}, {0, 0}}), InputError);
    CHECK_THROWS_AS(clear({{{1, 0}, {0, 0}}, {1, 1}, {0, 0}}), InputError);
    CHECK_THROWS_AS(clear({{{0, 1}, {0, 0}}, {1, 1}, {0, 0}, {1}}), InputError);
    CHECK_THROWS_AS(clear({{{0, 1}, {0, 0}}, {1, 1}, {0, 0}}, Share{1.1}), InputError);
    CHECK_THROWS_AS(default_cascade({{{0, 1}, {0, 0}}, {1, 1}, {0, 0}}, Share{-0.1}), InputError);
}
