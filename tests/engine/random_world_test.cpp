// Two hundred random worlds: nothing appears, nothing vanishes, nobody falls below zero, and order does not matter.

#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/engine/flight_checks.hpp"
#include "tests/engine/random_world.hpp"
#include "tests/engine/world_checks.hpp"
#include "tests/support/property.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr int worlds = 200;

/// In how many worlds each kind of event happened, and how many acts of flight were checked.
struct Counters {
    std::array<int, event_kind_count> kinds{};
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

/// One of the worlds with everything watched.
void run_world(std::uint64_t number, Counters& counters)
{
    std::string const text = experiment_text(random_world(number));
    RC_LOG() << "world " << number << ": " << text << "\n";
    LoadedExperiment loaded{"random world", text, {}};
    auto checks = std::make_unique<WorldChecks>();
    WorldChecks const& seen = *checks;
    auto flight_checks = std::make_unique<FlightChecks>();
    FlightChecks& flights = *flight_checks;
    std::vector<std::unique_ptr<Observer>> observers;
    observers.push_back(std::move(checks));
    observers.push_back(std::move(flight_checks));
    RunOptions options{number};
    options.audits = true;
    auto const run = build(loaded.experiment(), options, std::move(observers));
    RC_ASSERT(run->world().clock.steps >= 200);
    flights.watch(*run, logistic_ones(text));
    run_to_end(*run);
    check_losses(run->world());
    for (std::size_t kind = 0; kind < counters.kinds.size(); ++kind)
        counters.kinds.at(kind) += seen.happened(static_cast<EventKind>(kind)) ? 1 : 0;
    counters.flights += flights.checked();
    counters.frightened += flights.frightened();
}

}  // namespace

TEST_CASE("two hundred random worlds keep every balance and every cause", "[engine][property]")
{
    Counters counters{};
    int next = 0;
    for_all(
        "random worlds", [&] { run_world(static_cast<std::uint64_t>(next++), counters); }, worlds);
    for (std::size_t kind = 1; kind < counters.kinds.size(); ++kind) {
        CAPTURE(name_of(static_cast<EventKind>(kind)), counters.kinds[kind]);
        CHECK(counters.kinds[kind] >= 20);
    }
    CHECK(counters.flights >= 10'000);
    CHECK(counters.frightened >= 1000);
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
