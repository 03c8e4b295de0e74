// Every file in experiments/scenarios is an experiment, and those that take seconds run with all audits on.

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <set>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"
#include "experiments/time_text.hpp"
#include "tests/scenarios/episode.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// A time as an effective configuration writes it.
double seconds_of(nlohmann::json const& time)
{
    return time.is_number() ? time.get<double>() : parse_duration(time.get<std::string>()).value().value();
}

}  // namespace

TEST_CASE("every scenario loads, with all its arms", "[scenarios]")
{
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()}) {
        if (entry.path().extension() != ".json" || entry.path().stem() == "behaviour")
            continue;
        CAPTURE(entry.path().string());
        LoadedExperiment scenario{entry.path(), {}};
        CHECK(scenario.experiment().question.size() > 20);
        ++files;
    }
    CHECK(files >= 6);
}

// An episode sets balance sheets, market sizes, network and timeline; how people behave is the same in all of them.
TEST_CASE("the scenarios of runs share one behaviour", "[scenarios]")
{
    auto const effective = [](char const* const file) {
        LoadedExperiment scenario{scenario_folder() / file, {}};
        return nlohmann::json::parse(scenario.effective());
    };
    nlohmann::json const celsius = effective("celsius_2022.json");
    auto const file =
        GENERATE("voyager_2022.json", "sound_lender.json", "celsius_2022_small.json", "voyager_2022_small.json",
                 "bank_run_lesson.json", "ftx_2022_11.json", "ftx_2022_11_small.json");
    CAPTURE(file);
    nlohmann::json const other = effective(file);
    for (char const* const part : {"rule", "panic_threshold", "attention", "withdrawn", "fear_memory", "redeposit_gap",
                                   "trust_lost", "trust_recovery", "sells_token", "sells_coins", "sale_time"}) {
        nlohmann::json::json_pointer const where{"/agents/depositors/" + std::string{part}};
        CAPTURE(part);
        CHECK(other.at(where) == celsius.at(where));
    }
    CHECK(other.at("mechanisms").at("signals") == celsius.at("mechanisms").at("signals"));
    CHECK(other.at("social") == celsius.at("social"));
}

TEST_CASE("what is withdrawn, halted or gated comes out of a scenario, it is not put in", "[scenarios]")
{
    std::set<std::string> const from_outside{"news", "price_jump", "outage", "announcement", "disclosure", "freeze"};
    std::set<std::string> const first_shock{"order", "swap", "liquidity_removal"};  // of one hand, in its hours only
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()}) {
        if (entry.path().extension() != ".json" || entry.path().stem() == "behaviour")
            continue;
        CAPTURE(entry.path().string());
        LoadedExperiment scenario{entry.path(), {}};
        nlohmann::json const effective = nlohmann::json::parse(scenario.effective());
        double first = 1e9, last = 0;
        for (auto const& [name, shock] : effective.at("shocks").items())
            if (auto const kind = shock.at("kind").get<std::string>(); first_shock.contains(kind)) {
                first = std::min(first, seconds_of(shock.at("at")));
                last = std::max(last, seconds_of(shock.at("at")));
            }
            else
                CHECK(from_outside.contains(kind));
        CHECK(last - first <= 3 * 3600);
    }
}

// An asset whose price a scenario is held to, a venue's own token, and whatever is traded on margin have prices that
// come out of it: a path may tell how they got where they are when the first shock hits, and no more.
TEST_CASE("no path tells a price that comes out of a scenario beyond its first shock", "[scenarios]")
{
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()}) {
        if (entry.path().extension() != ".json" || entry.path().stem() == "behaviour")
            continue;
        CAPTURE(entry.path().string());
        LoadedExperiment scenario{entry.path(), {}};
        nlohmann::json const effective = nlohmann::json::parse(scenario.effective());
        double first = scenario.experiment().days * 24;
        for (auto const& [name, shock] : effective.at("shocks").items())
            first = std::min(first, seconds_of(shock.at("at")) / 3600);
        std::set<std::string> outcomes;
        for (auto const& [name, institution] : effective.at("institutions").items())
            outcomes.insert(institution.at("token").get<std::string>());
        for (auto const& [name, market] : effective.at("markets").items())
            if (market.at("kind") == "perp")
                outcomes.insert(market.at("base").get<std::string>());
        for (auto const& [name, target] : effective.at("targets").items())
            if (auto const& of = target.at("measure").value("of", nlohmann::json{});
                of.is_string() && effective.at("markets").contains(of.get<std::string>()))
                outcomes.insert(effective.at("markets").at(of.get<std::string>()).at("base").get<std::string>());
        for (auto const& [name, asset] : scenario.experiment().world.assets) {
            CAPTURE(name, first);
            if (outcomes.contains(name) && !asset.path.empty())
                CHECK(asset.path.hours.back() <= first);
        }
    }
}

TEST_CASE("the scenarios of seconds run with all audits on", "[scenarios]")
{
    auto const& [file, venue] = GENERATE(table<std::string, std::string>({{"bank_run_lesson.json", "Harbour Bank"},
                                                                          {"sound_lender.json", "Celsius"},
                                                                          {"celsius_2022_small.json", "Celsius"},
                                                                          {"voyager_2022_small.json", "Voyager"}}));
    CAPTURE(file);
    Contents const results = results_of({file}, 0, true);
    double const left = RunRecord{results}.outcome("/summary/venue", "run_off", venue);
    CHECK(left > 0);
    CHECK(left < 0.5);
}

// Its loans are worth more than its debts all the time; it fails because they are not money on the day.
TEST_CASE("in the lesson a solvent bank fails for want of cash, and not without the report", "[scenarios]")
{
    LoadedExperiment lesson{scenario_folder() / "bank_run_lesson.json", {}};
    auto const fate = [&](Cell const& cell) {
        auto const run = build(lesson.experiment(cell), {.audits = true}, {});
        InstitutionId const bank = run->world().institution("Harbour Bank");
        while (run->world().clock.step < run->world().clock.steps) {
            run->step();
            CHECK(run->world().true_equity(bank) >= MicroUsd{0});
        }
        return run->world().institutions[bank.index()].status;
    };
    CHECK(fate({}) == Status::failed);
    CHECK(fate({"no_report"}) == Status::active);
    CHECK(fate({"guaranteed"}) == Status::active);
}
