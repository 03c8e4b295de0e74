// What `stampede describe` prints comes from the declarations.

#include "experiments/manual.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "tests/experiments/toy_reading.hpp"

using namespace stampede;

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

TEST_CASE("a topic that is none is refused with a suggestion", "[experiments][describe]")
{
    toy::Experiment experiment;
    CHECK_THROWS_WITH(describe_topic(visit_of(experiment), "retail_users"),
                      "describe retail_users: there is no such topic; did you mean \"retail_user\"?");
}
