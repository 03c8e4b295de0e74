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

TEST_CASE("diff without a file is an error of output", "[experiments][diff]")
{
    TemporaryFolder const folder;
    std::string const missing = (folder.path() / "none.h5").string();
    CHECK(command({"diff", missing, missing}).code == 3);
    CHECK(command({"diff", missing}).code == 2);
}
