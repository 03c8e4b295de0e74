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
/// @throws Interrupted if it was stopped; the state is saved in `checkpoint`
void do_steps(Runner& runner, std::string const& task, std::filesystem::path const& checkpoint,
              InterruptWatch const& watch, Console& console)
{
    Progress progress{console, task, runner.steps()};
    if (runner.go([&] { return watch.requested(); }, [&](std::int64_t steps) { progress.at(steps); }))
        return;
    runner.save(checkpoint);
    throw Interrupted{
        fmt::format("interrupted after step {} of {}; its state is kept in {}\n"
                    "The same command goes on from there.",
                    runner.step(), runner.steps(), checkpoint.string())};
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
    std::filesystem::path const checkpoint = out.string() + ".checkpoint";
    std::error_code ignored;
    if (std::filesystem::exists(checkpoint, ignored)) {
        runner.restore(checkpoint);
        session.console.note(fmt::format("goes on after step {}, from {}", runner.step(), checkpoint.string()));
    }
    do_steps(runner, options.stem(), checkpoint, watch, session.console);
    Contents results = runner.results();
    stamp(results, provenance_of(experiment, experiment.effective(), session.command_line, options.reproducible));
    write_results(out, results);
    std::filesystem::remove(checkpoint, ignored);
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
