// The parts that pictures of a report are made of: marks, units, dates, lines, bars, text.

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <sstream>

#include "output/report/bars.hpp"
#include "output/report/page.hpp"
#include "output/report/svg.hpp"
#include "tests/support/markup.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double celsius_start = 1'651'881'600;  // 2022-05-07T00:00Z

std::vector<std::string> labels(TimeAxis const& axis, std::size_t most)
{
    std::vector<std::string> all;
    for (Tick const& tick : axis.ticks(most))
        all.push_back(tick.label);
    return all;
}

/// Height of the highest point of a line, counted from the first in the picture [pixels from the top].
double highest_point(std::string const& picture, std::size_t number)
{
    double highest = 1e9;
    std::istringstream points{between(picture, "<polyline points=\"", "\"").at(number)};
    for (std::string point; points >> point;)
        highest = std::min(highest, std::stod(point.substr(point.find(',') + 1)));
    return highest;
}

}  // namespace

TEST_CASE("axes are marked at round numbers that cover what is shown", "[output][report]")
{
    CHECK(round_ticks(0, 97, 4) == std::vector<double>{0, 50, 100});
    CHECK(round_ticks(0, 16, 4) == std::vector<double>{0, 5, 10, 15, 20});
    CHECK(round_ticks(-3, 8, 4) == std::vector<double>{-5, 0, 5, 10});
    CHECK(round_ticks(5, 5, 4).front() < 5);
    CHECK(round_ticks(5, 5, 4).back() > 5);
    CHECK(round_ticks(0, 0, 4).size() > 1);
    for (double const high : {1e-9, 0.0317, 6.02e23})
        CHECK(round_ticks(0, high, 4).back() >= high);
}

TEST_CASE("units are such that numbers are short", "[output][report]")
{
    CHECK(shown_unit("1", 0.3).name == "%");
    CHECK(shown_unit("1", 0.3).factor == 100);
    CHECK(shown_unit("USD", 7.1e9).name == "billion USD");
    CHECK(shown_unit("USD", 2e6).factor == 1e-6);
    CHECK(shown_unit("USD", 900).name == "USD");
    CHECK(short_number(1234567) == "1,234,567");
    CHECK(short_number(12.345) == "12.3");
    CHECK(short_number(-0.5) == "-0.500");
    CHECK(short_number(0) == "0");
    CHECK(short_number(-3) == "-3");
    CHECK(short_number(none) == "-");
    CHECK(short_number(3e-9) == "3.0e-09");
    CHECK(wrapped("one two three", 60) == std::vector<std::string>{"one two", "three"});
    CHECK(wrapped("unbreakable", 10) == std::vector<std::string>{"unbreakable"});
}

TEST_CASE("time is told in dates where there are any, else in days or hours", "[output][report]")
{
    CHECK(labels({38 * 24, celsius_start}, 9) ==
          std::vector<std::string>{"12 May", "19 May", "26 May", "2 Jun", "9 Jun"});
    CHECK(labels({24, celsius_start}, 4) == std::vector<std::string>{"7 May", "06:00", "12:00", "18:00", "8 May"});
    CHECK(labels({10 * 24, {}}, 4) == std::vector<std::string>{"0", "4", "8"});
    CHECK(labels({12, {}}, 4) == std::vector<std::string>{"0", "3", "6", "9", "12"});
    CHECK(TimeAxis{100, celsius_start}.name() == "UTC, 2022");
    CHECK(TimeAxis{9000, celsius_start}.name() == "UTC, 2022 to 2023");
    CHECK(TimeAxis{100, {}}.name() == "days since the start");
    CHECK(TimeAxis{10, {}}.name() == "hours since the start");
    CHECK(TimeAxis{100, celsius_start}.moment(60.5) == "9 May 2022, 12:30");
    CHECK(TimeAxis{100, {}}.moment(60) == "after 2.5 days");
    CHECK(labels({1e6, {}}, 4).size() < 8);
}

