// stampede compare: arms of an experiment against its base, under common luck.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/experiment_options.hpp"
#include "experiments/comparable.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/stillborn.hpp"
#include "model/base/check.hpp"
#include "output/atomic_file.hpp"
#include "output/comparison.hpp"
#include "output/expectation.hpp"
#include "output/results_file.hpp"

namespace stampede {

namespace {

struct CompareOptions {
    std::shared_ptr<ExperimentOptions> experiment;
    std::vector<std::string> arms;
    std::string replicates, csv;
    bool series = false;
};

/// Puts what the options say where the experiment says it, so that the results file tells it.
LoadedExperiment load(CompareOptions const& options)
{
    ExperimentOptions changed = *options.experiment;
    if (!options.series)
        changed.settings.insert(changed.settings.begin(), "/record=[]");
    if (!options.replicates.empty())
        changed.settings.push_back("/replicates=" + options.replicates);
    LoadedExperiment experiment = changed.load(options.arms);
    Problems problems{changed.file};
    if (experiment.arms().empty())
        problems.add(
            {"/arms", "", "there is no arm to compare with the base; make one with --arm 'NAME:/pointer=value'", ""});
    require_same_things(experiment, problems);
    problems.stop_if_any();
    return experiment;
}

/// Builds every world once, which finds what only shows then; tells of who begins insolvent.
void build_all(LoadedExperiment& experiment, Design const& design, RunEffort const& effort, Console& console)
{
    for (PlannedRun const& planned : design.runs())
        if (planned.label.replicate == 0)
            warn_of(Runner{experiment, planned, effort}.doubts(), console);
}

void add_group(Contents& results, Contents const& group)
{
    for (auto const& [path, attributes] : group.groups())
        results.attributes(path) = attributes;
    for (auto const& [path, dataset] : group.datasets())
        results.add(path, dataset);
}

void compare(CompareOptions const& options, Session const& session)
{
    InterruptWatch const watch;
    LoadedExperiment experiment = load(options);
    Design const design{experiment};
    build_all(experiment, design, options.experiment->effort(), session.console);
    if (options.experiment->check) {
        session.console.note(fmt::format("{}: all is well; {} arms and the base, {} runs", options.experiment->file,
                                         experiment.arms().size(), design.runs().size()));
        return;
    }
    std::filesystem::path const out = options.experiment->results();
    Provenance const provenance = provenance_of(experiment, experiment.effective_with_arms(), session.command_line,
                                                options.experiment->reproducible);
    EnsembleParts const parts{out, provenance};
    do_runs(experiment, design.runs(), options.experiment->effort(), parts, watch, session.console);

    Contents results = together(parts, design.runs(), provenance);
    ArmComparisons const comparisons = compare_with_base(results);
    add_group(results, comparison_group(comparisons));
    write_results(out, results);
    remove_parts(parts, design.runs());
    std::string const table = comparison_table(comparisons) +
                              expectation_table(hold_against(experiment.experiment({}).expectations, comparisons));
    if (options.csv == "-") {
        session.console.note(table);
        session.console.data(comparison_csv(comparisons));
        session.console.note(out.string());
        return;
    }
    if (!options.csv.empty())
        write_atomically(options.csv, comparison_csv(comparisons));
    session.console.data(table);
    session.console.data(out.string());
}

}  // namespace

void add_compare(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("compare", "run arms and the base under the same luck, and tell what differs");
    auto const options = std::make_shared<CompareOptions>();
    options->experiment = add_experiment_options(*command);
    command
        ->add_option("--arm", options->arms,
                     "an arm of the experiment, or a value in one that is made for the occasion; may be repeated; all "
                     "arms if not given")
        ->allow_extra_args(false)
        ->type_name("NAME[:/POINTER=VALUE]");
    command->add_option("--replicates", options->replicates, "pairs of runs per arm, each with luck of its own")
        ->type_name("N");
    command->add_flag("--series", options->series,
                      "keep all that the experiment records of every run, not only its outcomes and losses");
    command->add_option("--summary-csv", options->csv, "also write one row per arm and outcome; - for stdout")
        ->type_name("FILE");
    command->footer(
        "A pair are two runs with the same luck: the arm and the base. Finished runs are kept in OUT.parts until all\n"
        "are there; after an interruption the same command goes on from them.\n"
        "Examples:\n  stampede compare bank_run_lesson.json --replicates 100\n"
        "  stampede compare bank_run_lesson.json --arm guaranteed --arm 'deaf:/social={\"kind\": \"none\"}'");
    command->callback([&session, options] { compare(*options, session); });
}

}  // namespace stampede
