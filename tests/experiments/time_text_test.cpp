#include "experiments/time_text.hpp"

#include <catch2/catch.hpp>

using namespace stampede;

TEST_CASE("spans of time are read in seconds", "[experiments][time]")
{
    auto const [text, seconds] = GENERATE(table<std::string, double>({{"90s", 90},
                                                                      {"10min", 600},
                                                                      {"6h", 21600},
                                                                      {"2d", 172800},
                                                                      {"1d12h", 129600},
                                                                      {"1h30min", 5400},
                                                                      {"0.5h", 1800},
                                                                      {"0s", 0}}));
    CAPTURE(text);
    REQUIRE(parse_duration(text).has_value());
    CHECK(parse_duration(text)->value() == seconds);
}

TEST_CASE("other texts are no spans of time", "[experiments][time]")
{
    std::string const text =
        GENERATE("", "h", "6", "6 h", "6hours", "-2h", "1e3s", "6H", "6h ", "nans", "1..5h", "6h6");
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text).has_value());
}

TEST_CASE("a span is written in the largest unit that keeps it whole", "[experiments][time]")
{
    CHECK(duration_text(Duration{600}) == "10min");
    CHECK(duration_text(Duration{90}) == "90s");
    CHECK(duration_text(Duration{172800}) == "2d");
    CHECK(duration_text(Duration{129600}) == "36h");
    CHECK(duration_text(Duration{0}) == "0s");
    CHECK(duration_text(Duration{0.25}) == "0.25s");
}

TEST_CASE("dates are read in UTC", "[experiments][time]")
{
    // Seconds since 1970 as `date -u -d ... +%s` gives them.
    auto const [text, seconds] = GENERATE(table<std::string, double>({{"1970-01-01", 0},
                                                                      {"2022-05-07", 1651881600},
                                                                      {"2022-05-07T06:00Z", 1651903200},
                                                                      {"2022-05-07 06:00", 1651903200},
                                                                      {"2025-10-10T00:00:07Z", 1760054407},
                                                                      {"2024-02-29T23:59:59", 1709251199}}));
    CAPTURE(text);
    REQUIRE(parse_utc(text).has_value());
    CHECK(parse_utc(text).value() == seconds);
}

TEST_CASE("other texts are no dates", "[experiments][time]")
{
    std::string const text = GENERATE("", "2022", "2022-5-7", "2023-02-29", "2022-13-01", "2022-05-07T",
                                      "2022-05-07T6:00", "2022-05-07T24:00", "2022-05-07T06:00:60",
                                      "2022-05-07T06:00+02:00", "07.05.2022", "2022-05-07Z", "-022-05-07");
    CAPTURE(text);
    CHECK_FALSE(parse_utc(text).has_value());
}
