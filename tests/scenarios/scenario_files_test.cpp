// Every file in experiments/scenarios is an experiment, and those that take seconds run with all audits on.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/build.hpp"
#include "experiments/input_files.hpp"
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

/// All that are no mere part of others, by name.
std::vector<std::filesystem::path> scenario_files()
{
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()})
        if (entry.path().extension() == ".json" && entry.path().stem() != "behaviour")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// What single populations differ by and is no balance sheet, with the reason. EPISODES.md tells the same.
struct Exception {
    char const *files, *population;  ///< files: how their names begin
    std::set<std::string> members;
    char const* reason;
};
std::array const told_of_them{
    Exception{
        "ftx", "offer to buy FTT at 22", {"resting", "entry", "scale", "in_coins"}, "one known offer, in one order"},
    Exception{"ftx", "carry at Binance", {"most", "spare"}, "room for more than they began with; fitted to FTX"},
    Exception{"ftx", "carry at OKX", {"most", "spare"}, "room for more than they began with; fitted to FTX"},
    Exception{"terra", "savers", {"sells_coins"}, "who left Anchor sold UST"},
    Exception{"usdc", "primary", {"buys_when_closed"}, "they bought USDC while Circle's banks were shut"},
    Exception{"usdc", "between module and book", {"speed"}, "a module whose price does not move; judgement"},
};

/// What venues with clients do otherwise than those of the lenders of May 2022: under /mechanisms/withdrawals.
struct RuleException {
    char const* files;  ///< how their names begin
    std::set<std::string> members;
    char const* reason;
};
std::array const told_of_venues{
    RuleException{"bank_run_lesson", {"processing", "gate"}, "a lesson: only its cash limits the bank"},
    RuleException{"crash_2025_10", {"processing", "gate"}, "none of its exchanges was said to be unable to pay"},
    RuleException{"ftx", {"processing/share"}, "FTX paid faster; judgement"},
    RuleException{"terra", {"processing", "gate"}, "Anchor is a contract, which pays at once and never closes"},
};

/// Members of populations in files, of which those that are told of are left out; it remembers which these were.
class Told {
  public:
    bool of(std::string const& file, std::string const& population, std::string const& member)
    {
        bool const told = std::ranges::any_of(told_of_them, [&](Exception const& each) {
            return file.starts_with(each.files) && population == each.population && each.members.contains(member);
        });
        if (told)
            used_.insert(population + "/" + member);
        return told;
    }
    [[nodiscard]] std::size_t used() const { return used_.size(); }

  private:
    std::set<std::string> used_;
};

// clang-format off
/// Who, how many, what of and how much: what an episode sets.
std::set<std::string> const balance_sheet{
    "count", "venue", "venues", "hedge_venue", "pool", "issuer", "coin", "base", "way",
    "coins", "coins_each", "balance", "total_usd", "capital", "wealth", "notional",
    "also", "also_notional", "collateral", "cross_above"};
// clang-format on
/// Members that are a choice of market or of money for one kind and conduct for others.
std::set<std::string> const balance_sheet_of_kind{"arbitrageur/on_perp", "value_trader/on_perp",
                                                  "leveraged_trader/in_coins"};
/// Single institutions with a name of their own, not people.
std::set<std::string> const institutions{"fund", "peg_defender"};

/// JSON Pointers to all that is no object, but for the kind of the whole and how many there are.
std::vector<std::string> leaves(nlohmann::json const& values)
{
    std::vector<std::string> places;
    nlohmann::json const flat = values.flatten();
    for (auto const& [place, value] : flat.items())
        if (place != "/kind" && place != "/count")
            places.push_back(place);
    return places;
}

}  // namespace

TEST_CASE("every scenario loads, with all its arms, and stands in the README", "[scenarios]")
{
    std::string const readme = read_whole_file(scenario_folder() / "README.md");
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder()}) {
        if (entry.path().extension() != ".json" || entry.path().stem() == "behaviour")
            continue;
        CAPTURE(entry.path().string());
        LoadedExperiment scenario{entry.path(), {}};
        CHECK(scenario.experiment().question.size() > 20);
        CHECK(readme.find("`" + entry.path().filename().string() + "`") != std::string::npos);
        ++files;
    }
    CHECK(files >= 6);
}

