// stampede reproduce: a results file made again from itself alone, and compared bit for bit.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <thread>

#include "experiments/commands/commands.hpp"
#include "experiments/interrupt.hpp"
#include "experiments/progress.hpp"
#include "experiments/reproduction.hpp"
#include "experiments/runner.hpp"
#include "experiments/version.hpp"
#include "model/base/check.hpp"
#include "output/compare.hpp"
#include "output/comparison.hpp"
#include "output/extract.hpp"

namespace stampede {

namespace {

struct ReproduceOptions {
    std::string file;
    std::optional<std::int64_t> run;
    unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

/// How many differences are told one by one.
constexpr std::size_t told = 10;

/// Does one run of the file again and says where it differs.
std::vector<Difference> differences_of_run(std::int64_t run, Contents const& recorded, RecordedExperiment& from,
                                           unsigned threads, InterruptWatch const& watch, Progress& progress)
{
    auto const& planned = from.design.runs();
    if (run < 0 || run >= static_cast<std::int64_t>(planned.size()))
        return {{"/summary/run", fmt::format("run {} is none of this experiment, which has {}", run, planned.size())}};
    Runner runner{from.experiment, planned[static_cast<std::size_t>(run)], {threads, false}};
    if (!runner.go([&] { return watch.requested(); }, [](std::int64_t) {}))
        throw Interrupted{"interrupted; nothing was found out"};
    progress.advance();
    return differences(extract_run(recorded, run), runner.results());
}

/// Makes a comparison of arms again from the outcomes in the file and says where it differs.
std::vector<Difference> differences_of_comparison(Contents const& recorded)
{
    Contents there;
    for (auto const& [path, dataset] : recorded.datasets())
        if (parent_of(path) == "/comparison")
            there.add(path, dataset);
    return there.datasets().empty() ? std::vector<Difference>{}
                                    : differences(there, comparison_group(compare_with_base(recorded)));
}

/// @param what  "run 3"
std::string report(ResultsFile const& results, std::string const& what, std::vector<Difference> const& found)
{
    std::string text =
        fmt::format("{}: {} comes out differently in {} places\n", results.file().path().string(), what, found.size());
    for (std::size_t i = 0; i < std::min(told, found.size()); ++i)
        text += fmt::format("  {}: {}\n", found[i].path, found[i].what);
    std::string const here = fmt::format("{} ({})", program_version(), source_revision());
    std::string const there = fmt::format("{} ({})", results.text("code_version"), results.text("git_commit"));
    text += here == there ? "The file or the program was changed since it was made."
                          : fmt::format("It was made by stampede {}, this is stampede {}.", there, here);
    return text;
}

void reproduce(ReproduceOptions const& options, Session& session)
{
    InterruptWatch const watch;
    ResultsFile const results{options.file};
    Contents const recorded = results.file().contents();
    RecordedExperiment from = recorded_experiment(results);
    std::vector<std::int64_t> runs = results.integers("/summary/run");
    if (options.run) {
        require(
            std::ranges::find(runs, *options.run) != runs.end(),
            fmt::format("--run {}: {} holds {}, from {} to {}", *options.run, options.file,
                        runs.size() == 1 ? "one run" : fmt::format("{} runs", runs.size()), runs.front(), runs.back()));
        runs = {*options.run};
    }
    Progress progress{session.console, "reproduce", static_cast<std::int64_t>(runs.size())};
    auto const ends_with = [&](std::string const& what, std::vector<Difference> const& found) {
        if (found.empty())
            return false;
        session.console.error(report(results, what, found));
        session.exit_code = 1;
        return true;
    };
    for (std::int64_t const run : runs)
        if (ends_with(fmt::format("run {}", run),
                      differences_of_run(run, recorded, from, options.threads, watch, progress)))
            return;
    if (options.run < 0 && ends_with("the comparison of arms", differences_of_comparison(recorded)))
        return;
    session.console.note(fmt::format("{}: {} made again, every dataset is equal bit for bit", options.file,
                                     runs.size() == 1 ? "one run" : fmt::format("{} runs", runs.size())));
}

}  // namespace

void add_reproduce(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("reproduce", "make results again from their file alone and compare every bit");
    auto const options = std::make_shared<ReproduceOptions>();
    command->add_option("file", options->file, "results file")->required()->type_name("OUT");
    command->add_option("--run", options->run, "only the run of this number")->type_name("N");
    command->add_option("--threads", options->threads, "cores to use; results are the same for any number")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
    command->footer("Exit code 1 if anything differs.\nExample:\n  stampede reproduce celsius.h5");
    command->callback([&session, options] { reproduce(*options, session); });
}

}  // namespace stampede
