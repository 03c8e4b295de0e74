// The same configuration and seed give the same bits: for any number of threads, audited or not, in one go or resumed.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "output/checkpoint.hpp"
#include "tests/engine/random_world.hpp"
#include "tests/experiments/temporary_folder.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Rows of several blocks (see model/base/parallel.hpp), most of which look in most steps.
std::string const crowd = R"("step_seconds": 3600, "days": 1,
    "assets": {"USD": {"kind": "fiat", "decimals": 4}, "TOK": {"price": 3, "decimals": 4}},
    "institutions": {"Exchange": {}, "Lender": {"kind": "lender", "hot": 0.1, "token": "TOK",
        "placements": {"loans": {"share": 0.95, "time_to_cash": "2d"}}}},
    "markets": {"TOK-USD": {"venue": "Exchange", "base": "TOK", "quote": "USD", "depth": 1e6}},
    "social": {"kind": "erdos_renyi", "degree": 6},
    "agents": {"users": {"kind": "retail_user", "venue": "Lender", "count": 60000, "coins": {"USD": 3, "TOK": 1},
                         "attention": {"per_day": 24}, "sells_token": 1}},
    "shocks": {"news": {"kind": "news", "at": "2h", "venue": "Lender", "level": "insolvency_reported"}})";

/// Does the rest of a run from its saved state, as it would be done on another machine.
Contents resumed(std::string const& world, std::filesystem::path const& state, RunOptions const& options)
{
    Checkpoint const read = read_checkpoint(state);
    RecordedRun const run = recorded(world, options);
    LoadColumns loader{read.columns, state.string()};
    run.simulation->columns(loader);
    REQUIRE_NOTHROW(loader.require_all_read());
    run.simulation->restored();
    run_to_end(*run.simulation);
    return run.results();
}

/// Saves a run at random steps and goes on from each with 1, 2 and 7 threads in turn, audited or not.
/// @return how many steps
std::size_t resume_at_random_steps(std::string const& world, std::uint64_t number, std::uint64_t count)
{
    TemporaryFolder const folder;
    std::filesystem::path const state = folder.path() / "state.h5";
    Draws const luck{20, 0};
    Contents const whole = results_of(world);
    RecordedRun const run = recorded(world, {1, 0, 2, true});
    std::vector<std::int64_t> saves;
    for (std::uint64_t i = 0; i < count; ++i)
        saves.push_back(static_cast<std::int64_t>(luck.uniform("saves", number, i) *
                                                  static_cast<double>(run.simulation->world().clock.steps)));
    std::sort(saves.begin(), saves.end());
    for (std::size_t i = 0; i < saves.size(); ++i) {
        while (run.simulation->world().clock.step < saves[i])
            run.simulation->step();
        SaveColumns saver;
        run.simulation->columns(saver);
        write_checkpoint(state, {"test", "{}", saves[i], saver.columns()});
        unsigned const threads = std::array{1U, 2U, 7U}.at((number + i) % 3);
        bool const audits = (number + i) % 2 == 0;
        CAPTURE(number, saves[i], threads, audits);
        REQUIRE(difference_of(whole, resumed(world, state, {1, 0, threads, audits})) == "");
    }
    return saves.size();
}

}  // namespace

TEST_CASE("one, two and seven threads give the same datasets", "[engine][determinism]")
{
    Contents const one = results_of(crowd, {1, 0, 1, false});
    REQUIRE(one.values<double>("/summary/venue/asked_share").size() > 0);
    CHECK(difference_of(one, results_of(crowd, {1, 0, 2, false})).empty());
    CHECK(difference_of(one, results_of(crowd, {1, 0, 7, false})).empty());
    CHECK_FALSE(difference_of(one, results_of(crowd, {2, 0, 1, false})).empty());
}

TEST_CASE("audits change nothing", "[engine][determinism]")
{
    for (std::uint64_t const number : {0U, 1U, 2U, 3U}) {
        std::string const world = random_world(number);
        CHECK(difference_of(results_of(world, {1, 0, 1, true}), results_of(world, {1, 0, 1, false})).empty());
    }
}

TEST_CASE("a run saved and resumed at any step is the run in one go, whatever the threads and audits",
          "[engine][determinism]")
{
    std::size_t saves = 0;
    for (std::uint64_t const number : {4U, 5U, 6U, 7U})
        saves += resume_at_random_steps(random_world(number), number, 5);
    CHECK(saves == 20);
    resume_at_random_steps(crowd, 0, 3);
}
