// stampede --version: the program, every library it was built with, the compiler.

#include <catch2/catch.hpp>
#include <regex>

#include "experiments/version.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("--version tells the program, its libraries and its compiler", "[experiments]")
{
    Ran const ran = command({"--version"});
    CAPTURE(ran.data);
    CHECK(ran.code == 0);
    CHECK(ran.messages.empty());
    std::regex const page{R"(stampede \d+\.\d+\.\d+ \(([0-9a-f]{7,}(-dirty)?|unknown|v.*)\)
Boost \d+\.\d+\.\d+, nlohmann/json \d+\.\d+\.\d+, CLI11 \d+\.\d+\.\d+, fmt \d+\.\d+\.\d+, Random123 \(Philox4x32-10\), HDF5 \d+\.\d+\.\d+, OpenSSL \d+\.\d+\.\d+
(g\+\+|clang) \d+\.\d+\.\d+
)"};
    CHECK(std::regex_match(ran.data, page));
    CHECK(ran.data.starts_with("stampede " + program_version() + " (" + source_revision() + ")\n"));
}

// What is linked or included, as CMakeLists.txt asks for it.
TEST_CASE("--version leaves out no library that CMake looks for", "[experiments]")
{
    std::ifstream file{source_dir() / "CMakeLists.txt"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    std::string const page = command({"--version"}).data;
    std::size_t libraries = 0;
    std::regex const package{R"(\nfind_(?:package|path)\((?:RANDOM123_INCLUDE )?(\w+))"};
    for (std::sregex_iterator found{text.begin(), text.end(), package}, end; found != end; ++found) {
        std::string name = (*found)[1];
        if (name == "Threads")
            continue;  // of the C library
        if (name == "nlohmann_json")
            name = "nlohmann/json";
        CAPTURE(name, page);
        CHECK(page.find(name + " ") != std::string::npos);
        ++libraries;
    }
    CHECK(libraries == 7);
}

TEST_CASE("a results file names the same libraries", "[experiments]")
{
    TemporaryFolder const folder;
    std::string const out = (folder.path() / "out.h5").string();
    REQUIRE(command({"run", write_lender(folder).string(), "--quiet", "--out", out}).code == 0);
    std::string const libraries = ResultsFile{out}.text("libraries");
    CHECK(command({"--version"}).data.find("\n" + libraries + "\n") != std::string::npos);
}