TEST_CASE("a panel shows every value where it belongs, and no spike is lost", "[output][report]")
{
    std::size_t const steps = 10'000;
    Panel panel{"Queue", "USD", "", true, {}, {{.name = "A & <B>", .values = {}}}};
    for (std::size_t step = 0; step < steps; ++step) {
        panel.hours.push_back(static_cast<double>(step));
        panel.curves[0].values.push_back(step == 4'567 ? 100 : 0);
    }
    TimeAxis const time{static_cast<double>(steps - 1), {}};
    std::string const picture = draw(panel, time, {{100, "A", "news"}}, {920, 9, "-w"}, "queue");
    CHECK(complaint_about_xml(picture).empty());
    CHECK(picture.size() < 60'000);
    CHECK(picture.find("A &amp; &lt;B&gt;") != std::string::npos);
    CHECK(picture.find("<title id=\"queue-w-t\">Queue</title>") != std::string::npos);
    CHECK(picture.find("begins at 0, lowest 0, highest 100, ends at 0 USD.") != std::string::npos);
    // Marks 0, 50 and 100 are the first lines that are drawn; the spike reaches the third.
    CHECK(highest_point(picture, 1) == Approx(std::stod(between(picture, " y1=\"", "\"").at(2))));
}

TEST_CASE("what is missing is a gap, and a fan has two bands", "[output][report]")
{
    Panel panel{"Coverage", "1", "of claims", true, {0, 1, 2, 3, 4, 5}, {}};
    panel.curves.push_back({.name = "bank", .values = {1, 0.5, none, none, 0.2, 0.1}});
    std::string const gap = draw(panel, {5, {}}, {}, {350, 4, "-n"}, "gap");
    CHECK(between(gap, "<polyline points=\"", "\"").size() == 3);  // the sample of the legend and two pieces
    CHECK(gap.find("nan") == std::string::npos);
    CHECK(gap.find("Coverage [% of claims]") != std::string::npos);

    panel.curves[0].values = {1, 1, 1, 1, 1, 1};
    panel.curves[0].fan =
        Fan{{0, 0, 0, 0, 0, 0}, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, {1, 1, 1, 1, 1, 1}, {2, 2, 2, 2, 2, 2}};
    std::string const fan = draw(panel, {5, {}}, {}, {350, 4, "-n"}, "fan");
    CHECK(complaint_about_xml(fan).empty());
    CHECK(pieces(fan, "<polygon", "/>").size() == 2);

    panel.curves[0] = {.name = "nothing", .values = {none, none, none, none, none, none}};
    CHECK(complaint_about_xml(draw(panel, {5, {}}, {}, {350, 4, "-n"}, "none")).empty());
}

TEST_CASE("bars are as long as what they show, gains to the left", "[output][report]")
{
    std::string const picture =
        draw_bars("Losses", "USD", {{"clients", 4e6}, {"bank", 2e6}, {"taker", -2e6}}, {920, 9, "-w"}, "bars");
    CHECK(complaint_about_xml(picture).empty());
    std::vector<std::string> const widths = between(picture, " width=\"", "\"");
    REQUIRE(widths.size() == 3);
    CHECK(std::stod(widths[0]) == Approx(2 * std::stod(widths[1])).margin(0.2));
    CHECK(std::stod(widths[1]) == Approx(std::stod(widths[2])).margin(0.2));
    std::vector<std::string> const corners = between(picture, "<rect x=\"", "\"");
    CHECK(std::stod(corners[2]) + std::stod(widths[2]) == Approx(std::stod(corners[0])).margin(0.2));
    CHECK(picture.find("clients: 4 million USD. bank: 2 million USD. taker: -2 million USD.") != std::string::npos);
}

TEST_CASE("a page is well-formed whatever stands in it", "[output][report]")
{
    Page page{"What if \"A\" < B & C > D?"};
    page.section("One <section>");
    page.list({"a & b", "c < d"});
    page.table("caption & more", {"x", "y"}, {{{"row & 1"}, {"1.5", 1.5}}});
    page.facts({{"seed", "1"}, {"empty", ""}});
    page.folded("config", "{\"a\": \"<&>\", \x01}");
    page.section("Two");
    std::string const text = std::move(page).finish();
    CHECK(complaint_about_xml(text.substr(text.find('\n') + 1)).empty());
    CHECK(text.find("<data value=\"1.5\">1.5</data>") != std::string::npos);
    CHECK(text.find("empty") == std::string::npos);
}

TEST_CASE("the checker of markup sees what is wrong", "[output][report]")
{
    CHECK(complaint_about_xml("<a b=\"1\"><c/>x &amp; y</a>").empty());
    for (std::string const wrong : {"<a><b></a></b>", "<a>", "</a>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a>x & y</a>",
                                    "<a b=\"x<y\"/>", "<a>1 > 2</a>", "<a b=\"&bad;\"/>", "<a"})
        CHECK(complaint_about_xml(wrong) != "");
}
