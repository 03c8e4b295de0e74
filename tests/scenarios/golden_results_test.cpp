// The results of a few scenarios and of two made-up worlds stay what they are, bit for bit: every dataset has its
// digest in tests/data/golden.json. STAMPEDE_GOLDEN=update writes that file anew (see tests/README.md).

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "experiments/runner.hpp"
#include "output/sha256.hpp"
#include "tests/places.hpp"
#include "tests/scenarios/episode.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

/// Digests by the path of the dataset.
using Digests = std::map<std::string, std::string>;

/// A scenario of the project, or a world of tests/data, and what is set in it, so that everything it records is seen at
/// little cost.
struct Golden {
    std::string scenario;
    std::vector<std::string> settings;
};

std::filesystem::path file_of(Golden const& golden)
{
    std::filesystem::path const own = test_data() / (golden.scenario + ".json");
    return std::filesystem::exists(own) ? own : scenario_folder() / (golden.scenario + ".json");
}

std::vector<Golden> const& goldens()
{
    static std::string const all = R"(/record=["series", "events", "network", "agents"])";
    static std::vector<Golden> const list{{"bank_run_lesson", {all}},
                                          {"cascade_lesson", {all, "/agents/longs/count=1600"}},
                                          {"celsius_2022_small", {all, "/days=6"}},  // both pieces of news of May
                                          {"voyager_2022_small", {all, "/days=3"}},
                                          {"golden_world", {all}},   // a forecast, a price-time book, pools
                                          {"golden_coins", {all}}};  // coins with issuers, a hedge, vaults
    return list;
}

/// The bytes of an element; all NaN are one, and a text carries its length.
template <class T>
void append(std::string& bytes, T const& value)
{
    if constexpr (std::is_same_v<T, std::string>) {
        append(bytes, static_cast<std::uint64_t>(value.size()));
        bytes += value;
    }
    else {
        T kept = value;
        if constexpr (std::is_floating_point_v<T>)
            kept = std::isnan(value) ? std::numeric_limits<T>::quiet_NaN() : value;
        bytes.append(reinterpret_cast<char const*>(&kept), sizeof kept);
    }
}

/// Of type, shape and all values. Units and descriptions may change without a result changing.
std::string digest_of(Dataset const& dataset)
{
    std::string bytes{name_of(type_of(dataset.values))};
    for (std::size_t const length : dataset.shape)
        append(bytes, static_cast<std::uint64_t>(length));
    auto const append_all = [&](auto const& values) {
        for (auto const& value : values)
            append(bytes, value);
    };
    std::visit(append_all, dataset.values);
    return sha256(bytes).substr(0, 16);
}

Digests digests_of(Golden const& golden)
{
    LoadedExperiment loaded{file_of(golden), golden.settings};
    Runner runner{loaded, {}, {2, true}};
    REQUIRE(runner.go([] { return false; }, [](std::int64_t) {}));
    Digests digests;
    Contents const results = runner.results();
    for (auto const& [path, dataset] : results.datasets())
        digests[path] = digest_of(dataset);
    return digests;
}

std::filesystem::path golden_file()
{
    return test_data() / "golden.json";
}

/// Lines of CHANGELOG.md under "Results changed".
int results_changed()
{
    std::ifstream changelog{source_dir() / "CHANGELOG.md"};
    REQUIRE(changelog);
    int lines = 0;
    bool inside = false;
    for (std::string line; std::getline(changelog, line);) {
        if (line.starts_with("#"))
            inside = line == "### Results changed";
        lines += inside && line.starts_with("- ") ? 1 : 0;
    }
    return lines;
}

/// Datasets of `kept` that are gone or have another digest in `found`.
std::vector<std::string> changed(Digests const& kept, Digests const& found)
{
    std::vector<std::string> paths;
    for (auto const& [path, digest] : kept)
        if (!found.contains(path) || found.at(path) != digest)
            paths.push_back(path);
    return paths;
}

std::vector<std::string> added(Digests const& kept, Digests const& found)
{
    std::vector<std::string> paths;
    for (auto const& [path, digest] : found)
        if (!kept.contains(path))
            paths.push_back(path);
    return paths;
}

void update(json golden)
{
    int const lines = results_changed();
    std::vector<std::string> all_changed;
    for (Golden const& one : goldens()) {
        Digests const found = digests_of(one);
        for (std::string const& path : changed(golden["digests"].value(one.scenario, Digests{}), found))
            all_changed.push_back(one.scenario + path);
        golden["digests"][one.scenario] = found;
    }
    INFO("CHANGELOG.md needs a line under \"### Results changed\" that says what changed these, and why");
    CAPTURE(all_changed);
    bool const told = all_changed.empty() || lines > golden.value("results_changed", 0);
    REQUIRE(told);
    golden["results_changed"] = lines;
    std::ofstream{golden_file()} << golden.dump(2) << '\n';
}

}  // namespace

TEST_CASE("golden results stay what they are", "[scenarios][golden]")
{
    std::ifstream file{golden_file()};
    json const golden = file ? json::parse(file) : json{{"digests", json::object()}};
    char const* const wish = std::getenv("STAMPEDE_GOLDEN");
    if (wish != nullptr && std::string{wish} == "update")
        return update(golden);

    std::vector<std::string> const none;
    for (Golden const& one : goldens()) {
        CAPTURE(one.scenario);
        Digests const kept = golden.at("digests").value(one.scenario, Digests{}), found = digests_of(one);
        REQUIRE(found.size() > 50);
        INFO("a change that is meant: see \"Golden results\" in tests/README.md");
        CHECK(changed(kept, found) == none);
        CHECK(added(kept, found) == none);
    }
}

TEST_CASE("a golden digest tells one bit, one type and one shape from another", "[scenarios][golden]")
{
    Dataset const one{std::vector<double>{1, 2}, {2}, {}, {}};
    CHECK(digest_of(one) == digest_of({std::vector<double>{1, 2}, {2}, {"x"}, {{"units", stampede::one("USD")}}}));
    CHECK(digest_of(one) != digest_of({std::vector<double>{1, std::nextafter(2.0, 3.0)}, {2}, {}, {}}));
    CHECK(digest_of(one) != digest_of({std::vector<double>{1, 2}, {2, 1}, {}, {}}));
    CHECK(digest_of({std::vector<std::int64_t>{1}, {1}, {}, {}}) !=
          digest_of({std::vector<std::uint64_t>{1}, {1}, {}, {}}));
    CHECK(digest_of({std::vector<std::string>{"a", "bc"}, {2}, {}, {}}) !=
          digest_of({std::vector<std::string>{"ab", "c"}, {2}, {}, {}}));
}
