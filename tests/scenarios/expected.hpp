#pragma once
// A ready comparison, held against what its file expects of its arms.

#include <catch2/catch.hpp>

#include "experiments/loaded_experiment.hpp"
#include "output/expectation.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"

namespace stampede::testing {

/// Runs `stampede compare FILE` on two threads. @param options  e.g. {"--replicates", "20"}
inline std::vector<ExpectationResult> held_expectations(std::filesystem::path const& file,
                                                        std::vector<std::string> const& options)
{
    CAPTURE(file);
    TemporaryFolder const folder;
    std::string const out = (folder.path() / "out.h5").string();
    std::vector<std::string> arguments{"compare", file.string(), "--out", out, "--threads", "2"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    Ran const ran = command(arguments);
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    return hold_against(LoadedExperiment{file, {}}.experiment().expectations,
                        compare_with_base(ResultsFile{out}.file().contents()));
}

inline void check_expected(ExpectationResult const& each)
{
    CAPTURE(each.name, each.expectation.outcome, name_of(each.expectation.direction));
    CAPTURE(each.comparison.base_median, each.comparison.median, each.comparison.median_low,
            each.comparison.median_high);
    CHECK(name_of(each.finding) == name_of(Finding::expected));
}

}  // namespace stampede::testing
