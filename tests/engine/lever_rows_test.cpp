// Every entry of every roster of levers has a row in one of the tests of levers, and every family a row whose value, a
// neutral one or its default written out, changes nothing.

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>

#include "tests/engine/drawn_entries.hpp"
#include "tests/engine/lever_rows.hpp"

using namespace stampede::testing;

TEST_CASE("every entry of every roster of levers has a row", "[engine][levers]")
{
    std::vector<LeverRow> rows = lever_rows_of_runs();
    std::ranges::copy(lever_rows_of_leverage(), std::back_inserter(rows));
    std::size_t families = 0;
    for (Family const& family : world_families()) {
        if (family.base == "Population")  // who is there, not a lever
            continue;
        ++families;
        for (std::string const& entry : family.entries) {
            INFO(family.name << " " << entry << " has no row");
            CHECK(std::ranges::any_of(
                rows, [&](LeverRow const& row) { return row.family == family.name && row.kind == entry; }));
        }
        INFO(family.name << " has no value that changes nothing");
        CHECK(std::ranges::any_of(rows,
                                  [&](LeverRow const& row) { return row.family == family.name && row.has_neutral; }));
    }
    CHECK(families == world_families().size() - 1);
}
