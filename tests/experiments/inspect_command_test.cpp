// stampede inspect: where a results file comes from, what it holds, and its summary.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/experiments/command.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("inspect shows origin, groups and summary", "[experiments][inspect]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    Ran const run = command({"run", file, "--out", out});
    REQUIRE(run.code == 0);

    Ran const ran = command({"inspect", out});
    CHECK(ran.code == 0);
    CHECK(ran.messages.empty());
    CHECK(ran.data.starts_with("file      " + out));
    for (std::string const& line :
         {std::string{"question  Who is paid when a small lender is run on?\n"}, std::string{"seed      11\n"},
          "command   stampede run " + file + " --out " + out + "\n", std::string{"status    complete\n"}})
        CHECK(ran.data.find(line) != std::string::npos);
    CHECK(ran.data.find("/series/venue         21 columns   run 1 x step 96 x venue 2 x size 3\n") !=
          std::string::npos);
    CHECK(ran.data.ends_with("\n\n" + run.messages));
}

TEST_CASE("inspect lists datasets, and a configuration that can be run again", "[experiments][inspect]")
{
    TemporaryFolder const folder;
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    REQUIRE(command({"run", file, "--quiet", "--out", out}).code == 0);
    Ran const list = command({"inspect", out, "--datasets"});
    CHECK(list.data.find(
              "/series/asset/price                          float64  USD/coin     run 1 x step 96 x asset 2") !=
          std::string::npos);
    Ran const config = command({"inspect", out, "--config"});
    CHECK(nlohmann::json::parse(config.data).at("days") == 4);
    std::string const again = folder.write("again.json", config.data).string();
    Ran const ran = command({"run", again, "--check"});
    CHECK(ran.code == 0);
    CHECK(ran.messages == again + ": all is well; 96 steps, 600 people\n");
}

TEST_CASE("inspect refuses what is no results file", "[experiments][inspect]")
{
    TemporaryFolder const folder;
    Ran const missing = command({"inspect", (folder.path() / "none.h5").string()});
    CHECK(missing.code == 3);
    CHECK(missing.messages.find("no such file") != std::string::npos);
    Ran const foreign = command({"inspect", write_lender(folder).string()});
    CHECK(foreign.code == 3);
    CHECK(foreign.messages.find("is not an HDF5 file") != std::string::npos);
    CHECK(foreign.data.empty());
}
