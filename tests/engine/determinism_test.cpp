// The same configuration and seed give the same bits: for any number of threads, audited or not, in one go or resumed.

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
    for (std::uint64_t const number : {0, 1, 2, 3}) {
        std::string const world = random_world(number);
        CHECK(difference_of(results_of(world, {1, 0, 1, true}), results_of(world, {1, 0, 1, false})).empty());
    }
}

TEST_CASE("a run saved and resumed at any step is the run in one go", "[engine][determinism]")
{
    TemporaryFolder const folder;
    Draws const luck{20, 0};
    for (std::uint64_t const number : {4, 5, 6, 7}) {
        std::string const world = random_world(number);
        Contents const whole = results_of(world);
        RecordedRun const run = recorded(world, {1, 0, 1, true});
        std::int64_t const steps = run.simulation->world().clock.steps;
        std::vector<std::int64_t> saves;
        for (std::uint64_t i = 0; i < 5; ++i)
            saves.push_back(static_cast<std::int64_t>(luck.uniform("saves", number, i) * static_cast<double>(steps)));
        std::sort(saves.begin(), saves.end());
        for (std::int64_t const save : saves) {
            while (run.simulation->world().clock.step < save)
                run.simulation->step();
            SaveColumns saver;
            run.simulation->columns(saver);
            write_checkpoint(folder.path() / "state.h5", {"test", "{}", save, saver.columns()});

            Checkpoint const read = read_checkpoint(folder.path() / "state.h5");
            RecordedRun const resumed = recorded(world, {1, 0, 1, true});
            LoadColumns loader{read.columns, "state.h5"};
            resumed.simulation->columns(loader);
            REQUIRE_NOTHROW(loader.require_all_read());
            resumed.simulation->restored();
            run_to_end(*resumed.simulation);
            CAPTURE(number, save);
            REQUIRE(difference_of(whole, resumed.results()) == "");
        }
    }
}
