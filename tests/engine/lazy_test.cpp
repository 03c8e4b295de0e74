// Looks that can change nothing are put off. The slow reference lets everyone look whenever it is time; both agree in
// every column at every moment and in every dataset.

#include <catch2/catch.hpp>

#include "tests/engine/random_world.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

RunOptions everyone()
{
    RunOptions options;
    options.lazy = false;
    return options;
}

/// A venue of 3000 users with a rumour after some hours. @param users members of the population
std::string venue(std::string const& users, std::string const& social, std::string const& shocks)
{
    return R"("step_seconds": 600, "days": 3,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}},
        "institutions": {"Bank": {"kind": "bank", "hot": 0.2, "placements": {"loans": {"share": 1, "time_to_cash": "2d"}}}},
        "social": )" +
           social +
           R"(, "agents": {"users": {"kind": "retail_user", "venue": "Bank", "count": 3000, "coins": {"USD": 1})" +
           users + R"(}}, "shocks": {"rumour": {"kind": "news", "at": "9h", "venue": "Bank", "level": "leak"})" +
           shocks + "}";
}

/// A run on one venue, part of whose people flee to the other, where a rumour follows them.
/// @param movers  of the population that is run on
std::string two_venues(std::string const& movers, std::string const& social)
{
    std::string const bank =
        R"({"kind": "bank", "hot": 0.3, "placements": {"loans": {"share": 1, "time_to_cash": "9d"}}})";
    return R"("step_seconds": 600, "days": 3,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}},
        "institutions": {"Bank": )" +
           bank + R"(, "Rival": )" + bank + R"(}, "social": )" + social + R"(, "agents": {
        "users": {"kind": "retail_user", "venue": "Bank", "count": 1500, "coins": {"USD": 1},
                  "moves_to": ["Rival"], "moves": 0.5)" +
           movers + R"(},
        "others": {"kind": "retail_user", "venue": "Rival", "count": 1500, "coins": {"USD": 1}}},
        "shocks": {"rumour": {"kind": "news", "at": "9h", "venue": "Bank", "level": "insolvency_reported"},
                   "it follows": {"kind": "news", "at": "40h", "venue": "Rival", "level": "insolvency_reported"}})";
}

}  // namespace

TEST_CASE("a lazy run and the run that evaluates everyone are one run, column by column", "[engine][lazy]")
{
    for (std::uint64_t const number : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U}) {
        std::string const world = random_world(number);
        auto const lazy = world_of(world, {number}), often = world_of(world, {number});
        auto options = everyone();
        options.seed = number;
        auto const reference = world_of(world, options);
        while (!lazy->done()) {
            lazy->step();
            often->step();
            reference->step();
            CAPTURE(number, lazy->world().clock.step);
            if (lazy->world().clock.step % 17 == 0)  // whoever is looked at often has less to make up for
                REQUIRE(apart(*often, *reference).empty());
        }
        REQUIRE(apart(*lazy, *reference).empty());
    }
}

TEST_CASE("people who move are never put off, and whoever sleeps where they arrive counts them", "[engine][lazy]")
{
    std::string const anxious = R"(, "panic_threshold": {"kind": "normal", "mean": -2, "sd": 1.5})";
    std::string const world = two_venues(anxious, R"({"kind": "erdos_renyi", "degree": 6})");
    auto const lazy = world_of(world), often = world_of(world), reference = world_of(world, everyone());
    while (!lazy->done()) {
        for (Simulation* const run : {lazy.get(), often.get(), reference.get()})
            run->step();
        CAPTURE(lazy->world().clock.step);
        if (lazy->world().clock.step % 17 == 0)
            REQUIRE(apart(*often, *reference).empty());
    }
    REQUIRE(apart(*lazy, *reference).empty());
    InstitutionId const rival = lazy->world().institution("Rival");
    CHECK(lazy->world().members[rival.index()] > 1600);
    CHECK(lazy->world().gone[rival.index()] > 0);
}

TEST_CASE("whoever is frightened, told, in a hurry or deceived wakes in time", "[engine][lazy]")
{
    std::string const graph = R"({"kind": "erdos_renyi", "degree": 6})", complete = R"({"kind": "complete"})";
    std::string const deceived =
        R"(, "calming": {"kind": "announcement", "at": "12h", "venue": "Bank", "credibility": 0.5},
        "gate": {"kind": "gate", "at": "20h", "venue": "Bank"})";
    std::vector<std::string> const worlds = {
        venue("", graph, ""),
        venue("", complete, ""),
        venue(R"(, "impatient": 0.1, "impatient_at": "7h")", graph, ""),
        venue(R"(, "impatient": 0.1, "impatient_at": "7h", "withdrawn": 0.5)", complete, ""),
        venue(R"(, "trust": 0.8)", graph, ""),
        venue("", graph, deceived),
        venue(R"(, "rule": {"kind": "threshold"}, "panic_threshold": {"kind": "uniform", "low": 0, "high": 0.3},
                  "impatient": 0.02, "impatient_at": "5h")",
              graph, ""),
        venue(R"(, "rule": {"kind": "global_game", "noise": 0.1, "cost": 0.5}, "panic_threshold": 0.5)", graph, ""),
        two_venues("", graph),
        two_venues("", complete),
        two_venues(R"(, "withdrawn": 0.5, "impatient": 0.1, "impatient_at": "30h")", graph),
    };
    for (std::string const& world : worlds) {
        CAPTURE(world);
        Contents const lazy = results_of(world), reference = results_of(world, {1, 0, 1, true, false});
        CHECK(difference_of(lazy, reference).empty());
        CHECK(lazy.values<double>("/summary/venue/people_gone_share").at(0) > 0);
    }
}
