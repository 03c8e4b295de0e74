// Runs that were shared out come together as if one process had done them all.

#include "output/merge.hpp"

#include <catch2/catch.hpp>

#include "output/capture.hpp"
#include "output/compare.hpp"
#include "output/results_file.hpp"
#include "tests/output/sample_results.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;

namespace {

/// Results of some runs with one venue and one event and link per run and step.
Contents runs(std::vector<std::int64_t> const& numbers, std::int64_t steps, std::string const& config = "{}")
{
    Capture capture{results_schema()};
    std::vector<std::int64_t> step;
    std::vector<double> hours;
    for (std::int64_t i = 0; i < steps; ++i) {
        step.push_back(i);
        hours.push_back(0.25 * static_cast<double>(i));
    }
    capture.label("run", numbers);
    capture.label("venue", std::vector<std::string>{"FTX"});
    capture.label_steps(step, hours);
    auto& claims = capture.column<double>("/series/venue/claims_usd");
    auto& status = capture.column<std::int8_t>("/series/venue/status");
    auto& arm = capture.column<std::string>("/summary/arm");
    auto& event_run = capture.column<std::int64_t>("/events/run");
    auto& child = capture.column<std::int64_t>("/causes/child");
    auto& parent = capture.column<std::int64_t>("/causes/parent");
    for (std::int64_t const run : numbers) {
        arm.push_back("arm " + std::to_string(run));
        for (std::int64_t const now : step) {
            claims.push_back(static_cast<double>(100 * run + now));
            status.push_back(static_cast<std::int8_t>(now % 2));
            child.push_back(static_cast<std::int64_t>(event_run.size()));
            parent.push_back(now == 0 ? -1 : static_cast<std::int64_t>(event_run.size()) - 1);
            event_run.push_back(run);
        }
    }
    Contents contents = std::move(capture).finish();
    Provenance provenance = sample_provenance();
    provenance.config_json = config;
    stamp(contents, provenance);
    return contents;
}

std::string error_of_merging(std::vector<NamedResults> parts)
{
    return output_error([&] { (void)merge(std::move(parts)); });
}

}  // namespace

TEST_CASE("runs shared out and merged equal runs done together", "[output][merge]")
{
    Contents const together = runs({0, 1, 2, 3}, 5);
    Contents const merged = merge({{"c", runs({3}, 5)}, {"a", runs({0, 1}, 5)}, {"b", runs({2}, 5)}});
    for (Difference const& each : differences(together, merged))
        FAIL_CHECK(each.path << ": " << each.what);
    CHECK(merged.groups() == together.groups());

    TemporaryFolder const folder;
    write_results(folder / "together.h5", together);
    write_results(folder / "merged.h5", merged);
    bool const same_bytes = bytes_of(folder / "together.h5") == bytes_of(folder / "merged.h5");
    CHECK(same_bytes);
}

TEST_CASE("links point to their own run's events after a merge", "[output][merge]")
{
    Contents const merged = merge({{"a", runs({0}, 2)}, {"b", runs({1}, 3)}});
    CHECK(merged.values<std::int64_t>("/causes/child") == std::vector<std::int64_t>{0, 1, 2, 3, 4});
    CHECK(merged.values<std::int64_t>("/causes/parent") == std::vector<std::int64_t>{-1, 0, -1, 2, 3});
    CHECK(merged.values<std::int64_t>("/events/event") == std::vector<std::int64_t>{0, 1, 2, 3, 4});
    CHECK(merged.values<std::int64_t>("/causes/link") == std::vector<std::int64_t>{0, 1, 2, 3, 4});
}

TEST_CASE("a run that ended earlier is filled up with missing values", "[output][merge]")
{
    Contents const merged = merge({{"short", runs({0}, 2)}, {"long", runs({1}, 3)}});
    CHECK(merged.values<std::int64_t>("/series/venue/step") == std::vector<std::int64_t>{0, 1, 2});
    CHECK(merged.values<double>("/series/venue/time_h") == std::vector<double>{0, 0.25, 0.5});
    CHECK(merged.at("/series/venue/claims_usd").shape == std::vector<std::size_t>{2, 3, 1});
    auto const& claims = merged.values<double>("/series/venue/claims_usd");
    CHECK((claims[0] == 0 && claims[1] == 1 && claims[2] != claims[2]));
    CHECK((claims[3] == 100 && claims[4] == 101 && claims[5] == 102));
    CHECK(merged.values<std::int8_t>("/series/venue/status") == std::vector<std::int8_t>{0, 1, -127, 0, 1, 0});
}

TEST_CASE("a merge is partial if a part is", "[output][merge]")
{
    Contents cut = runs({1}, 2);
    Provenance provenance = sample_provenance();
    provenance.config_json = "{}";
    provenance.complete = false;
    stamp(cut, provenance);
    CHECK(text_of(merge({{"a", runs({0}, 2)}, {"b", cut}}).attributes_of("/"), "status") == "partial");
    CHECK(text_of(merge({{"a", runs({0}, 2)}}).attributes_of("/"), "status") == "complete");
}

TEST_CASE("what does not fit together is refused with both names", "[output][merge]")
{
    CHECK_THAT(error_of_merging({{"a.h5", runs({0}, 2)}, {"b.h5", runs({1}, 2, R"({"x":1})")}}),
               Contains("b.h5: has another configuration than a.h5"));
    CHECK_THAT(error_of_merging({{"a.h5", runs({0, 1}, 2)}, {"b.h5", runs({1}, 2)}}),
               Contains("b.h5: holds run 1, which is in a.h5 too"));

    Contents other = runs({1}, 2);
    Contents fewer;
    for (auto const& [group, attributes] : other.groups())
        fewer.attributes(group) = attributes;
    for (auto const& [path, dataset] : other.datasets())
        if (path != "/summary/arm")
            fewer.add(path, dataset);
    CHECK_THAT(error_of_merging({{"a.h5", runs({0}, 2)}, {"b.h5", fewer}}),
               Contains("b.h5: has no /summary/arm while a.h5 has"));
    CHECK_THAT(error_of_merging({{"b.h5", fewer}, {"a.h5", runs({0}, 2)}}),
               Contains("a.h5: has /summary/arm while b.h5 has not"));

    Contents renamed;
    for (auto const& [group, attributes] : other.groups())
        renamed.attributes(group) = attributes;
    for (auto const& [path, dataset] : other.datasets()) {
        Dataset copy = dataset;
        if (path == "/series/venue/venue")
            copy.values = std::vector<std::string>{"Binance"};
        if (path == "/series/venue/time_h")
            copy.values = std::vector<double>{0, 1};
        renamed.add(path, copy);
    }
    CHECK_THAT(error_of_merging({{"a.h5", runs({0}, 2)}, {"b.h5", renamed}}),
               Contains("b.h5: /series/venue/venue does not fit that of the others") ||
                   Contains("/series/venue/time_h does not fit"));
}
