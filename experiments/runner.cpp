#include "experiments/runner.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "experiments/build.hpp"
#include "experiments/stillborn.hpp"
#include "experiments/version.hpp"
#include "model/base/check.hpp"
#include "output/checkpoint.hpp"

namespace stampede {

namespace {

void capture_inputs(Capture& into, InputFiles const& files)
{
    std::vector<std::string> names, contents;
    for (auto const& [name, text] : files.all()) {
        names.push_back(name);
        contents.push_back(text);
    }
    if (names.empty())
        return;
    into.label("file", std::move(names));
    into.column<std::string>("/inputs/contents") = std::move(contents);
}

std::string code()
{
    return fmt::format("{} ({})", program_version(), source_revision());
}

Origin here_and_now()
{
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0)
        host[0] = '\0';
    return {fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))), host.data()};
}

}  // namespace

Runner::Runner(LoadedExperiment& experiment, PlannedRun planned, RunEffort const& effort)
    : experiment_{experiment}, planned_{std::move(planned)}
{
    Experiment world = experiment.experiment(planned_.cell);
    auto recorder = std::make_unique<Recorder>(RecordOptions::of(world.record, world.record_every));
    recorder_ = recorder.get();
    std::vector<std::unique_ptr<Observer>> observers;
    observers.push_back(std::move(recorder));
    RunOptions const options{static_cast<std::uint64_t>(world.seed),
                             static_cast<std::uint64_t>(planned_.label.replicate), effort.threads, effort.audits,
                             effort.lazy};
    std::string const arm = planned_.cell.arm.empty() ? "" : fmt::format("arm \"{}\": ", planned_.cell.arm);
    try {
        simulation_ = build(std::move(world), options, std::move(observers));
        doubts_ = stillborn(simulation_->world());
        for (Problem& doubt : doubts_)
            doubt.where = arm + doubt.where;
    }
    catch (InputError const& error) {
        throw InputError{fmt::format("{}: 1 problem, nothing was run\n  {}{}", experiment.name(), arm, error.what())};
    }
}

bool Runner::go(std::function<bool()> const& stop, std::function<void(std::int64_t)> const& after_step)
{
    while (!simulation_->done()) {
        simulation_->step();
        after_step(step());
        if (!simulation_->done() && stop())
            return false;
    }
    return true;
}

std::string Runner::identity()
{
    std::string world = experiment_.effective(planned_.cell);
    return planned_.label.replicate == 0
               ? world
               : fmt::format(R"({{"replicate":{},"experiment":{}}})", planned_.label.replicate, world);
}

void Runner::save(std::filesystem::path const& file)
{
    SaveColumns saved;
    simulation_->columns(saved);
    write_checkpoint(file, {code(), identity(), step(), std::move(saved).take()});
}

void Runner::restore(std::filesystem::path const& file)
{
    Checkpoint const checkpoint = read_checkpoint(file);
    require_same_code(checkpoint, code(), file.string());
    require_same_config(checkpoint, identity(), file.string());
    LoadColumns loaded{checkpoint.columns, file.string()};
    simulation_->columns(loaded);
    loaded.require_all_read();
    simulation_->restored();
}

std::int64_t Runner::people() const
{
    std::int64_t all = 0;
    for (auto const& population : simulation_->populations())
        all += population->people();
    return all;
}

Contents Runner::results() const
{
    Capture capture{results_schema()};
    recorder_->capture(capture, *simulation_, planned_.label);
    planned_.capture(capture);
    capture_inputs(capture, experiment_.files());
    return std::move(capture).finish();
}

Provenance provenance_of(LoadedExperiment& experiment, std::string config, std::string command_line, bool reproducible)
{
    Experiment const base = experiment.experiment();
    Provenance from;
    from.title = base.question;
    from.code_version = program_version();
    from.git_commit = source_revision();
    from.libraries = library_versions();
    from.config_json = std::move(config);
    from.seed = static_cast<std::uint64_t>(base.seed);
    from.rng = "Philox4x32-10, keyed (Random123)";
    from.command_line = std::move(command_line);
    if (!reproducible)
        from.origin = here_and_now();
    return from;
}

}  // namespace stampede
