// What `stampede describe` prints comes from the declarations.

#include "experiments/manual.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <fstream>
#include <regex>

#include "experiments/families.hpp"
#include "model/base/check.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/toy_reading.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("a page lists name, default, range, unit and meaning", "[experiments][describe]")
{
    toy::Experiment experiment;
    CHECK(describe_topic(visit_of(experiment), "daily_share") ==
          "daily_share (limit): a share of claims a day\n"
          "  name    default  range   unit   meaning\n"
          "  share   0.2      (0, 1]  1/day  share of claims paid in a day\n"
          "  window  1d       >= 0    s      time over which payments count\n\n");
    CHECK(describe_topic(visit_of(experiment), "mechanisms") ==
          "  name              default  range       unit  meaning\n"
          "  mechanisms                                   what happens in a step\n"
          "  mechanisms/limit  none     a limit           how much may be withdrawn\n"
          "  mechanisms/delay  10min    [0, 86400]  s     time until a request is looked at\n");
    CHECK(describe_topic(visit_of(experiment), "limit") ==
          "Kinds of limit\n"
          "  none         no limit\n"
          "  daily_share  a share of claims a day\n\n");
    CHECK(describe_topic(visit_of(experiment), "none") == "none (limit): no limit\n  (no parameters)\n\n");
}

TEST_CASE("the table of contents names every name, family and kind", "[experiments][describe]")
{
    toy::Experiment experiment;
    std::string const page = describe_topic(visit_of(experiment), "");
    for (std::string const name : {"question", "mechanisms", "Kinds of agent", "retail_user", "Kinds of distribution",
                                   "lognormal", "Kinds of limit", "daily_share"})
        CHECK_THAT(page, Catch::Contains(name));
}

TEST_CASE("all of it is the page of the file and of every family and kind, with every parameter",
          "[experiments][describe]")
{
    toy::Experiment experiment;
    Visit const visit = visit_of(experiment);
    std::string const all = describe_topic(visit, "all");
    CHECK_THAT(all, Catch::Contains(describe_fields(visit)));
    std::vector<std::string> topics;
    for_each_family(visit, [&](ChoiceSlot& slot) {
        topics.emplace_back(slot.family());
        for (RosterLine const& kind : slot.kinds())
            topics.emplace_back(kind.name);
    });
    CHECK(topics.size() >= 8);
    for (std::string const& topic : topics)
        CHECK_THAT(all, Catch::Contains("\n" + describe_topic(visit, topic)));

    std::string const program = command({"describe", "all"}).data;
    std::string const agent = command({"describe", "retail_user"}).data,
                      rule = command({"describe", "hourly_share"}).data;
    CHECK_THAT(program, Catch::Contains(agent) && Catch::Contains(rule));
    CHECK_THAT(program, Catch::Contains("Besides, a file may have\n"));
}

TEST_CASE("a topic that is none is refused with a suggestion", "[experiments][describe]")
{
    toy::Experiment experiment;
    CHECK_THROWS_WITH(describe_topic(visit_of(experiment), "retail_users"),
                      "describe retail_users: there is no such topic; did you mean \"retail_user\"?");
}

// The second column of the table in section 3 of model/ODD.md, where populations are what the program calls agents.
TEST_CASE("who acts in which phase is told alike by the program and by the model's description",
          "[experiments][describe]")
{
    std::ifstream odd{source_dir() / "model/ODD.md"};
    std::string const told = command({"describe", "step"}).data;
    std::regex const row{R"(^\| (\w+) \| ([^|]+) \| .*)"};
    int phases = 0;
    bool inside = false;
    for (std::string line; std::getline(odd, line);) {
        if (line.starts_with("## "))
            inside = line.starts_with("## 3.");
        std::smatch found;
        if (!inside || !std::regex_match(line, found, row) || found[1] == "phase")
            continue;
        std::string const who = found[2] == "populations" ? "agents" : found[2].str();
        CAPTURE(told, line);
        CHECK(told.find(fmt::format("\n  {:<11} {} ", found[1].str(), who)) != std::string::npos);
        ++phases;
    }
    CHECK(phases == 11);
}
