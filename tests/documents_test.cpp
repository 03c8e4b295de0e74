// Documents name only files that are there.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include "tests/places.hpp"

namespace fs = std::filesystem;
using stampede::testing::source_dir;

namespace {

/// All Markdown files of the repository, builds and hidden folders left out.
std::vector<fs::path> documents()
{
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator{source_dir()})
        if (entry.path().extension() == ".md")
            found.push_back(entry.path());
    for (std::string const folder : {"model", "agents", "networks", "output", "experiments", "tests"})
        for (auto const& entry : fs::recursive_directory_iterator{source_dir() / folder})
            if (entry.path().extension() == ".md")
                found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

std::string text_of(fs::path const& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What a pattern catches in its first group, everywhere in a text.
std::vector<std::string> all_of(std::string const& text, std::regex const& pattern)
{
    std::vector<std::string> caught;
    for (std::sregex_iterator match{text.begin(), text.end(), pattern}, end; match != end; ++match)
        caught.push_back((*match)[1]);
    return caught;
}

}  // namespace

TEST_CASE("links of documents lead to files", "[documents]")
{
    std::regex const link{R"(\]\(([^)#:]+)\))"};
    std::size_t seen = 0;
    for (fs::path const& document : documents())
        for (std::string const& target : all_of(text_of(document), link)) {
            CAPTURE(document, target);
            CHECK(fs::exists(document.parent_path() / target));
            ++seen;
        }
    CHECK(seen > 10);
}

TEST_CASE("sources that documents name exist", "[documents]")
{
    // `model/queue.cpp`, from the root or from the document's folder; `clearing_*_test.cpp` stands for several.
    std::regex const source{R"(`([A-Za-z_0-9]+/[A-Za-z_0-9/.-]+\.(?:cpp|hpp|md|py|sh|json|R|csv|svg))`)"};
    std::size_t seen = 0;
    for (fs::path const& document : documents()) {
        if (document.filename() == "SOURCES.md")
            continue;  // names files of others
        for (std::string const& target : all_of(text_of(document), source)) {
            CAPTURE(document, target);
            CHECK((fs::exists(source_dir() / target) || fs::exists(document.parent_path() / target)));
            ++seen;
        }
    }
    CHECK(seen > 40);
}
