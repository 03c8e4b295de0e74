// The values of all runs that `stampede validate -o NAME.json` writes are those of the runs, bit for bit.

#include <catch2/catch.hpp>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/experiments/command.hpp"
#include "tests/experiments/working_in.hpp"
#include "tests/scenarios/episode.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// A folder that tests take values from, as run_long.sh names it.
class HeldIn {
  public:
    explicit HeldIn(std::filesystem::path const& folder) { setenv("STAMPEDE_HELD", folder.c_str(), 1); }
    HeldIn(HeldIn const&) = delete;
    HeldIn& operator=(HeldIn const&) = delete;
    ~HeldIn() { before_.empty() ? unsetenv("STAMPEDE_HELD") : setenv("STAMPEDE_HELD", before_.c_str(), 1); }

  private:
    std::string before_ = std::getenv("STAMPEDE_HELD") == nullptr ? "" : std::getenv("STAMPEDE_HELD");
};

}  // namespace

TEST_CASE("values that validate writes are those of the runs", "[scenarios][validate]")
{
    Episode const episode{"cascade_lesson.json"};
    auto const run = held(episode, 2);
    TemporaryFolder const folder;
    WorkingIn const inside{folder.path()};
    HeldIn const values{folder.path()};
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
