// What a social graph costs per person: drawing its contacts, sorting them into rows, both. "passes" is that time over
// the time of one plain copy of as many bytes as the finished graph of degree 10 holds, measured beside it: the least
// that any set-up costs.

#include <benchmark/benchmark.h>

#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "experiments/json_fields.hpp"
#include "networks/chance.hpp"
#include "networks/social_network.hpp"

namespace {

using namespace stampede;

constexpr std::size_t bytes_per_person = 48;
constexpr std::uint16_t venues = 8;

/// Processor time, which other work on the machine disturbs least [s].
template <class Work>
double seconds(Work const& work)
{
    std::clock_t const begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// Times `work()`, and says what it costs per person and in copies.
template <class Work>
void measure(benchmark::State& state, Work const& work)
{
    auto const people = static_cast<std::size_t>(state.range(0));
    std::vector<char> const graph(people * bytes_per_person, 'x');
    double spent = 0, copying = 0;
    for ([[maybe_unused]] auto const round : state) {
        spent += seconds(work);
        state.PauseTiming();
        copying += seconds([&] { benchmark::DoNotOptimize(std::vector<char>{graph}.data()); });
        state.ResumeTiming();
    }
    state.counters["ns/person"] = 1e9 * spent / static_cast<double>(state.iterations()) / static_cast<double>(people);
    state.counters["passes"] = spent / copying;
}

std::vector<Contact> drawn_contacts(std::uint32_t people)
{
    std::vector<Contact> contacts;
    contacts.reserve(people * std::size_t{6});
    DrawStream luck = Draws{1, 0}.stream("benchmark");
    for_kept_pairs(people, 10.0 / (people - 1), luck, [&](std::uint32_t one, std::uint32_t other) {
        contacts.push_back({one, other});
    });
    return contacts;
}

void draw_contacts(benchmark::State& state)
{
    auto const people = static_cast<std::uint32_t>(state.range(0));
    measure(state, [people] { benchmark::DoNotOptimize(drawn_contacts(people).data()); });
}

void sort_into_rows(benchmark::State& state)
{
    auto const people = static_cast<std::uint32_t>(state.range(0));
    auto const contacts = drawn_contacts(people);
    measure(state, [&] { benchmark::DoNotOptimize(SocialGraph{people, contacts}); });
}

/// A whole graph of a kind, of mean degree 10.
void graph(benchmark::State& state, std::string const& kind)
{
    Choice<SocialNetwork> network;
    network.choose(kind);
    InputFiles files;
    Problems problems{kind};
    read_fields(nlohmann::json{{"degree", 10}}, visit_of(network), files, problems);
    problems.stop_if_any();

    auto const people = static_cast<std::uint32_t>(state.range(0));
    std::vector<std::uint16_t> venue_of(people);
    for (std::uint32_t person = 0; person < people; ++person)
        venue_of[person] = static_cast<std::uint16_t>(std::uint64_t{person} * venues / people);
    measure(state, [&] { benchmark::DoNotOptimize(network->build(people, venue_of, Draws{1, 0})); });
}

void sizes(benchmark::internal::Benchmark* made)
{
    made->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
}
BENCHMARK(draw_contacts)->Apply(sizes);
BENCHMARK(sort_into_rows)->Apply(sizes);
BENCHMARK_CAPTURE(graph, erdos_renyi, "erdos_renyi")->Apply(sizes);
BENCHMARK_CAPTURE(graph, watts_strogatz, "watts_strogatz")->Apply(sizes);
BENCHMARK_CAPTURE(graph, barabasi_albert, "barabasi_albert")->Apply(sizes);
BENCHMARK_CAPTURE(graph, configuration, "configuration")->Apply(sizes);
BENCHMARK_CAPTURE(graph, stochastic_block, "stochastic_block")->Apply(sizes);

}  // namespace
