// The arithmetic every agent pays for: one keyed draw, one elementary function.

#include <benchmark/benchmark.h>

#include "model/base/draws.hpp"
#include "model/base/math.hpp"

namespace {

void keyed_draw(benchmark::State& state)
{
    stampede::Draws const draws{1, 0};
    std::uint64_t owner = 0;
    for ([[maybe_unused]] auto const round : state)
        benchmark::DoNotOptimize(draws.uniform("benchmark", ++owner));
}
BENCHMARK(keyed_draw);

/// Calls `function` at 1024 points of [low, high].
void elementary(benchmark::State& state, double (*function)(double), double low, double high)
{
    for ([[maybe_unused]] auto const round : state)
        for (int i = 0; i < 1024; ++i)
            benchmark::DoNotOptimize(function(low + (high - low) * i / 1023));
    state.SetItemsProcessed(state.iterations() * 1024);
}
BENCHMARK_CAPTURE(elementary, exp, stampede::exp, -20.0, 20.0);
BENCHMARK_CAPTURE(elementary, log, stampede::log, 0.001, 1000.0);
BENCHMARK_CAPTURE(elementary, normal_quantile, stampede::normal_quantile, 0.001, 0.999);

}  // namespace
