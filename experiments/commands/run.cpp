// stampede run: one world from its file to a results file.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/experiment_options.hpp"
#include "experiments/interrupt.hpp"
#include "experiments/progress.hpp"
#include "experiments/runner.hpp"
#include "output/results_file.hpp"
#include "output/summary_text.hpp"

namespace stampede {

namespace {

/// Does the steps, telling how far they are.
/// @throws Interrupted if it was stopped
void do_steps(Runner& runner, std::string const& task, InterruptWatch const& watch, Console& console)
{
    Progress progress{console, task, runner.steps()};
    bool const done = runner.go([&] { return watch.requested(); }, [&](std::int64_t steps) { progress.at(steps); });
    if (!done)
        throw Interrupted{
            fmt::format("interrupted after step {} of {}; nothing was written", runner.step(), runner.steps())};
}

void run(ExperimentOptions const& options, Session const& session)
{
    InterruptWatch const watch;
    LoadedExperiment experiment = options.load();
    Runner runner{experiment, PlannedRun{}, options.effort()};
    if (options.check) {
        session.console.note(
            fmt::format("{}: all is well; {} steps, {} people", options.file, runner.steps(), runner.people()));
        return;
    }
    std::filesystem::path const out = options.results();
    do_steps(runner, options.stem(), watch, session.console);
    Contents results = runner.results();
    stamp(results, provenance_of(experiment, experiment.effective(), session.command_line, options.reproducible));
    write_results(out, results);
    session.console.note(summary_text(results));
    session.console.data(out.string());
}

}  // namespace

void add_run(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("run", "run one world and write its results");
    auto const options = add_experiment_options(*command);
    command->footer(
        "The base arm and one replicate are run; \"stampede ensemble\" runs them all.\n"
        "Example:\n  stampede run celsius_2022.json --out celsius.h5 --seed 7");
    command->callback([&session, options] { run(*options, session); });
}

}  // namespace stampede
