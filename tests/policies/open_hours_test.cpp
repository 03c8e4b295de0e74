#include "model/policies/open_hours.hpp"

#include <catch2/catch.hpp>

using namespace stampede;

namespace {

constexpr std::int64_t hour = 3600, day = 24 * hour;

}  // namespace

TEST_CASE("an office is open in its hours, and not on weekends unless it says so", "[policies][open hours]")
{
    OpenHours const office{Duration{14.0 * hour}, Duration{22.0 * hour}, false};
    auto const [at, open, wait] = GENERATE(table<std::int64_t, bool, std::int64_t>({
        {0, false, 14 * hour},                              // Monday at midnight
        {14 * hour, true, 0},                               // it opens
        {22 * hour - 1, true, 0},                           // the last second
        {22 * hour, false, 16 * hour},                      // Monday evening
        {4 * day + 23 * hour, false, 2 * day + 15 * hour},  // Friday night: until Monday
        {5 * day + 15 * hour, false, day + 23 * hour},      // Saturday in office hours
        {6 * day + 23 * hour, false, 15 * hour},            // Sunday night
    }));
    CAPTURE(at);
    CHECK(office.open(at) == open);
    CHECK(office.wait(at).value() == static_cast<double>(wait));
    CHECK(OpenHours{}.open(at));
    CHECK(OpenHours{}.wait(at) == Duration{0});
    CHECK(OpenHours{}.always());
}

TEST_CASE("with weekends only the hours count", "[policies][open hours]")
{
    OpenHours const office{Duration{14.0 * hour}, Duration{22.0 * hour}, true};
    CHECK(office.open(6 * day + 15 * hour));
    CHECK(office.wait(6 * day + 23 * hour).value() == 15.0 * hour);
}
