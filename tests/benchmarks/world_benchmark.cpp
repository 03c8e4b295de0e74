// What a whole world costs: to set up, per user in time and bytes, and to run through a calm day and a crash.
//
// Every number is processor time. "passes" sets it against a plain read and write of as many bytes as the world holds
// per user, measured beside it, so that two machines can be compared.

#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <malloc.h>

#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"

namespace {

using namespace stampede;

constexpr int steps_per_day = 144;

/// A lender that holds half of what it owes in cash, with users who know ten others each. Without news it is calm.
std::string experiment_text(std::int64_t users, bool crash)
{
    std::string const shock =
        R"("report": {"kind": "news", "at": "1h", "venue": "Bank", "level": "insolvency_reported"})";
    std::string const nervous = R"("panic_threshold": {"kind": "normal", "mean": -2, "sd": 1}, "fear_memory": "1h",)";
    return fmt::format(R"({{
        "format": "stampede-experiment", "version": 1, "question": "How fast?",
        "step_seconds": 600, "days": 1,
        "assets": {{"USD": {{"kind": "fiat", "decimals": 2}}}},
        "institutions": {{"Bank": {{"kind": "bank", "hot": 0.5, "placements": {{"loans": {{"share": 1}}}}}}}},
        "social": {{"kind": "erdos_renyi", "degree": 10}},
        "agents": {{"users": {{
            "kind": "retail_user", "count": {}, "venue": "Bank", "coins": {{"USD": 1}}, {}
            "balance": {{"kind": "lognormal", "median": 5000, "sigma": 1}}}}}},
        "shocks": {{{}}}}})",
                       users, crash ? nervous : "", crash ? shock : "");
}

Experiment experiment_of(std::int64_t users, bool crash)
{
    LoadedExperiment loaded{"benchmark", experiment_text(users, crash), {}};
    return loaded.experiment();
}

/// Processor time of the whole process so far [s].
double processor_seconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class Work>
double seconds(Work const& work)
{
    double const begin = processor_seconds();
    work();
    return processor_seconds() - begin;
}

/// Bytes the process has from the allocator and has not given back.
double bytes_in_use()
{
    struct mallinfo2 const heap = mallinfo2();
    return static_cast<double>(heap.uordblks) + static_cast<double>(heap.hblkhd);
}

/// Pages of the process that are in memory, as the kernel counts them [bytes].
double resident_bytes()
{
    double whole = 0, resident = 0;
    std::ifstream{"/proc/self/statm"} >> whole >> resident;
    return resident * 4096;
}

/// One read and write of 200 bytes for every user.
double pass_seconds(std::int64_t users)
{
    std::vector<std::uint64_t> words(static_cast<std::size_t>(users) * 25, 1);
    return seconds([&] {
        for (std::uint64_t& word : words)
            word += 3;
        benchmark::DoNotOptimize(words.data());
    });
}

std::unique_ptr<Simulation> world_of(std::int64_t users, bool crash, unsigned threads)
{
    RunOptions options;
    options.threads = threads;
    return build(experiment_of(users, crash), options, {});
}

void set_up(benchmark::State& state)
{
    std::int64_t const users = state.range(0);
    double spent = 0, passes = 0, bytes = 0, resident = 0;
    for ([[maybe_unused]] auto const round : state) {
        Experiment experiment = experiment_of(users, false);
        malloc_trim(0);
        double const before = bytes_in_use(), resident_before = resident_bytes();
        std::unique_ptr<Simulation> simulation;
        spent += seconds([&] { simulation = build(std::move(experiment), {}, {}); });
        bytes = bytes_in_use() - before;
        malloc_trim(0);
        resident = resident_bytes() - resident_before;
        state.PauseTiming();
        simulation.reset();
        passes += pass_seconds(users);
        state.ResumeTiming();
    }
    auto const people = static_cast<double>(users);
    state.counters["ns/user"] = 1e9 * spent / static_cast<double>(state.iterations()) / people;
    state.counters["B/user"] = bytes / people;
    state.counters["resident_B/user"] = resident / people;
    state.counters["passes"] = spent / passes;
}
BENCHMARK(set_up)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

/// A day of 144 steps; set-up is not counted. The first step sees everybody, and is told apart. What has grown holds
/// events, their links, asks, wallets, pushes and the spare room of all columns.
void day(benchmark::State& state, bool crash)
{
    std::int64_t const users = state.range(0);
    double spent = 0, first_step = 0, passes = 0, bytes = 0, events = 0, links = 0;
    for ([[maybe_unused]] auto const round : state) {
        state.PauseTiming();
        auto const simulation = world_of(users, crash, static_cast<unsigned>(state.range(1)));
        double const before = bytes_in_use();
        state.ResumeTiming();
        first_step += seconds([&] { simulation->step(); });
        spent += seconds([&] {
            while (!simulation->done())
                simulation->step();
        });
        state.PauseTiming();
        bytes = bytes_in_use() - before;
        passes += pass_seconds(users);
        events = static_cast<double>(simulation->world().events.size());
        links = static_cast<double>(simulation->world().events.link_child().size());
        state.ResumeTiming();
    }
    auto const days = static_cast<double>(state.iterations());
    state.counters["day_ms"] = 1e3 * (spent + first_step) / days;
    state.counters["first_step_ms"] = 1e3 * first_step / days;
    state.counters["ns/user_step"] = 1e9 * (spent + first_step) / days / static_cast<double>(users) / steps_per_day;
    state.counters["passes"] = (spent + first_step) / passes;
    state.counters["events"] = events;
    state.counters["links/event"] = links / events;
    state.counters["grown_B/user"] = bytes / static_cast<double>(users);
    if (crash)
        state.counters["grown_B/event"] = bytes / events;
}

void sizes_and_threads(benchmark::internal::Benchmark* made)
{
    for (std::int64_t const users : {10'000, 100'000, 1'000'000})
        for (std::int64_t const threads : {1, 2})
            made->Args({users, threads});
    made->ArgNames({"users", "threads"})->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
}
BENCHMARK_CAPTURE(day, calm, false)->Apply(sizes_and_threads);
BENCHMARK_CAPTURE(day, crash, true)->Apply(sizes_and_threads);

}  // namespace
