// stampede run: one world from its file to a results file.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <optional>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/experiment_options.hpp"
#include "experiments/interrupt.hpp"
#include "experiments/progress.hpp"
#include "experiments/runner.hpp"
#include "experiments/stillborn.hpp"
#include "experiments/suggestion.hpp"
#include "experiments/time_text.hpp"
#include "model/base/check.hpp"
#include "output/results_file.hpp"
#include "output/summary_text.hpp"

namespace stampede {

namespace {

struct RunCommand {
    std::shared_ptr<ExperimentOptions> experiment;
    std::string checkpoint_every, arm;
    std::optional<std::int64_t> replicate;
    bool insolvent = false;

    /// Is it one run of the whole design, to be looked at in full?
    [[nodiscard]] bool of_design() const { return !arm.empty() || replicate.has_value(); }
};

/// The experiment with at least as many replicates as the one that is asked for needs.
LoadedExperiment load(RunCommand const& command)
{
    LoadedExperiment experiment = command.experiment->load();
    std::int64_t const replicate = command.replicate.value_or(0);
    if (replicate < experiment.experiment().replicates)
        return experiment;
    ExperimentOptions more = *command.experiment;
    more.settings.push_back(fmt::format("/replicates={}", replicate + 1));
    return more.load();
}

/// The run of that arm and replicate, with what is varied at its first value.
/// @throws InputError if the experiment has no such arm
PlannedRun planned_run(RunCommand const& command, LoadedExperiment& experiment)
{
    if (!command.of_design())
        return {};
    std::vector<std::string> const arms = experiment.arms();
    require(command.arm.empty() || std::ranges::find(arms, command.arm) != arms.end(),
            fmt::format("--arm {}: the experiment has no such arm; {}", command.arm,
                        arms.empty() ? "it has none" : advice(command.arm, {arms.begin(), arms.end()})));
    return Design::run(experiment, command.arm, command.replicate.value_or(0));
}

/// What tells the results file of one run of the design from that of the base: "_NAME_K".
std::string suffix(RunCommand const& command)
{
    std::string text;
    if (!command.arm.empty())
        text += "_" + command.arm;
    if (command.replicate)
        text += fmt::format("_{}", *command.replicate);
    std::ranges::replace(text, '/', '_');
    return text;
}

/// Simulated time between two checkpoints in steps; never if nothing is said.
std::int64_t steps_between(std::string const& text, Clock const& clock)
{
    if (text.empty())
        return clock.steps + 1;
    auto const span = parse_duration(text);
    require(span && span->value() > 0 && *span <= longest_duration,
            fmt::format("--checkpoint-every {}: must be a span of simulated time such as 6h or 2d", text));
    return clock.steps_in(*span, 1);
}

/// Does the steps, telling how far they are.
/// @param every  steps after which the state is saved
/// @throws Interrupted if it was stopped; the state is saved in `checkpoint`
void do_steps(Runner& runner, std::string const& task, std::filesystem::path const& checkpoint, std::int64_t every,
              InterruptWatch const& watch, Console& console)
{
    Progress progress{console, task, runner.steps()};
    bool const done = runner.go([&] { return watch.requested(); },
                                [&](std::int64_t steps) {
                                    progress.at(steps);
                                    if (steps % every == 0 && steps < runner.steps())
                                        runner.save(checkpoint);
                                });
    if (done)
        return;
    runner.save(checkpoint);
    throw Interrupted{
        fmt::format("interrupted after step {} of {}; its state is kept in {}\n"
                    "The same command goes on from there.",
                    runner.step(), runner.steps(), checkpoint.string())};
}

/// Refuses a world in which somebody is insolvent from the start, unless that is meant. What an arm or a varied value
/// makes of it is only told.
/// @throws InputError
void judge(Runner const& runner, LoadedExperiment const& experiment, RunCommand const& command, Console& console)
{
    if (command.insolvent)
        return;
    if (!command.arm.empty() || (command.replicate && !experiment.varied().empty())) {
        warn_of(runner.doubts(), console);
        return;
    }
    Problems problems{experiment.name()};
    for (Problem const& doubt : runner.doubts())
        problems.add({doubt.where, doubt.value, doubt.text + "; if it is meant, say --insolvent", doubt.topic});
    problems.stop_if_any();
}

void run(RunCommand const& command, Session const& session)
{
    ExperimentOptions const& options = *command.experiment;
    InterruptWatch const watch;
    LoadedExperiment experiment = load(command);
    Runner runner{experiment, planned_run(command, experiment), options.effort()};
    judge(runner, experiment, command, session.console);
    std::int64_t const every = steps_between(command.checkpoint_every, runner.simulation().world().clock);
    if (options.check) {
        session.console.note(
            fmt::format("{}: all is well; {} steps, {} people", options.file, runner.steps(), runner.people()));
        return;
    }
    std::filesystem::path const out = options.results(suffix(command));
    std::filesystem::path const checkpoint = out.string() + ".checkpoint";
    std::error_code ignored;
    if (std::filesystem::exists(checkpoint, ignored)) {
        runner.restore(checkpoint);
        session.console.note(fmt::format("goes on after step {}, from {}", runner.step(), checkpoint.string()));
    }
    do_steps(runner, options.stem(), checkpoint, every, watch, session.console);
    Contents results = runner.results();
    std::string config = command.of_design() ? experiment.effective_with_arms() : experiment.effective();
    stamp(results, provenance_of(experiment, std::move(config), session.command_line, options.reproducible));
    write_results(out, results);
    std::filesystem::remove(checkpoint, ignored);
    session.console.note(summary_text(results));
    session.console.data(out.string());
}

}  // namespace

void add_run(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("run", "run one world and write its results");
    auto const options = std::make_shared<RunCommand>();
    options->experiment = add_experiment_options(*command);
    command
        ->add_option("--checkpoint-every", options->checkpoint_every,
                     "save the state in OUT.checkpoint after so much simulated time, e.g. 2d")
        ->type_name("SPAN");
    command->add_option("--arm", options->arm, "the world of this arm, in place of the base")->type_name("NAME");
    command
        ->add_option("--replicate", options->replicate,
                     "the luck of this replicate, counted from 0: a run of an ensemble or comparison again, with all "
                     "that it records")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{999'999}))
        ->type_name("K");
    command->add_flag(
        "--insolvent", options->insolvent,
        "let institutions begin with claims above what they hold, and fail in the first step; in a run of an "
        "arm, or of varied values, that is only told");
    command->footer(
        "One run is done; \"stampede ensemble\" and \"stampede compare\" do all. An interrupted run is kept in\n"
        "OUT.checkpoint, and the same command goes on from it.\n"
        "Example:\n  stampede run celsius_2022.json --out celsius.h5 --seed 7");
    command->callback([&session, options] { run(*options, session); });
}

}  // namespace stampede
