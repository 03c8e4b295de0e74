// FTX, November 2022: a run, a token lent against itself, and a market that shares makers, arbitrage and leverage with
// the venue. Bands and sources are the targets of experiments/scenarios/ftx_2022_11.json.

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "tests/scenarios/episode.hpp"
#include "tests/scenarios/expected.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

using Results = std::vector<TargetResult>;

constexpr char const* small = "ftx_2022_11_small.json";
constexpr std::array fitted{"FTX, paid out in 72 h", "FTX stops paying",          "FTX, claims frozen",
                            "FTT, fall in 48 h",     "BTC, fall from 6 November", "FTT, fall in 48 h from the evening"};

double only(Results const& results, std::string const& name)
{
    return named(results, name).quantile(0.5);
}

}  // namespace

TEST_CASE("one small FTX stops paying within days of the news, large accounts first, and its token is gone",
          "[scenarios][ftx]")
{
    Results const results = held({small}, 1);
    CHECK(only(results, "FTX, paid out in 72 h") == Approx(0.55e9).margin(0.1e9));
    CHECK(only(results, "FTX stops paying") == Approx(160).margin(24));
    CHECK(only(results, "FTT, fall in 48 h") > 0.75);
    CHECK(only(results, "BTC, fall from 6 November") > 0.1);
    CHECK(only(results, "FTX, large accounts first") == 1);
}

TEST_CASE("the first day after the news of a small FTX runs with all audits on", "[scenarios][ftx]")
{
    Contents const results = results_of({small, {"/days=1", "/shocks/Binance will sell its FTT/at=7200"}}, 0, true);
    CHECK(RunRecord{results}.outcome("/summary/venue", "asked_share", "FTX") > 0.1);
}

TEST_CASE("makers doubt a venue by the rule by which its clients do", "[scenarios][ftx]")
{
    LoadedExperiment scenario{scenario_folder() / "ftx_2022_11.json", {}};
    nlohmann::json const agents = nlohmann::json::parse(scenario.effective()).at("agents");
    for (char const* const makers : {"makers", "makers at Binance and OKX", "makers in FTT"}) {
        CHECK(agents.at(makers).at("doubt").at("rule") == agents.at("depositors").at("rule"));
        CHECK(agents.at(makers).at("doubt").at("panic_threshold") == agents.at("depositors").at("panic_threshold"));
    }
}

TEST_CASE("FTX in a tenth of its size agrees with history and with the whole", "[scenarios][ftx][.long]")
{
    Results const tenth = held({small}, 20), whole = held({"ftx_2022_11.json"}, 20);
    for (char const* const name : fitted) {
        TargetResult const &few = named(tenth, name), &all = named(whole, name);
        CAPTURE(name, spread_of(few), spread_of(all));
        CHECK(few.verdict() == Verdict::hit);
        CHECK(all.verdict() == Verdict::hit);
        double const scale = few.unit == "USD" ? 10 : 1;
        CHECK(all.quantile(0.05) <= few.quantile(0.5) * scale);
        CHECK(few.quantile(0.5) * scale <= all.quantile(0.95));
        validation_row(std::string{"FTX, a tenth: "} + name, "experiments/scenarios", spread_of(all), spread_of(few));
    }
    CHECK(named(whole, "FTX, large accounts first").inside_share() == 1);
}

TEST_CASE("without the news nothing falls by more than 5 % in any small FTX", "[scenarios][ftx][.long]")
{
    std::string const btc = "/targets/BTC, fall from 6 November/measure/",
                      ftt = "/targets/FTT, fall in 48 h from the evening/measure/";
    Results const calm =
        held({small,
              {"/shocks/balance sheet of Alameda leaks/size=0", "/shocks/Binance will sell its FTT/size=0",
               btc + "from=0", ftt + "from=0", ftt + "until=\"10d\""}},
             20);
    for (char const* const name : {"BTC, fall from 6 November", "FTT, fall in 48 h",
                                   "FTT, fall in 48 h from the evening", "FTX's perpetual, fall"}) {
        CAPTURE(name, spread_of(named(calm, name)));
        CHECK(named(calm, name).quantile(1) < 0.05);
        validation_row(std::string{"FTX without its news: "} + name, "experiments/scenarios", "below 0.05",
                       spread_of(named(calm, name)));
    }
    CHECK(named(calm, "FTX stops paying").known_share() == 0);
}

TEST_CASE("steps of 60 and of 30 seconds agree for a small FTX", "[scenarios][ftx][.long]")
{
    Results const minute = held({small}, 20), half = held({small, {"/step_seconds=30", "/record_every=20"}}, 20);
    for (char const* const name : fitted) {
        TargetResult const &known = named(minute, name), &found = named(half, name);
        CAPTURE(name, spread_of(known), spread_of(found));
        CHECK(known.quantile(0.05) <= found.quantile(0.5));
        CHECK(found.quantile(0.5) <= known.quantile(0.95));
        validation_row(std::string{"FTX, half steps: "} + name, "experiments/scenarios", spread_of(known),
                       spread_of(found));
    }
}

TEST_CASE("what runs, leverage, makers' fear and its own token do to a small FTX", "[scenarios][ftx][.long]")
{
    auto const results = held_expectations(scenario_folder() / "ftx_coupling.json", {"--replicates", "10"});
    CHECK(results.size() >= 7);
    for (ExpectationResult const& each : results) {
        check_expected(each);
        Comparison const& found = each.comparison;
        std::string const worse =
            found.hurt + found.helped > 0 ? fmt::format(", worse in {} of {}", found.hurt, found.pairs) : "";
        validation_row("FTX, arm " + found.arm + ": " + each.expectation.outcome, "ftx_coupling.json",
                       std::string{name_of(each.expectation.direction)},
                       fmt::format("{:.3g}, arm - base {:.3g} [{:.3g}, {:.3g}]{}", found.base_median, found.median,
                                   found.q05, found.q95, worse));
    }
}
