// Perpetual markets under random trade: longs are shorts, clearing cash and costs and the funding index term cancel,
// claims and losses sum, after every phase (the simulation checks it); and what only a slow look at every position can
// tell.

#include <catch2/catch.hpp>

#include "tests/model/random_perp.hpp"
#include "tests/support/column_store.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Positions below maintenance, found by looking at every one.
std::vector<PositionId> slow_liquidated(PositionBook const& book, PositionId engine, Price mark)
{
    std::vector<PositionId> found;
    for (std::size_t i = 0; i < book.size(); ++i)
        if (PositionId const row = PositionId::of(i); row != engine && book.below_maintenance(book.position(row), mark))
            found.push_back(row);
    return found;
}

}  // namespace

TEST_CASE("random trade in perpetuals keeps every sum", "[model][perp]")
{
    bool const inverse = GENERATE(false, true);
    std::string_view const style = GENERATE("full", "tier_step_down", "fraction", "minimal");
    MaintenanceOn const on = GENERATE(MaintenanceOn::mark, MaintenanceOn::entry);
    CAPTURE(inverse, style, on == MaintenanceOn::entry);
    PerpWorld tiny = random_perp(inverse, style, 0.2, on);
    tiny.starts(400);
    std::size_t liquidated = 0, found = 0;
    for (int step = 0; step < 400; ++step) {
        tiny.go();
        PositionBook& book = tiny.perp().positions;
        for (double const move : {-0.3, -0.05, -0.001, 0.0, 0.001, 0.05, 0.3}) {
            Price const mark{tiny.perp().mark * (1 + move)};
            auto const slow = slow_liquidated(book, tiny.perp().engine, mark);
            REQUIRE(book.liquidated(mark) == slow);
            found += slow.size();
        }
        liquidated += static_cast<std::size_t>(tiny.perp().flow.liquidations);
    }
    CHECK(liquidated > 20);
    CHECK(found > 100);
    CHECK(tiny.perp().positions.funding_index() != 0);
    CHECK(tiny.perp().positions.open_interest() > Units{0});
}

TEST_CASE("a perpetual market saved and restored goes on alike", "[model][perp]")
{
    bool const inverse = GENERATE(false, true);
    PerpWorld first = random_perp(inverse, "fraction"), second = random_perp(inverse, "fraction");
    first.starts(200);
    second.starts(200);
    first.go(90);
    ColumnStore const store = saved(*first.simulation);
    restore(*second.simulation, store);
    CHECK(saved(*second.simulation) == store);
    first.go(60);
    second.go(60);
    CHECK(saved(*first.simulation) == saved(*second.simulation));
}
