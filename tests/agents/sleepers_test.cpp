// Whom a risk may frighten, against a plain look at every threshold.

#include "agents/sleepers.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "model/base/draws.hpp"

using namespace stampede;

TEST_CASE("sleepers wake as soon as the highest risk reaches their threshold, and not before", "[agents][sleepers]")
{
    Draws const luck{3, 0};
    std::vector<double> thresholds(5000);
    for (std::size_t row = 0; row < thresholds.size(); ++row)
        thresholds[row] = row % 50 == 0 ? 0.25 : luck.uniform("threshold", row);
    double const least = 0.1;
    Sleepers sleepers;
    sleepers.begin(thresholds.size(), thresholds, 0);
    std::set<Row> woken;
    double highest = 0;
    for (std::uint64_t step = 0; step < 60; ++step) {
        double const risk = luck.uniform("risk", step) * static_cast<double>(step) / 60;
        highest = std::max(highest, risk);
        sleepers.see(risk, step == 0);
        for (Row row = 0; sleepers.next(row, thresholds, least);)
            REQUIRE(woken.insert(row).second);
        for (Row row = 0; row < thresholds.size(); ++row)
            REQUIRE(woken.contains(row) == (std::max(thresholds[row], least) <= highest * (1 + 1e-9)));
    }
    CHECK(woken.size() > 2000);
    CHECK(woken.size() < thresholds.size());
}

TEST_CASE("a look falls into the first step whose clock has reached it", "[agents][sleepers]")
{
    Sleepers sleepers;
    std::vector<double> const thresholds(10, 1.0);
    sleepers.begin(10, thresholds, 40);
    for (std::uint64_t const clock : {600U, 1200U, 1200U, 4800U})
        sleepers.remember({clock, 0.1});
    CHECK(sleepers.first_at(0) == 0);
    CHECK(sleepers.first_at(600) == 0);
    CHECK(sleepers.first_at(601) == 1);
    CHECK(sleepers.first_at(1201) == 3);
    CHECK(sleepers.first_at(4801) == 4);
    CHECK(sleepers.step_of(sleepers.first_at(1201)) == 43);
}