// An episode sets balance sheets, market sizes, network and timeline; how people behave is the same in all of them:
// whatever behaviour.json says of a kind of agent holds for every population of that kind in every file.
TEST_CASE("all scenarios share one behaviour", "[scenarios]")
{
    nlohmann::json const behaviour = nlohmann::json::parse(std::ifstream{scenario_folder() / "behaviour.json"});
    std::string const episodes = read_whole_file(scenario_folder() / "EPISODES.md");
    Told told;
    std::map<std::string, nlohmann::json> common;  // by set and place in it
    std::map<std::string, std::size_t> populations;
    std::set<std::string> const by_hand{"adl_rules", "cascade_lesson"};  // positions, not people: no episode
    for (std::filesystem::path const& file : scenario_files()) {
        if (by_hand.contains(file.stem().string()))
            continue;
        LoadedExperiment scenario{file, {}};
        nlohmann::json const effective = nlohmann::json::parse(scenario.effective());
        for (auto const& [name, population] : effective.at("agents").items())
            for (auto const& [set, values] : behaviour.at("behaviour").items()) {
                if (values.at("kind") != population.at("kind"))
                    continue;
                ++populations[set];
                for (std::string const& place : leaves(values)) {
                    if (told.of(file.stem(), name, place.substr(1)))
                        continue;
                    CAPTURE(file.filename(), name, set, place);
                    nlohmann::json const found = population.at(nlohmann::json::json_pointer{place});
                    CHECK(found == common.try_emplace(set + place, found).first->second);
                }
            }
        // What populations of a kind differ by beside their balance sheets is their behaviour, also where the common
        // file is silent.
        for (auto const& [name, population] : effective.at("agents").items())
            for (auto const& [member, value] : population.items()) {
                std::string const kind = population.at("kind");
                if (institutions.contains(kind) || balance_sheet.contains(member) ||
                    balance_sheet_of_kind.contains(kind + "/" + member) || told.of(file.stem(), name, member))
                    continue;
                CAPTURE(file.filename(), name, member);
                CHECK(value == common.try_emplace(kind + "/" + member, value).first->second);
            }
        CAPTURE(file.filename());
        for (char const* const part : {"/social", "/mechanisms/signals"}) {
            nlohmann::json const found = effective.at(nlohmann::json::json_pointer{part});
            CHECK(found == common.try_emplace(part, found).first->second);
        }
    }
    std::size_t exceptions = 0;
    for (Exception const& each : told_of_them) {
        CAPTURE(each.population, each.reason);
        for (std::string const& member : each.members)
            CHECK(episodes.find("`" + member + "`") != std::string::npos);
        exceptions += each.members.size();
    }
    CHECK(told.used() == exceptions);
    CHECK(populations.size() == behaviour.at("behaviour").size());
    CHECK(populations.at("depositors") >= 10);
}

// Venues with clients have the rules of payment of Celsius in May 2022, but for those that are told of.
TEST_CASE("all scenarios with clients share the rules of their withdrawals", "[scenarios]")
{
    auto const rules_of = [](std::filesystem::path const& file) {
        LoadedExperiment scenario{file, {}};
        nlohmann::json const effective = nlohmann::json::parse(scenario.effective());
        bool const clients = std::ranges::any_of(effective.at("agents"), [](nlohmann::json const& population) {
            return population.at("kind") == "retail_user" || population.at("kind") == "institution_depositor";
        });
        return clients ? effective.at("/mechanisms/withdrawals"_json_pointer).flatten() : nlohmann::json{};
    };
    nlohmann::json const common = rules_of(scenario_folder() / "celsius_2022.json");
    std::set<std::string> used;
    std::size_t compared = 0, exceptions = 0;
    for (std::filesystem::path const& file : scenario_files()) {
        nlohmann::json const rules = rules_of(file);
        compared += rules.empty() ? 0 : 1;
        for (nlohmann::json const& change : rules.empty() ? nlohmann::json{} : nlohmann::json::diff(common, rules)) {
            std::string const place = nlohmann::json::json_pointer{change.at("path").get<std::string>()}.back();
            bool told = false;
            for (RuleException const& each : told_of_venues)
                for (std::string const& member : each.members)
                    if (file.stem().string().starts_with(each.files) && (place + "/").starts_with("/" + member + "/")) {
                        used.insert(each.files + member);
                        told = true;
                    }
            CAPTURE(file.filename(), place, change);
            CHECK(told);
        }
    }
    for (RuleException const& each : told_of_venues)
        exceptions += each.members.size();
    CHECK(used.size() == exceptions);
    CHECK(compared >= 10);
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
        double first_of_all = 1e9, last_jump = 0;
        std::map<std::string, int> jumps_of;
        for (auto const& [name, shock] : effective.at("shocks").items()) {
            first_of_all = std::min(first_of_all, seconds_of(shock.at("at")));
            if (shock.at("kind") == "price_jump") {
                ++jumps_of[shock.at("asset")];
                last_jump = std::max(last_jump, seconds_of(shock.at("at")));
            }
            if (auto const kind = shock.at("kind").get<std::string>(); kind == "news")
                CHECK(shock.at("size") == 1);  // levels are those of the common scale
            else if (first_shock.contains(kind)) {
                first = std::min(first, seconds_of(shock.at("at")));
                last = std::max(last, seconds_of(shock.at("at")));
            }
            else
                CHECK(from_outside.contains(kind));
        }
        CHECK(last - first <= 3 * 3600);
        // A jump is what sets a crash off; later ones would tell how it goes on, and more than one of a price a path.
        bool const threatened_and_announced = entry.path().stem().string().starts_with("crash_2025_10");
        CHECK((last_jump <= first_of_all || threatened_and_announced));
        for (auto const& [asset, jumps] : jumps_of) {
            CAPTURE(asset);
            CHECK(jumps <= (threatened_and_announced ? 2 : 1));
        }
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
