// Every ready what-if: each arm does to its outcome what the file expects of it, under common luck.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "experiments/input_files.hpp"
#include "tests/scenarios/episode.hpp"
#include "tests/scenarios/expected.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Files with arms; the others are worlds that these change.
std::vector<std::filesystem::path> what_ifs()
{
    std::vector<std::filesystem::path> found;
    for (auto const& entry : std::filesystem::directory_iterator{scenario_folder().parent_path() / "what_ifs"})
        if (entry.path().extension() == ".json" && !LoadedExperiment{entry.path(), {}}.arms().empty())
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

}  // namespace

// STAMPEDE_PAIRS=1, for sanitizers: every arm of every what-if runs with audits, in so few pairs that what was expected
// of it cannot be held against it.
TEST_CASE("every what-if does what it is expected to do", "[scenarios][what-ifs]")
{
    std::size_t held = 0;
    char const* const pairs = std::getenv("STAMPEDE_PAIRS");
    for (std::filesystem::path const& file : what_ifs()) {
        CAPTURE(file);
        std::vector<std::string> options{"--audit"};
        if (pairs != nullptr)
            options.insert(options.end(), {"--replicates", pairs});
        auto const results = held_expectations(file, options);
        CHECK_FALSE(results.empty());
        for (ExpectationResult const& each : results) {
            if (pairs == nullptr)
                check_expected(each);
            ++held;
        }
    }
    CHECK(held >= 30);
}

TEST_CASE("something is expected of every arm of every what-if", "[scenarios][what-ifs]")
{
    for (std::filesystem::path const& file : what_ifs()) {
        LoadedExperiment experiment{file, {}};
        auto const expectations = experiment.experiment().expectations;
        for (std::string const& arm : experiment.arms()) {
            CAPTURE(file, arm);
            CHECK(std::ranges::any_of(expectations, [&](auto const& each) { return each.second.arm == arm; }));
        }
    }
}

TEST_CASE("the README asks the question of every what-if and names its levers", "[scenarios][what-ifs]")
{
    std::string const readme = read_whole_file(scenario_folder().parent_path() / "what_ifs" / "README.md");
    for (std::filesystem::path const& file : what_ifs()) {
        LoadedExperiment const experiment{file, {}};
        for (std::string const& arm : experiment.arms()) {
            CAPTURE(file, arm);
            CHECK(readme.find("`" + arm + "`") != std::string::npos);
        }
        std::string const row =
            "| `" + file.filename().string() + "` | " + LoadedExperiment{file, {}}.experiment().question + " |";
        CAPTURE(row);
        CHECK(readme.find(row) != std::string::npos);
    }
}
