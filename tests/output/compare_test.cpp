// Two results are compared bit by bit, and what differs is named.

#include "output/compare.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/output/sample_results.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

Contents with(Values values, std::vector<std::size_t> shape, std::string const& unit = "USD")
{
    Contents contents;
    contents.add("/x", {std::move(values), std::move(shape), {}, {{"units", one(unit)}}});
    return contents;
}

/// What the one difference between two is, as "path: what"; "" if there is none.
std::string difference(Contents const& a, Contents const& b)
{
    auto const found = differences(a, b);
    REQUIRE(found.size() <= 1);
    return found.empty() ? "" : found[0].path + ": " + found[0].what;
}

}  // namespace

TEST_CASE("NaN equals NaN, and 0 is not -0", "[output][compare]")
{
    double const nan = std::numeric_limits<double>::quiet_NaN();
    auto const values = [](double x) { return with(std::vector<double>{1, x}, {2}); };
    CHECK(difference(values(nan), values(-nan)).empty());
    CHECK(difference(values(0.0), values(-0.0)) == "/x: 1 of 2 values differ, first at (1): 0 and -0");
    CHECK(difference(values(nan), values(1)) == "/x: 1 of 2 values differ, first at (1): nan and 1");
    CHECK(difference(values(0.1), values(std::nextafter(0.1, 1))) ==
          "/x: 1 of 2 values differ, first at (1): 0.1 and 0.10000000000000002");
}

TEST_CASE("differences are named with place, type, shape and attribute", "[output][compare]")
{
    Contents const base = with(std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}, {2, 3});
    CHECK(difference(base, with(std::vector<std::int64_t>{1, 2, 0, 4, 0, 0}, {2, 3})) ==
          "/x: 3 of 6 values differ, first at (0, 2): 3 and 0");
    CHECK(difference(base, with(std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}, {3, 2})) == "/x: shape (2, 3) and (3, 2)");
    CHECK(difference(base, with(std::vector<std::int32_t>{1, 2, 3, 4, 5, 6}, {2, 3})) == "/x: type int64 and int32");
    CHECK(difference(base, with(std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}, {2, 3}, "EUR")) ==
          "/x@units: 1 of 1 values differ, first at (0): \"USD\" and \"EUR\"");
    CHECK(difference(base, Contents{}) == "/x: only in the first");
    CHECK(difference(Contents{}, base) == "/x: only in the second");
}

TEST_CASE("equal samples have no differences, others every one", "[output][compare]")
{
    CHECK(differences(sample_results(), sample_results()).empty());
    CHECK_FALSE(differences(sample_results(), sample_results({.run = 1})).empty());
}
