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
