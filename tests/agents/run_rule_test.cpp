// Perceived risk of every rule of the roster against numbers worked out by hand; the sources stand beside the rules.

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "agents/run_rule.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using testing::made;

namespace {

/// What is seen in a look; everything is quiet unless said otherwise.
struct Look {
    double contacts = 0, overdue = 0, outflow = 0, drawdown = 0, peg = 0, news = 0;
    bool gated = false;
    double trust = 1, coverage = 0, paid = 0, luck = 0.5;
};

double risk(RunRule const& rule, Look const& look)
{
    VenueSignals venue;
    venue.overdue_share = look.overdue;
    venue.outflow_share = look.outflow;
    venue.token_drawdown = look.drawdown;
    venue.peg_deviation = look.peg;
    venue.news = look.news;
    venue.coverage = look.coverage;
    venue.claims_at_start = 1000;
    venue.paid_total = look.paid * venue.claims_at_start;
    return rule.risk({venue, look.contacts, look.trust, look.gated, look.luck});
}

/// One look, and the risk that it gives.
struct Perceived {
    std::string rule;
    std::map<std::string, double> parameters;
    Look look;
    double expected;
};

/// Weights without a common factor: no two can be exchanged.
std::map<std::string, double> const weights{{"b0", -1},       {"b_social", 2}, {"b_queue", 3},
                                            {"b_outflow", 5}, {"b_token", 7},  {"b_peg", 11},
                                            {"b_news", 13},   {"b_gate", 1.7}, {"b_trust", 19}};

/// The rows of the logistic rule say z; the risk is 1 / (1 + exp(-z)).
std::vector<Perceived> logistic_rows()
{
    std::vector<Perceived> rows{
        {"logistic", weights, {}, -1},
        {"logistic", weights, {.contacts = 0.5}, -1 + 1.0},
        {"logistic", weights, {.overdue = 0.1}, -1 + 0.3},
        {"logistic", weights, {.outflow = 0.2}, -1 + 1.0},
        {"logistic", weights, {.drawdown = 0.1}, -1 + 0.7},
        {"logistic", weights, {.peg = 0.01}, -1 + 0.11},
        {"logistic", weights, {.news = 0.25}, -1 + 3.25},
        {"logistic", weights, {.gated = true}, -1 + 1.7},
        {"logistic", weights, {.trust = 0.5, .coverage = 0.8}, -1 - 7.6},
        {"logistic",
         weights,
         {.contacts = 0.5,
          .overdue = 0.1,
          .outflow = 0.2,
          .drawdown = 0.1,
          .peg = 0.01,
          .news = 0.25,
          .gated = true,
          .trust = 0.5,
          .coverage = 0.8},
         -0.54},
        // What is built in: -5 + 5.5 / 10 + 12 / 10 + 2.5 / 10 + 3 / 10 + 3 / 10 + 5 / 10 + 4 - 2 x 0.75.
        {"logistic",
         {},
         {.contacts = 0.1,
          .overdue = 0.1,
          .outflow = 0.1,
          .drawdown = 0.1,
          .peg = 0.1,
          .news = 0.1,
          .gated = true,
          .trust = 1,
          .coverage = 0.75},
         0.6},
    };
    for (Perceived& row : rows)
        row.expected = 1 / (1 + std::exp(-row.expected));
    return rows;
}

/// Nothing but contacts counts.
std::vector<Perceived> threshold_rows()
{
    Look const loud{.contacts = 0.18, .overdue = 1, .outflow = 1, .drawdown = 1, .peg = 1, .news = 1, .gated = true};
    return {{"threshold", {}, {}, 0},
            {"threshold", {}, loud, 0.18},
            {"threshold", {}, {.contacts = 2.0 / 3}, 2.0 / 3},
            {"threshold", {}, {.contacts = 1}, 1}};
}

/// Waiting pays (1 - f c1) R / (1 - f), which is c1 at f = (R - c1) / (c1 (R - 1)).
/// @source Diamond, Federal Reserve Bank of Richmond Economic Quarterly 93(2), 2007: c1 = 1.28, R = 2, f = 0.5625
std::vector<Perceived> diamond_dybvig_rows()
{
    std::string const rule = "diamond_dybvig";
    std::map<std::string, double> const printed{{"promise", 1.28}, {"matured_return", 2}};
    std::map<std::string, double> const mean{{"promise", 1.1}, {"matured_return", 1.5}};  // tips at 0.4 / 0.55
    std::map<std::string, double> afraid = printed, calm = printed;
    afraid["belief"] = 0.5626;
    calm["belief"] = 0.5624;
    return {{rule, printed, {.paid = 0.25}, 0},
            {rule, printed, {.paid = 0.5624}, 0},
            {rule, printed, {.paid = 0.5626}, 1},
            {rule, printed, {.paid = 0.9}, 1},  // 0.9 x 1.28 > 1: nothing is left
            {rule, printed, {.paid = 1}, 1},
            {rule, {}, {.paid = 0.5624}, 0},  // the printed numbers are built in
            {rule, {}, {.paid = 0.5626}, 1},
            {rule, afraid, {.paid = 0.1}, 1},
            {rule, calm, {.paid = 0.1}, 0},
            {rule, calm, {.paid = 0.57}, 1},  // what is seen exceeds what was believed
            {rule, mean, {.paid = 0.4 / 0.55 - 1e-6}, 0},
            {rule, mean, {.paid = 0.4 / 0.55 + 1e-6}, 1}};
}

/// Each threshold from both sides. It falls if those who leave reach its health theta: theta* = 1 - c. Whoever sees x
/// thinks that it falls with the chance Phi((theta* - x) / noise), which is c at x* = theta* - noise Phi^-1(c).
/// @source Morris, Shin, American Economic Review 88(3), 1998, 587-597
std::vector<Perceived> global_game_rows()
{
    constexpr double tenth = 1.2815515655446004, quarter = 0.6744897501960817;  // quantiles of 0.9 and 0.75
    constexpr double one_sd = 0.8413447460685429;                               // Phi(1)
    struct Threshold {
        std::map<std::string, double> parameters;
        Look look;
        double coverage;  ///< at which the signal is x*
    };
    std::vector<Perceived> rows;
    for (auto const& [parameters, look, coverage] : std::vector<Threshold>{
             {{}, {}, 0.1 - 0.05 * tenth},  // what is built in: c = 0.9, noise 0.05
             {{{"cost", 0.5}, {"noise", 0.3}}, {}, 0.5},
             {{{"cost", 0.25}, {"noise", 0.2}}, {}, 0.75 + 0.2 * quarter},
             {{{"cost", 0.25}, {"noise", 0}}, {}, 0.75},
             {{{"cost", 0.5}, {"noise", 0.3}}, {.luck = one_sd}, 0.5 - 0.3},
             {{{"cost", 0.5}, {"noise", 0.3}}, {.overdue = 0.05, .news = 1}, 0.5 + 0.05},
             {{{"cost", 0.5}, {"noise", 0.3}, {"news_weight", 0.4}}, {.news = 0.5}, 0.5 + 0.2},
         })
        for (double const side : {-1e-9, 1e-9}) {
            Look seen = look;
            seen.coverage = coverage + side;
            rows.push_back({"global_game", parameters, seen, side < 0 ? 1.0 : 0.0});
        }
    return rows;
}

std::vector<Perceived> all_rows()
{
    std::vector<Perceived> all;
    for (auto const& rows : {logistic_rows(), threshold_rows(), diamond_dybvig_rows(), global_game_rows()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

}  // namespace

TEST_CASE("every rule perceives the risk that its formula gives", "[agents][run]")
{
    std::set<std::string> held;
    for (Perceived const& row : all_rows()) {
        held.insert(row.rule);
        CAPTURE(row.rule, row.parameters, row.look.contacts, row.look.paid, row.look.coverage, row.look.news);
        CHECK_THAT(risk(*made<RunRule>(row.rule, row.parameters), row.look), WithinAbs(row.expected, 1e-12));
    }
    for (auto const& entry : roster<RunRule>().entries()) {
        INFO(entry.name << " has no row in this test");
        CHECK(held.contains(std::string{entry.name}));
    }
}

TEST_CASE("thresholds of the logistic rule are drawn in log-odds, those of the others are shares", "[agents][run]")
{
    for (auto const& entry : roster<RunRule>().entries()) {
        CAPTURE(entry.name);
        bool const in_log_odds = entry.name == "logistic";
        auto const rule = entry.make();
        for (double const drawn : {-2.5, 0.0, 0.18, 3.0})
            CHECK_THAT(rule->threshold(drawn), WithinAbs(in_log_odds ? 1 / (1 + std::exp(-drawn)) : drawn, 1e-12));
        CHECK(rule->truncates() == in_log_odds);
        CHECK(rule->needs_luck() == (entry.name == "global_game"));
    }
}
