// Two hundred random worlds: nothing appears, nothing vanishes, nobody falls below zero, and every rule has its turn.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/engine/drawn_entries.hpp"
#include "tests/engine/flight_checks.hpp"
#include "tests/engine/random_world.hpp"
#include "tests/engine/turns.hpp"
#include "tests/engine/world_checks.hpp"
#include "tests/source_text.hpp"
#include "tests/support/property.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// In how many worlds what happened, and how many acts of flight were checked.
struct Counters {
    std::array<int, event_kind_count> events{};
    std::map<Entry, int> drawn;
    std::map<std::string, int> gates_shut;  ///< by the rule that shut them, not by order
    std::map<std::string, int> turns;       ///< mechanisms without an event of their own
    int flights = 0, frightened = 0;
};

/// Populations whose rule is logistic, chosen or built in.
std::set<std::string> logistic_ones(std::string const& text)
{
    std::set<std::string> names;
    nlohmann::json const experiment = nlohmann::json::parse(text);
    for (auto const& [name, agent] : experiment["agents"].items()) {
        bool const built_in = agent["kind"] == "coin_holder" && !agent.contains("rule");
        if (built_in || (agent.contains("rule") && agent["rule"]["kind"] == "logistic"))
            names.insert(name);
    }
    return names;
}

/// At least 3 venues that owe somebody, 3 assets, 500 people with an account, and 200 steps to come.
void check_birth(View& world)
{
    int venues = 0;
    for (std::size_t i = 1; i < world.institution_count(); ++i)
        venues += world.claims_usd(InstitutionId::of(i)) > 0 ? 1 : 0;
    RC_ASSERT(venues >= 3);
    RC_ASSERT(world.assets.size() >= 3);
    RC_ASSERT(std::ranges::count_if(world.home, [](InstitutionId home) { return home.valid(); }) >= 500);
    RC_ASSERT(world.clock.steps >= 200);
}

/// Losses of every class are the sum of its channels and of what it had less what it has.
void check_losses(View& world)
{
    WealthBook const& wealth = world.ledger.wealth();
    for (std::size_t i = 0; i < wealth.classes().size(); ++i) {
        ClassId const owner = ClassId::of(i);
        MicroUsd sum{0};
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            sum += wealth.loss(owner, static_cast<Channel>(channel));
        RC_ASSERT(sum == wealth.loss(owner));
        RC_ASSERT(wealth.loss(owner) == wealth.initial(owner) + wealth.inflow(owner) - wealth.wealth(owner));
    }
}

/// The rules whose gates closed in a world without a shock as the cause.
std::set<std::string> shut_gates(View& world, MechanismParameters& rules)
{
    std::set<std::string> kinds;
    for (std::size_t link = 0; link < world.events.link_child().size(); ++link) {
        std::size_t const event = world.events.link_child()[link].index();
        if (world.events.kind(event) != EventKind::gate_closed ||
            world.events.kind(world.events.link_parent()[link].index()) == EventKind::shock)
            continue;
        bool const of_coin = world.coin_of(world.events.institution(event)) != nullptr;
        kinds.emplace(of_coin ? rules.redemption.rules.gate.kind() : rules.withdrawals.rules.gate.kind());
    }
    return kinds;
}

/// One of the worlds with everything watched.
void run_world(WorldCase const& world, Counters& counters)
{
    RC_LOG() << random_world(world) << "\n";
    LoadedExperiment loaded = loaded_world(world);
    auto checks = std::make_unique<WorldChecks>();
    WorldChecks const& seen = *checks;
    auto turns_watched = std::make_unique<Turns>(loaded.experiment());
    Turns const& turns = *turns_watched;
    auto flight_checks = std::make_unique<FlightChecks>();
    FlightChecks& flights = *flight_checks;
    std::vector<std::unique_ptr<Observer>> observers;
    observers.push_back(std::move(checks));
    observers.push_back(std::move(flight_checks));
    observers.push_back(std::move(turns_watched));
    RunOptions options{world.number};
    options.audits = true;
    auto const run = build(loaded.experiment(), options, std::move(observers));
    check_birth(run->world());
    flights.watch(*run, logistic_ones(loaded.effective()));
    run_to_end(*run);
    check_losses(run->world());
    for (std::size_t kind = 0; kind < counters.events.size(); ++kind)
        counters.events.at(kind) += seen.happened(static_cast<EventKind>(kind)) ? 1 : 0;
    Experiment experiment = loaded.experiment();
    for (Entry const& entry : chosen_entries(experiment))
        ++counters.drawn[entry];
    for (std::string const& kind : shut_gates(run->world(), experiment.mechanisms))
        ++counters.gates_shut[kind];
    for (std::string const& turn : turns.seen())
        ++counters.turns[turn];
    counters.flights += flights.checked();
    counters.frightened += flights.frightened();
}

}  // namespace

TEST_CASE("two hundred random worlds keep every balance and every cause", "[engine][property]")
{
    Counters counters;
    for_all(random_worlds, [&] { run_world(*any_world(), counters); });
    for (std::size_t kind = 1; kind < counters.events.size(); ++kind) {
        INFO(name_of(static_cast<EventKind>(kind)) << " happened in " << counters.events[kind] << " worlds");
        CHECK(counters.events[kind] >= 20);
    }
    for (std::string const& turn : all_turns) {
        INFO(turn << " in " << counters.turns[turn] << " worlds");
        CHECK(counters.turns[turn] >= 20);
    }
    for (Family const& family : world_families())
        for (std::string const& entry : family.entries) {
            int const drawn = counters.drawn[{family.name, entry}];
            INFO(family.name << " " << entry << " is in " << drawn << " worlds");
            CHECK(drawn >= 10);
        }
    for (auto const& entry : roster<Gate>().entries()) {
        int const shut = counters.gates_shut[std::string{entry.name}];
        INFO("gate " << entry.name << " shut by its rule in " << shut << " worlds");
        CHECK((shut >= 3 || entry.name == "none"));
    }
    CHECK(counters.flights >= 10'000);
    CHECK(counters.frightened >= 1000);
}

TEST_CASE("the families that worlds are drawn from are all there are", "[engine][property]")
{
    std::set<std::string> defined, known;
    std::regex const definition{R"(Roster<(\w+)> const&\s+roster<\w+>\(\))"};
    for (SourceFile const& file : project_sources())
        if (layer_of(file.path) != "tests" && layer_of(file.path) != "output")  // measures look at a world from outside
            for (std::sregex_iterator found{file.code.begin(), file.code.end(), definition}, end; found != end; ++found)
                defined.insert((*found)[1]);
    for (Family const& family : world_families())
        known.insert(family.base);
    CHECK(defined == known);
}

TEST_CASE("audits of what was touched and audits of everything agree", "[engine][property]")
{
    for (std::uint64_t number : {3U, 11U}) {
        auto const run = world_of(random_world(number), {number});
        while (!run->done()) {
            run->step();  // audits what was touched in every phase
            REQUIRE_NOTHROW(run->world().ledger.audit_all());
        }
    }
}
