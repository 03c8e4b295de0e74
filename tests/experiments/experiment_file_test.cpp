// Files that extend files: what is merged, in which order things are looked up, and what goes wrong.

#include "experiments/experiment_file.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "experiments/input_files.hpp"
#include "model/base/check.hpp"
#include "tests/experiments/temporary_folder.hpp"
#include "tests/experiments/toy_reading.hpp"

using namespace stampede;
using nlohmann::json;

namespace {

struct Loaded {
    ExperimentFile file;
    Problems problems{"top.json"};
};

Loaded load(testing::TemporaryFolder const& folder, std::string const& name = "top.json")
{
    Loaded loaded;
    loaded.file = load_experiment_file(folder.path() / name, loaded.problems);
    return loaded;
}

/// The only problem, with the test's folder called FOLDER.
std::string only_problem(testing::TemporaryFolder const& folder, std::string const& name = "top.json")
{
    Problems const problems = load(folder, name).problems;
    REQUIRE(problems.all().size() == 1);
    std::string line = toy::only_line(problems.message());
    std::string const path = folder.path().string();
    for (std::size_t at = line.find(path); at != std::string::npos; at = line.find(path))
        line.replace(at, path.size(), "FOLDER");
    return line;
}

}  // namespace

TEST_CASE("a merge patch is the one of RFC 7396", "[experiments][extends]")
{
    // Appendix A of the RFC, the rows whose original and patch are objects; ours refuses a null that finds nothing.
    auto const [original, patch, result] = GENERATE(table<std::string, std::string, std::string>({
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b"})", R"({"a":null})", R"({})"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d"}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"({"e":{}})", R"({"a":1})", R"({"e":{},"a":1})"},
        {R"({})", R"({"a":{"bb":{}}})", R"({"a":{"bb":{}}})"},
    }));
    CAPTURE(original, patch);
    testing::TemporaryFolder const folder;
    folder.write("base.json", original);
    json top = json::parse(patch);
    top["extends"] = "base.json";
    folder.write("top.json", top.dump());
    Loaded const loaded = load(folder);
    CHECK(loaded.problems.none());
    CHECK(*loaded.file.merged == json::parse(result));
}

TEST_CASE("a list of bases is merged in order, and the file itself has the last word", "[experiments][extends]")
{
    testing::TemporaryFolder const folder;
    folder.write("a.json", R"({"x": 1, "y": 1, "z": 1})");
    folder.write("b/b.json", R"({"extends": "c.json", "y": 2, "z": 2})");
    folder.write("b/c.json", R"({"x": 3})");
    folder.write("top.json", R"({"extends": ["a.json", "b/b.json"], "z": 4})");
    Loaded const loaded = load(folder);
    CHECK(loaded.problems.none());
    CHECK(*loaded.file.merged == json{{"x", 3}, {"y", 2}, {"z", 4}});
    CHECK(loaded.file.files == std::vector<std::filesystem::path>{folder.path() / "top.json", folder.path() / "a.json",
                                                                  folder.path() / "b/b.json",
                                                                  folder.path() / "b/c.json"});
    CHECK(loaded.file.folders() == std::vector<std::filesystem::path>{folder.path(), folder.path() / "b"});
}

TEST_CASE("files are looked up beside the experiment first, then beside what it extends", "[experiments][extends]")
{
    testing::TemporaryFolder const folder;
    folder.write("top/both.csv", "top");
    folder.write("base/both.csv", "base");
    folder.write("base/data/only.csv", "only");
    InputFiles files{{folder.path() / "top", folder.path() / "base"}};
    CHECK(files.contents("both.csv") == "top");
    CHECK(files.contents("data/only.csv") == "only");
    CHECK(files.contents((folder.path() / "base/both.csv").string()) == "base");
    CHECK_THROWS_WITH(files.contents("none.csv"), "no such file; looked in " + (folder.path() / "top").string() + ", " +
                                                      (folder.path() / "base").string());
    CHECK_THROWS_WITH(files.contents("data"), (folder.path() / "base/data").string() + " is a folder, not a file");
    CHECK(files.read().size() == 3);
    files.embed("none.csv", "carried along");
    CHECK(files.contents("none.csv") == "carried along");
}

TEST_CASE("a circle of files is named", "[experiments][extends]")
{
    testing::TemporaryFolder const folder;
    folder.write("top.json", R"({"extends": "a.json"})");
    folder.write("a.json", R"({"extends": ["sub/../b.json"]})");
    folder.write("b.json", R"({"extends": "a.json"})");
    folder.write("self.json", R"({"extends": "self.json"})");
    CHECK(only_problem(folder) == "FOLDER/b.json /extends = \"a.json\"   goes in a circle: a.json -> b.json -> a.json");
    CHECK(only_problem(folder, "self.json") == "/extends = \"self.json\"   goes in a circle: self.json -> self.json");
}

TEST_CASE("what is wrong with a file or with what it extends is said", "[experiments][extends]")
{
    auto const [top, line] = GENERATE(table<std::string, std::string>({
        {R"({"extends": "none.json"})", "/extends = \"none.json\"   FOLDER/none.json: no such file"},
        {R"({"extends": "."})", "/extends = \".\"   FOLDER/ is a folder, not a file"},
        {R"({"extends": 5})", "/extends = 5   must be the name of a file, or a list of names"},
        {R"({"extends": ["ok.json", 5]})", "/extends/1 = 5   must be the name of a file, or a list of names"},
        {R"({"extends": "broken.json"})", "FOLDER/broken.json line 1, column 7   unexpected }"},
        {R"({"extends": "old.json"})",
         "FOLDER/old.json /version = 0   is older than 1, the only version this program reads"},
        {R"({"extends": "ok.json", "seed": null})", "/seed = null   null removes a name, but there is none to remove"},
        {R"({"format": "stampede-results"})", "/format = \"stampede-results\"   must be \"stampede-experiment\""},
        {R"({"version": 2})", "/version = 2   is newer than 1, the only version this program reads"},
        {R"({"version": "one"})", "/version = \"one\"   is unlike 1, the only version this program reads"},
    }));
    CAPTURE(top);
    testing::TemporaryFolder const folder;
    folder.write("ok.json", R"({"question": "?"})");
    folder.write("broken.json", R"({"a": })");
    folder.write("old.json", R"({"version": 0})");
    folder.write("top.json", top);
    CHECK(only_problem(folder) == line);
}

TEST_CASE("a file that is not there is the whole message", "[experiments][extends]")
{
    testing::TemporaryFolder const folder;
    Problems problems{"none.json"};
    CHECK_THROWS_AS(load_experiment_file(folder.path() / "none.json", problems), InputError);
    CHECK_THROWS_WITH(load_experiment_file(folder.path() / "none.json", problems),
                      (folder.path() / "none.json").string() + ": no such file");
}
