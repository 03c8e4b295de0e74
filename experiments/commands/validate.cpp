// stampede validate: an ensemble of each experiment, held against what history says of it.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "experiments/commands/commands.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/stillborn.hpp"
#include "experiments/version.hpp"
#include "model/base/check.hpp"
#include "output/atomic_file.hpp"
#include "output/validation.hpp"

namespace stampede {

namespace {

struct ValidateOptions {
    std::vector<std::string> files, settings, outs;
    std::string seed;
    std::int64_t replicates = 20;
    unsigned threads = 1;
    bool audits = false, check = false;

    [[nodiscard]] RunEffort effort() const { return {threads, audits}; }
};

/// One experiment with targets, the runs it is held against them by, and where they are kept until all is done.
class Trial {
  public:
    Trial(std::string const& file, ValidateOptions const& options, std::string const& command_line)
        : name_{std::filesystem::path{file}.filename().string()},
          loaded_{std::filesystem::path{file}, settings_of(options)},
          experiment_{loaded_.experiment()},
          parts_{std::filesystem::path{file}.stem().string() + "_validation.h5",
                 provenance_of(loaded_, loaded_.effective(), command_line, true)}
    {
        for (std::int64_t replicate = 0; replicate < options.replicates; ++replicate)
            runs_.push_back({{replicate, "", replicate}, {}, {}});
    }

    [[nodiscard]] bool has_targets() const { return !experiment_.targets.empty(); }
    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] std::int64_t seed() const { return experiment_.seed; }
    /// Tells of who begins insolvent. @throws InputError for what only shows when the world is made
    void build_once(RunEffort const& effort, Console& console)
    {
        warn_of(Runner{loaded_, runs_.front(), effort}.doubts(), console);
    }
    [[nodiscard]] Validation validated(RunEffort const& effort, InterruptWatch const& watch, Console& console)
    {
        do_runs(loaded_, runs_, effort, parts_, watch, console);
        Validation validation{name_, experiment_.targets};
        for (PlannedRun const& run : runs_)
            validation.add(parts_.read(run.label.run).second);
        return validation;
    }
    void clean_up() const { remove_parts(parts_, runs_); }

  private:
    [[nodiscard]] static std::vector<std::string> settings_of(ValidateOptions const& options)
    {
        std::vector<std::string> all = options.settings;
        if (!options.seed.empty())
            all.push_back("/seed=" + options.seed);
        all.emplace_back(R"(/record=["series"])");
        return all;
    }

    std::string name_;
    LoadedExperiment loaded_;
    Experiment experiment_;
    EnsembleParts parts_;
    std::vector<PlannedRun> runs_;
};

using Trials = std::vector<std::unique_ptr<Trial>>;

/// All that have targets, each loaded and built before the first one is run.
Trials load(ValidateOptions const& options, Session const& session)
{
    Trials trials;
    for (std::string const& file : options.files) {
        auto trial = std::make_unique<Trial>(file, options, session.command_line);
        if (trial->has_targets()) {
            trial->build_once(options.effort(), session.console);
            trials.push_back(std::move(trial));
        }
        else
            session.console.note(fmt::format("{}: has no /targets, nothing to hold it against", file));
    }
    require(!trials.empty(),
            "there is nothing to validate: no experiment says what is expected of it in /targets.\n"
            "See \"stampede describe targets\" and \"stampede describe measure\".");
    return trials;
}

std::string markdown(Trials const& trials, std::vector<Validation> const& validations)
{
    std::string text;
    for (std::size_t i = 0; i < trials.size(); ++i)
        text += (i == 0 ? "" : "\n") +
                validation_markdown(validations[i],
                                    fmt::format("{} runs from seed {}, stampede {} ({}).", validations[i].runs(),
                                                trials[i]->seed(), program_version(), source_revision()));
    return text;
}

/// What every target came to in every run, null where there is nothing; and what made it.
std::string values_json(Trials const& trials, std::vector<Validation> const& validations)
{
    nlohmann::ordered_json all{{"stampede", program_version()}, {"revision", source_revision()}};
    for (std::size_t i = 0; i < trials.size(); ++i) {
        nlohmann::ordered_json& experiment = all["experiments"][validations[i].title()];
        experiment["seed"] = trials[i]->seed();
        for (TargetResult const& result : validations[i].results())
            experiment["targets"][result.name] = {{"measure", result.measure},    {"of", result.of},
                                                  {"unit", result.unit},          {"expected", result.expected},
                                                  {"kind", name_of(result.kind)}, {"source", result.source},
                                                  {"values", result.values}};
    }
    return all.dump(1) + "\n";
}

void write(std::filesystem::path const& out, Trials const& trials, std::vector<Validation> const& validations)
{
    write_atomically(out, out.extension() == ".md"     ? markdown(trials, validations)
                          : out.extension() == ".json" ? values_json(trials, validations)
                                                       : validation_csv(validations));
}

void validate(ValidateOptions const& options, Session const& session)
{
    InterruptWatch const watch;
    Trials const trials = load(options, session);
    if (options.check) {
        session.console.note(
            fmt::format("all is well; {} experiments, {} runs each", trials.size(), options.replicates));
        return;
    }
    std::vector<Validation> validations;
    for (auto const& trial : trials) {
        if (session.console.shows_bar())
            session.console.note(trial->name());
        validations.push_back(trial->validated(options.effort(), watch, session.console));
        session.console.data((validations.size() == 1 ? "" : "\n") + validation_table(validations.back()));
    }
    for (std::string const& out : options.outs)
        write(out, trials, validations);
    for (auto const& trial : trials)
        trial->clean_up();
}

}  // namespace

void add_validate(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("validate", "run experiments many times and hold them against their targets");
    auto const options = std::make_shared<ValidateOptions>();
    options->threads = std::max(1U, std::thread::hardware_concurrency());
    command->add_option("files", options->files, "experiments that say in /targets what is expected of them")
        ->required()
        ->type_name("FILE");
    command
        ->add_option(
            "-o,--out", options->outs,
            "also write the tables: Markdown if it ends in .md, all values of all runs if in .json, else CSV; may "
            "be repeated")
        ->allow_extra_args(false)
        ->type_name("OUT");
    command->add_option("--replicates", options->replicates, "runs of each, with luck of their own")
        ->check(CLI::Range(1, 1'000'000))
        ->type_name("N");
    command->add_option("--set", options->settings, "put a value at a place of every experiment; may be repeated")
        ->allow_extra_args(false)
        ->type_name("/POINTER=VALUE");
    command->add_option("--seed", options->seed, "start of all luck, in place of the experiments'")->type_name("N");
    command->add_option("--threads", options->threads, "cores to use; results are the same for any number")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
    command->add_flag("--audit", options->audits, "check in every step that nothing is lost or made from nothing");
    command->add_flag("--check", options->check, "only check the experiments; run nothing");
    command->footer(
        "A hit: the median lies in the band of history, and at least half of the runs have the measure at all. "
        "Inside:\n"
        "share of the runs that lie in the band. Runs are those of the base, replicates 0, 1, ..., as in "
        "\"ensemble\".\n"
        "Finished runs are kept in NAME_validation.h5.parts until all are there; after an interruption the same "
        "command\n"
        "goes on from them.\n"
        "Example:\n  stampede validate celsius_2022_small.json voyager_2022_small.json -o validation.md");
    command->callback([&session, options] { validate(*options, session); });
}

}  // namespace stampede
