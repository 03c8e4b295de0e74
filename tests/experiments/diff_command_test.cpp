// stampede diff: the first step, event and agent in which two runs part.

#include <catch2/catch.hpp>

#include "tests/experiments/command.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("diff tells equal runs, and where others part", "[experiments][diff]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    auto const run = [&](std::string const& name, std::string const& setting) {
        std::string const out = (folder.path() / name).string();
        REQUIRE(command({"run", file, "--quiet", "--out", out, "--set", setting}).code == 0);
        return out;
    };
    std::string const first = run("first.h5", "/days=4"), same = run("same.h5", "/days=4");
    Ran const equal = command({"diff", first, same});
    CHECK(equal.code == 0);
    CHECK(equal.data == "the runs are equal: every dataset, bit for bit\n");

    std::string const later = run("later.h5", "/shocks/leak/at=9h");
    Ran const parted = command({"diff", first, later});
    CAPTURE(parted.data);
    CHECK(parted.code == 1);
    CHECK(parted.data.find("first event that differs, number ") != std::string::npos);
    CHECK(parted.data.find("first   step 6 (7 h): shock") != std::string::npos);
    CHECK(parted.data.find("first step in which a series differs: 6\n  /series/venue/") != std::string::npos);
    CHECK(parted.data.find(" of Lender: ") != std::string::npos);
}

namespace {

std::string const everything = R"(/record=["series", "events", "agents"])";

/// What diff says of two runs of the lender with these settings.
std::string parting(std::vector<std::string> const& first, std::vector<std::string> const& second)
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string();
    std::vector<std::string> diff{"diff"};
    for (auto const& settings : {first, second}) {
        diff.push_back((folder.path() / (std::to_string(diff.size()) + ".h5")).string());
        std::vector<std::string> run{"run", file, "--quiet", "--out", diff.back()};
        for (std::string const& setting : settings)
            run.insert(run.end(), {"--set", setting});
        REQUIRE(command(run).code == 0);
    }
    Ran const ran = command(diff);
    CAPTURE(ran.data, ran.messages);
    CHECK(ran.code == 1);
    return ran.data;
}

bool says(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

// The venue comes first by name, so that every other row of the axis has another number.
TEST_CASE("diff compares by label: one venue more is no difference of the others", "[experiments][diff]")
{
    std::vector<std::string> const more{everything, R"(/institutions/Aaron={"kind": "lender", "hot": 1})"};
    std::string const text = parting({everything}, more);
    CAPTURE(text);
    CHECK(says(text, "all events are the same\n"));
    CHECK(says(text, "all agents that both have end alike\n"));
    CHECK(says(text, "only the second has venue Aaron\n"));
    CHECK_FALSE(says(text, "first step in which a series differs"));

    std::vector<std::string> later = more;
    later.push_back("/shocks/leak/at=9h");
    std::string const moved = parting({everything}, later);
    CAPTURE(moved);
    CHECK(says(moved, "first step in which a series differs: 6\n  /series/venue/"));
    CHECK(says(moved, " of Lender: "));
    CHECK(says(moved, "only the second has venue Aaron\n"));
    CHECK_FALSE(says(moved, " of Aaron: "));
}

TEST_CASE("diff compares the steps that both runs recorded", "[experiments][diff]")
{
    std::string const text = parting({"/days=4"}, {"/days=3"});
    CAPTURE(text);
    CHECK_FALSE(says(text, "first step in which a series differs"));
    CHECK(says(text, "only the first has 24 of its recorded steps\n"));
}

TEST_CASE("diff names the first agent in which two runs part", "[experiments][diff]")
{
    std::string const text = parting({everything}, {everything, "/shocks/leak/at=9h"});
    CAPTURE(text);
    std::size_t const account = text.find("first event of an account that differs, number ");
    REQUIRE(account != std::string::npos);
    std::string const first = text.substr(text.find("  first   ", account), 100);
    CHECK(first.starts_with("  first   step 6 (7 h): withdrawal_asked at Lender, number "));
    CHECK(says(first, " of depositors, asset "));
    CHECK(says(text, "first agent that ends differently: number 0 of depositors\n  fear: "));

    // One who withdraws in the last step: nobody else can take notice.
    std::string const days = "/days=0.3333333333333333";
    std::string thresholds, changed;
    for (int i = 0; i < 600; ++i) {
        thresholds += (i == 0 ? "" : ",") + std::string{"20"};
        changed += (i == 0 ? "" : ",") + std::string{i == 17 ? "-20" : "20"};
    }
    auto const column = [](std::string const& values) {
        return R"(/agents/depositors/panic_threshold={"kind": "column", "values": [)" + values + "]}";
    };
    std::string const one = parting({everything, days, column(thresholds)}, {everything, days, column(changed)});
    CAPTURE(one);
    CHECK(says(one, "first agent that ends differently: number 17 of depositors\n  panic_threshold: "));
    CHECK(says(one, ": withdrawal_asked at Lender, number 17 of depositors, asset BTC, "));
}

TEST_CASE("diff says what was not recorded", "[experiments][diff]")
{
    std::string const text = parting({R"(/record=["series"])"}, {R"(/record=["events"])", "/shocks/leak/at=9h"});
    CAPTURE(text);
    CHECK(says(text, "events were not recorded in the first; set /record to compare them\n"));
    CHECK(says(text, "agents were not recorded in either; set /record to compare them\n"));
    CHECK(says(text, "series were not recorded in the second; set /record to compare them\n"));
}

TEST_CASE("diff without a file is an error of output", "[experiments][diff]")
{
    TemporaryFolder const folder;
    std::string const missing = (folder.path() / "none.h5").string();
    CHECK(command({"diff", missing, missing}).code == 3);
    CHECK(command({"diff", missing}).code == 2);
}
