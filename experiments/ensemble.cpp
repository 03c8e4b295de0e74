#include "experiments/ensemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "experiments/progress.hpp"
#include "model/base/check.hpp"

namespace stampede {

namespace {

/// Threads that take one run after the other from a list.
class Workers {
  public:
    Workers(LoadedExperiment& experiment, std::vector<PlannedRun> const& runs, RunEffort effort,
            EnsembleParts const& parts, InterruptWatch const& watch, Progress& progress)
        : experiment_{experiment}, runs_{runs}, effort_{effort}, parts_{parts}, watch_{watch}, progress_{progress}
    {
    }

    void work()
    {
        std::vector<std::thread> crew;
        auto const hands = std::min<std::size_t>(effort_.threads, runs_.size());
        effort_.threads = 1;
        for (std::size_t hand = 0; hand < hands; ++hand)
            crew.emplace_back([this] { take_runs(); });
        for (std::thread& hand : crew)
            hand.join();
        if (error_)
            std::rethrow_exception(error_);
    }

  private:
    [[nodiscard]] bool stopping() const { return failed_ || watch_.requested(); }

    void take_runs()
    {
        try {
            for (std::size_t next = next_++; next < runs_.size() && !stopping(); next = next_++)
                do_run(runs_[next]);
        }
        catch (...) {
            std::lock_guard const lock{mutex_};
            if (!failed_.exchange(true))
                error_ = std::current_exception();
        }
    }

    void do_run(PlannedRun const& planned)
    {
        std::unique_ptr<Runner> runner;
        {
            std::lock_guard const lock{mutex_};  // the experiment reads files as they are asked for
            runner = std::make_unique<Runner>(experiment_, planned, effort_);
        }
        if (!runner->go([this] { return stopping(); }, [this](std::int64_t) { progress_.advance(); }))
            return;
        std::lock_guard const lock{mutex_};  // one writer at a time: HDF5's dimension scales know no threads
        parts_.keep(planned.label.run, runner->results());
    }

    LoadedExperiment& experiment_;
    std::vector<PlannedRun> const& runs_;
    RunEffort effort_;
    EnsembleParts const& parts_;
    InterruptWatch const& watch_;
    Progress& progress_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> failed_ = false;
    std::exception_ptr error_;
    std::mutex mutex_;
};

std::int64_t steps_of(LoadedExperiment& experiment, std::vector<PlannedRun> const& runs)
{
    std::int64_t steps = 0, steps_here = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i == 0 || runs[i].label.replicate <= runs[i - 1].label.replicate)  // another world
            steps_here = experiment.experiment(runs[i].cell).steps();
        steps += steps_here;
    }
    return steps;
}

}  // namespace

Contents together(EnsembleParts const& parts, std::vector<PlannedRun> const& runs, Provenance const& provenance)
{
    std::vector<NamedResults> all;
    for (PlannedRun const& planned : runs)
        all.push_back(parts.read(planned.label.run));
    Contents whole = merge(std::move(all));
    stamp(whole, provenance);
    return whole;
}

void remove_parts(EnsembleParts const& parts, std::vector<PlannedRun> const& runs)
{
    for (PlannedRun const& planned : runs)
        parts.remove(planned.label.run);
    parts.remove_folder();
}

std::vector<PlannedRun> runs_of(Shard shard, Design const& design)
{
    auto const all = static_cast<std::int64_t>(design.runs().size());
    require(shard.index >= 1 && shard.index <= shard.count,
            fmt::format("--shard {}/{}: there are shards 1 to {}", shard.index, shard.count, shard.count));
    require(shard.count <= all, fmt::format("--shard {}/{}: there are only {} runs", shard.index, shard.count, all));
    auto const first = design.runs().begin();
    return {first + all * (shard.index - 1) / shard.count, first + all * shard.index / shard.count};
}

void do_runs(LoadedExperiment& experiment, std::vector<PlannedRun> const& runs, RunEffort const& effort,
             EnsembleParts const& parts, InterruptWatch const& watch, Console& console)
{
    std::vector<PlannedRun> missing;
    std::ranges::copy_if(runs, std::back_inserter(missing),
                         [&](PlannedRun const& planned) { return !parts.has(planned.label.run); });
    if (missing.size() < runs.size())
        console.note(fmt::format("{} of {} runs are there already, in {}", runs.size() - missing.size(), runs.size(),
                                 parts.folder().string()));
    {
        Progress progress{console, fmt::format("{} runs", missing.size()), steps_of(experiment, missing)};
        Workers{experiment, missing, effort, parts, watch, progress}.work();
    }
    auto const open =
        std::ranges::count_if(missing, [&](PlannedRun const& planned) { return !parts.has(planned.label.run); });
    if (open > 0)
        throw Interrupted{
            fmt::format("interrupted; {} of {} runs are done and kept in {}\n"
                        "The same command goes on from there.",
                        static_cast<std::int64_t>(runs.size()) - open, runs.size(), parts.folder().string())};
}

}  // namespace stampede
