// DebtRank, linear and original. Sources: tests/data/vectors/neva_eisenberg_noe_and_linear_debtrank.json (inside),
// tests/data/net_toy_*.csv (tests/data/SOURCES.md), closed form h = (I - Lambda)^-1 shock below saturation.

#include "model/graphs/debtrank.hpp"

#include <fmt/format.h>

#include <algorithm>
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

LossNetwork const cycle{{{0, .5, 0}, {0, 0, .5}, {.5, 0, 0}}, {1, 1, 1}};

LossNetwork neva_network(Json const& banks)
{
    std::size_t const n = banks.size();
    LossNetwork network{cases::Matrix(n, Numbers(n, 0.0)), Numbers(n)};
    for (std::size_t i = 0; i < n; ++i) {
        network.equity[i] = banks[i]["external_assets"].get<double>() - banks[i]["external_liabilities"].get<double>() -
                            banks[i]["interbank_liabilities_total"].get<double>();
        for (std::size_t j = 0; j < n; ++j) {
            network.exposures[i][j] = banks[i]["interbank_assets"].value(banks[j]["name"].get<std::string>(), 0.0);
            network.equity[i] += network.exposures[i][j];
        }
    }
    return network;
}

}  // namespace

TEST_CASE("linear DebtRank leaves the equity that neva computes", "[analytic][debtrank]")
{
    Json const file = cases::file("neva_eisenberg_noe_and_linear_debtrank.json");
    int checked = 0;
    double largest = 0;
    for (Json const& entry : file["cases"]) {
        if (entry["method"] != "linear_debtrank")
            continue;
        CAPTURE(entry["system"].get<std::string>(), entry["equity_shock"].dump());
        double const tolerance = entry["abs_tolerance"];
        LossNetwork const network = neva_network(file["systems"][entry["system"].get<std::string>()]);
        check_close(network.equity, cases::numbers(entry["equity_before"]), tolerance);
        Numbers shock = cases::numbers(entry["equity_shock"]);
        for (std::size_t i = 0; i < shock.size(); ++i)
            shock[i] /= network.equity[i];
        check_close(equity_after(network, spread_once(network, shock, shock)),
                    cases::numbers(entry["equity_after_round_1"]), tolerance);
        largest = std::max(largest, check_close(equity_after(network, linear_debtrank(network, shock)),
                                                cases::numbers(entry["equity_final"]), tolerance));
        ++checked;
    }
    CHECK(checked >= 8);
    validation_row(fmt::format("linear DebtRank, equity after {} shocks, largest difference", checked), "neva",
                   "0 +- 1e-9", fmt::format("{:.1e}", largest));
}

TEST_CASE("a shock to a cycle of three travels step by step", "[analytic][debtrank]")
{
    Numbers const shock{0, 0, 0.2};
    check_close(linear_debtrank(cycle, shock, 0), {0, 0, .2}, 1e-15);
    check_close(linear_debtrank(cycle, shock, 1), {0, .1, .2}, 1e-15);
    check_close(linear_debtrank(cycle, shock, 2), {.05, .1, .2}, 1e-15);
    check_close(linear_debtrank(cycle, shock, 3), {.05, .1, .225}, 1e-15);
    double const limit = 0.2 / (1 - 0.125);
    check_close(linear_debtrank(cycle, shock), {0.25 * limit, 0.5 * limit, limit}, 1e-12);
    check_close(linear_debtrank(cycle, shock), {0.05714286, 0.11428571, 0.22857143}, 1e-8);
}

TEST_CASE("original DebtRank passes distress on once", "[analytic][debtrank]")
{
    DebtRank const found = debtrank(cycle, {0, 0, 0.2}, {1. / 3, 1. / 3, 1. / 3});
    check_close(found.distress, {0.05, 0.1, 0.225}, 1e-15);
    CHECK_THAT(found.rank, Catch::Matchers::WithinAbs(0.0583333, 1e-7));
    validation_row("original DebtRank of a cycle of three", "by hand", 0.0583333, found.rank);
    check_close(debtrank(cycle, {0, 0, 1}, {0, 0, 1}).distress, {0.25, 0.5, 1}, 1e-15);  // capped
}

TEST_CASE("linear DebtRank of chain, tree and unstable loop", "[analytic][debtrank]")
{
    LossNetwork const chain{{{0, .5, 0}, {0, 0, .5}, {0, 0, 0}}, {1.5, 1, .5}};
    check_close(linear_debtrank(chain, {0, 0, 0.2}), {0.2 / 6, 0.1, 0.2}, 1e-12);
    LossNetwork const tree{{{0, .5, .5}, {0, 0, 0}, {0, 0, 0}}, {2, .5, .5}};
    check_close(linear_debtrank(tree, {0, .4, .2}), {0.15, .4, .2}, 1e-12);
    LossNetwork const loop{{{0, 2, 0}, {0, 0, 2}, {2, 0, 0}}, {1, 1, 1}};
    for (double const loss : linear_debtrank(loop, {0.01, 0.01, 0.01}))
        CHECK(std::min(1.0, loss) == 1);
}

TEST_CASE("a fifth of everyone's equity becomes two fifths on the cycle of neva", "[analytic][debtrank]")
{
    toy::Network const banks = toy::network("neva3_cycle");
    LossNetwork network{banks.exposures, toy::expected("neva3_cycle", "equity_before_shock", banks)};
    check_close(linear_debtrank(network, {0.2, 0.2, 0.2}),
                toy::expected("neva3_cycle", "debtrank_relative_loss_limit", banks), 1e-12);
}

TEST_CASE("equity of the toy networks is what their balance sheets say", "[analytic][debtrank]")
{
    std::string const name = GENERATE("neva3_cycle", "neva3_chain", "ring3");
    toy::Network const banks = toy::network(name);
    Numbers equity(banks.banks.size());
    for (std::size_t i = 0; i < equity.size(); ++i) {
        equity[i] = banks.external_assets[i] - banks.external_liabilities[i];
        for (std::size_t j = 0; j < equity.size(); ++j)
            equity[i] += banks.exposures[i][j] - banks.exposures[j][i];
    }
    check_close(equity, toy::expected(name, "equity_before_shock", banks), 1e-12);
}

TEST_CASE("DebtRank refuses what is no network of losses", "[analytic][debtrank]")
{
    CHECK_THROWS_AS(linear_debtrank({{{0, 1}, {0, 0}}, {1, 0}}, {0, 0}), InputError);
    CHECK_THROWS_AS(linear_debtrank({{{0, 1}}, {1, 1}}, {0, 0}), InputError);
    CHECK_THROWS_AS(linear_debtrank({{{0, -1}, {0, 0}}, {1, 1}}, {0, 0}), InputError);
    CHECK_THROWS_AS(debtrank(cycle, {0, 0, 1.2}, {1, 1, 1}), InputError);
}
