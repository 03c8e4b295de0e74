// stampede ensemble: all arms, varied values and replicates of an experiment, and what they have in common.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/experiment_options.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/stillborn.hpp"
#include "model/base/check.hpp"
#include "output/atomic_file.hpp"
#include "output/outcomes.hpp"
#include "output/results_file.hpp"

namespace stampede {

namespace {

struct EnsembleOptions {
    std::shared_ptr<ExperimentOptions> experiment;
    std::string replicates, shard, csv;
    bool series = false;
};

/// "2/8"
Shard shard_of(std::string const& text)
{
    Shard shard;
    if (text.empty())
        return shard;
    char const* const end = text.data() + text.size();
    auto const [slash, wrong] = std::from_chars(text.data(), end, shard.index);
    bool good = wrong == std::errc{} && slash != end && *slash == '/';
    if (good) {
        auto const [rest, also_wrong] = std::from_chars(slash + 1, end, shard.count);
        good = also_wrong == std::errc{} && rest == end;
    }
    require(good, fmt::format("--shard {}: must be a number and how many there are, e.g. 1/4", text));
    return shard;
}

/// Puts what the options say where the experiment says it, so that the results file tells it.
LoadedExperiment load(EnsembleOptions const& options)
{
    ExperimentOptions changed = *options.experiment;
    if (!options.series)
        changed.settings.insert(changed.settings.begin(), "/record=[]");
    if (!options.replicates.empty())
        changed.settings.push_back("/replicates=" + options.replicates);
    return changed.load();
}

void ensemble(EnsembleOptions const& options, Session const& session)
{
    InterruptWatch const watch;
    LoadedExperiment experiment = load(options);
    Design const design{experiment};
    std::vector<PlannedRun> const runs = runs_of(shard_of(options.shard), design);
    if (options.experiment->check) {
        for (PlannedRun const& planned : design.runs())
            if (planned.label.replicate == 0) {
                Runner const built{experiment, planned, options.experiment->effort()};
                warn_of(built.doubts(), session.console);
            }
        session.console.note(fmt::format("{}: all is well; {} runs", options.experiment->file, runs.size()));
        return;
    }
    std::filesystem::path const out = options.experiment->results();
    Provenance provenance = provenance_of(experiment, experiment.effective_with_arms(), session.command_line,
                                          options.experiment->reproducible);
    EnsembleParts const parts{out, provenance};
    do_runs(experiment, runs, options.experiment->effort(), parts, watch, session.console);

    provenance.complete = runs.size() == design.runs().size();
    Contents const results = together(parts, runs, provenance);
    write_results(out, results);
    remove_parts(parts, runs);
    session.console.note(outcomes_table(results));
    if (options.csv == "-") {
        session.console.data(outcomes_csv(results));
        session.console.note(out.string());
        return;
    }
    if (!options.csv.empty())
        write_atomically(options.csv, outcomes_csv(results));
    session.console.data(out.string());
}

}  // namespace

void add_ensemble(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("ensemble", "run all arms, varied values and replicates, and compare their outcomes");
    auto const options = std::make_shared<EnsembleOptions>();
    options->experiment = add_experiment_options(*command);
    command->add_option("--replicates", options->replicates, "worlds that differ by luck alone, per arm")
        ->type_name("N");
    command
        ->add_option("--shard", options->shard,
                     "do part I of N only, for several machines; \"merge\" puts them together")
        ->type_name("I/N");
    command->add_flag("--series", options->series,
                      "keep all that the experiment records of every run, not only its outcomes and losses");
    command->add_option("--summary-csv", options->csv, "also write one row per run; - for stdout")->type_name("FILE");
    command->footer(
        "Replicates of the same number meet the same luck in all arms. Finished runs are kept in OUT.parts until all\n"
        "are there; after an interruption the same command goes on from them.\n"
        "Example:\n  stampede ensemble celsius_2022_small.json --replicates 20 --out twenty.h5");
    command->callback([&session, options] { ensemble(*options, session); });
}

}  // namespace stampede
