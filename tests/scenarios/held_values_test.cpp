// The values of all runs that `stampede validate -o NAME.json` writes are those of the runs, bit for bit.

#include <catch2/catch.hpp>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/experiments/command.hpp"
#include "tests/scenarios/episode.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// The working folder, from which tests take values, as run_long.sh names it.
struct Workshop {
    TemporaryFolder folder;
    std::filesystem::path before = std::filesystem::current_path();
    std::string before_held = std::getenv("STAMPEDE_HELD") == nullptr ? "" : std::getenv("STAMPEDE_HELD");

    Workshop()
    {
        std::filesystem::current_path(folder.path());
        setenv("STAMPEDE_HELD", folder.path().c_str(), 1);
    }
    Workshop(Workshop const&) = delete;
    Workshop& operator=(Workshop const&) = delete;
    ~Workshop()
    {
        before_held.empty() ? unsetenv("STAMPEDE_HELD") : setenv("STAMPEDE_HELD", before_held.c_str(), 1);
        std::filesystem::current_path(before);
    }
};

}  // namespace

TEST_CASE("values that validate writes are those of the runs", "[scenarios][validate]")
{
    Episode const episode{"cascade_lesson.json"};
    auto const run = held(episode, 2);
    Workshop const shop;
    std::string const file = (scenario_folder() / episode.file).string();
    REQUIRE(command({"validate", file, "--replicates", "2", "-o", "held.json"}).code == 0);
    auto const read = held(episode, 2);
    auto all = nlohmann::json::parse(std::ifstream{"held.json"});
    nlohmann::json& first = all["experiments"][episode.file]["targets"][run.front().name]["values"];
    first = {nullptr, 0.125};
    std::ofstream{"held.json"} << all;
    auto const forged = held(episode, 2).front().values;  // they are read, not run again
    CHECK(forged.back() == 0.125);
    CHECK_FALSE(forged.front() == forged.front());  // missing
    REQUIRE(read.size() == run.size());
    for (std::size_t i = 0; i < run.size(); ++i) {
        CAPTURE(run[i].name);
        CHECK(read[i].name == run[i].name);
        CHECK(read[i].expected == run[i].expected);
        REQUIRE(read[i].values.size() == 2);
        for (std::size_t k = 0; k < 2; ++k)
            CHECK(std::bit_cast<std::uint64_t>(read[i].values[k]) == std::bit_cast<std::uint64_t>(run[i].values[k]));
    }
}
