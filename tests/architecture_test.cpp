// The rules of the house, read off the sources: who may include whom, what may not be called, how long things may grow.

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "tests/places.hpp"
#include "tests/source_text.hpp"

using namespace stampede::testing;
namespace {

using Findings = std::vector<std::string>;

std::set<std::string_view> const& knows(std::string_view layer)
{
    static std::map<std::string_view, std::set<std::string_view>> const rule{
        {"model", {"model"}},
        {"agents", {"agents", "model"}},
        {"networks", {"networks", "model"}},
        {"output", {"output", "model"}},
        {"experiments", {"experiments", "agents", "networks", "output", "model"}},
        {"tests", {"tests", "experiments", "agents", "networks", "output", "model"}},
    };
    return rule.at(layer);
}

/// Folders and files that must not see others: (who, what it may not include).
std::vector<std::pair<std::regex, std::regex>> const& blind_spots()
{
    static std::vector<std::pair<std::regex, std::regex>> const pairs = [] {
        std::vector<std::pair<std::regex, std::regex>> made;
        for (auto const& [who, what] : std::vector<std::pair<char const*, char const*>>{
                 {"model/base/.*", "model/(?!base/).*"},
                 {"model/(graphs|policies)/.*",
                  "model/(world|population|mechanism|observer|simulation|mechanisms/.*)(\\.hpp)?"},
                 {"model/mechanisms/.*", "model/simulation\\.hpp"},
                 {"experiments/(?!main\\.cpp|commands/).*", "experiments/commands/.*"},
             })
            made.emplace_back(std::regex{who}, std::regex{what});
        return made;
    }();
    return pairs;
}

bool is_numeric_layer(std::string_view layer)
{
    return layer == "model" || layer == "agents" || layer == "networks";
}

/// Runs `judge(file, report)` over all sources; `report(line)` adds a finding.
template <class Judge>
Findings findings(Judge const& judge)
{
    Findings all;
    for (SourceFile const& file : project_sources())
        judge(file, [&](std::string const& what) { all.push_back(file.path + ": " + what); });
    return all;
}

Findings const nothing{};

int line_of(std::string const& text, std::ptrdiff_t position)
{
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + position, '\n'));
}

/// Reports every match of `forbidden` in the code of model, agents and networks.
Findings numeric_layers_using(std::regex const& forbidden)
{
    return findings([&](SourceFile const& file, auto report) {
        if (!is_numeric_layer(layer_of(file.path)))
            return;
        for (std::sregex_iterator it{file.code.begin(), file.code.end(), forbidden}, end; it != end; ++it)
            report(std::to_string(line_of(file.code, it->position())) + ": " + it->str());
    });
}

bool is_mutable_variable(Passage const& statement)
{
    static std::regex const no_variable{
        R"(^(using|typedef|__extension__ typedef|static_assert|template|extern template|friend|class|struct|union|enum|namespace|concept)\b|\boperator\b)"};
    static std::regex const constant{R"(\b(const|constexpr)\b)"};
    std::string const declarator = statement.head.substr(0, statement.head.find_first_of("={"));
    return !std::regex_search(statement.head, no_variable) && declarator.find('(') == std::string::npos &&
           !std::regex_search(declarator, constant);
}

/// `static` or `thread_local` objects of any scope that are not constant.
Findings mutable_statics(std::string const& code)
{
    static std::regex const pattern{R"(\b(?:static|thread_local)\s+([^;{}()=]*)([;{(=]))"};
    static std::regex const constant{R"(\b(?:const|constexpr)\b)"};
    Findings found;
    for (std::sregex_iterator it{code.begin(), code.end(), pattern}, end; it != end; ++it)
        if ((*it)[2] != "(" && !std::regex_search((*it)[1].str(), constant) &&
            (*it)[1].str().find("operator") == std::string::npos)
            found.push_back(std::to_string(line_of(code, it->position())) + ": " + it->str());
    return found;
}

/// The undefined symbols of a static library, as the linker sees them.
std::set<std::string> undefined_symbols(std::string const& library)
{
    std::set<std::string> symbols;
    FILE* const listing = popen(("nm -u '" + library + "'").c_str(), "r");
    REQUIRE(listing != nullptr);
    std::array<char, 4096> line{};
    while (std::fgets(line.data(), static_cast<int>(line.size()), listing) != nullptr) {
        std::string const text{line.data()};
        if (std::size_t const mark = text.find(" U "); mark != std::string::npos)
            symbols.insert(text.substr(mark + 3, text.find_first_of("@\n") - mark - 3));
    }
    REQUIRE(pclose(listing) == 0);
    return symbols;
}

}  // namespace

TEST_CASE("no include points up or sideways", "[architecture]")
{
    CHECK(findings([](SourceFile const& file, auto report) {
              for (Include const& include : includes(file))
                  if (include.quoted && !knows(layer_of(file.path)).contains(layer_of(include.what)))
                      report("must not include " + include.what);
          }) == nothing);
}

TEST_CASE("inside a layer the ground does not know what stands on it", "[architecture]")
{
    CHECK(findings([](SourceFile const& file, auto report) {
              for (auto const& [who, what] : blind_spots())
                  for (Include const& include : includes(file))
                      if (std::regex_match(file.path, who) && std::regex_match(include.what, what))
                          report("must not include " + include.what);
          }) == nothing);
}

TEST_CASE("includes name a file from the root, and never go in a circle", "[architecture]")
{
    std::map<std::string, std::vector<std::string>> graph;
    for (SourceFile const& file : project_sources())
        for (Include const& include : includes(file))
            if (include.quoted)
                graph[file.path].push_back(include.what);

    Findings problems;
    std::set<std::string> done, open;
    std::function<void(std::string const&)> const visit = [&](std::string const& path) {
        if (done.contains(path))
            return;
        open.insert(path);
        for (std::string const& next : graph[path])
            if (!std::filesystem::exists(source_dir() / next))
                problems.push_back(path + ": no such file: " + next);
            else if (open.contains(next))
                problems.push_back(path + ": circle through " + next);
            else
                visit(next);
        open.erase(path);
        done.insert(path);
    };
    for (SourceFile const& file : project_sources())
        visit(file.path);
    CHECK(problems == nothing);
}

TEST_CASE("a source includes its own header first, which so is known to compile alone", "[architecture]")
{
    CHECK(findings([](SourceFile const& file, auto report) {
              std::string const header = std::regex_replace(file.path, std::regex{"cpp$"}, "hpp");
              bool const has_own = std::filesystem::exists(source_dir() / header);
              if (file.path.ends_with(".cpp") && has_own && includes(file).front().what != header)
                  report("must include " + header + " first");
          }) == nothing);
}

TEST_CASE("HDF5 has one door, JSON and the command line one floor", "[architecture]")
{
    std::set<std::string> hdf5;
    Findings const misplaced = findings([&](SourceFile const& file, auto report) {
        std::string_view const layer = layer_of(file.path);
        for (Include const& include : includes(file)) {
            if (std::regex_match(include.what, std::regex{R"((hdf5.*|H5.*)\.h(pp)?)"}) && layer != "tests")
                hdf5.insert(file.path);
            bool const json = include.what.starts_with("nlohmann/");
            if ((json || include.what.starts_with("CLI/")) && layer != "experiments" && layer != "tests")
                report("must not include " + include.what);
            if (json && layer != "tests" && file.path.ends_with(".hpp") && include.what != "nlohmann/json_fwd.hpp")
                report("a header includes " + include.what + "; take nlohmann/json_fwd.hpp");
        }
    });
    CHECK(misplaced == nothing);
    REQUIRE(hdf5.size() == 1);
    CHECK(layer_of(*hdf5.begin()) == "output");
}

TEST_CASE("the numbers depend on no library that may differ between machines", "[architecture]")
{
    CHECK(
        numeric_layers_using(std::regex{
            R"((std::|[^\w:]::)(exp2?|expm1|log(2|10|1p|b)?|pow|cbrt|hypot|a?(sin|cos|tan)h?|atan2|erfc?|[lt]gamma)f?l?\s*\()"}) ==
        nothing);
    CHECK(numeric_layers_using(std::regex{R"(std::\w+_distribution\b|\bs?rand\s*\(|\brandom_device\b)"}) == nothing);
    CHECK(numeric_layers_using(std::regex{
              R"(\bchrono\b|\bclock\(\)|\bclock_gettime\b|\bgettimeofday\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\))"}) ==
          nothing);
    CHECK(findings([](SourceFile const& file, auto report) {
              for (Include const& include : includes(file))
                  if (is_numeric_layer(layer_of(file.path)) &&
                      (include.what == "random" || include.what == "chrono" || include.what == "ctime"))
                      report("must not include <" + include.what + ">");
          }) == nothing);
}

TEST_CASE("the linker agrees: no libm, luck or clock in the numeric layers", "[architecture]")
{
    std::regex const foreign{
        R"((exp2?|expm1|log(2|10|1p|b)?|pow|cbrt|hypot|sincos|a?(sin|cos|tan)h?|atan2|erfc?|[lt]gamma)f?l?)"
        R"(|s?rand(om)?|clock|clock_gettime|gettimeofday|time|_ZNSt6chrono.*|_ZNSt13random_device.*)"};
    for (std::string const& library : numeric_libraries()) {
        Findings found;
        for (std::string const& symbol : undefined_symbols(library))
            if (std::regex_match(symbol, foreign))
                found.push_back(symbol);
        CAPTURE(library);
        CHECK(found == nothing);
    }
}

TEST_CASE("no state outlives a run: every variable outside an object is constant", "[architecture]")
{
    CHECK(findings([](SourceFile const& file, auto report) {
              for (Passage const& statement : outline(file.code).statements)
                  if (is_mutable_variable(statement))
                      report(std::to_string(statement.first_line) + ": " + statement.head);
              for (std::string const& found : mutable_statics(file.code))
                  report(found);
          }) == nothing);
}

TEST_CASE("files end at 400 lines and functions at 60", "[architecture]")
{
    CHECK(findings([](SourceFile const& file, auto report) {
              auto const lines = std::count(file.text.begin(), file.text.end(), '\n');
              if (lines > 400)
                  report(std::to_string(lines) + " lines");
              for (Passage const& function : outline(file.code).functions)
                  if (int const length = function.last_line - function.first_line + 1; length > 60)
                      report(std::to_string(function.first_line) + ": " + std::to_string(length) +
                             " lines: " + function.head.substr(0, 60));
          }) == nothing);
}

TEST_CASE("the top level is the agreed list", "[architecture]")
{
    std::set<std::string> const agreed{
        "CMakeLists.txt", "model",     "agents",  "networks",     "experiments",       "output",
        "tests",          "README.md", "LICENSE", "CITATION.cff", "CMakePresets.json", "CHANGELOG.md"};
    std::regex const made_by_tools{R"(\..*|build.*|results)"};  // as in .gitignore
    std::set<std::string> found;
    for (std::filesystem::directory_entry const& entry : std::filesystem::directory_iterator{source_dir()})
        if (std::string const name = entry.path().filename().string(); !std::regex_match(name, made_by_tools))
            found.insert(name);
    CHECK(found == agreed);
}

TEST_CASE("the reader of sources sees what the rules are about", "[architecture]")
{
    std::string const code = blank_non_code(
        "// int comment;\n"
        "#define MACRO int macro;\n"
        "namespace a {\n"
        "int counter = 0;\n"
        "constexpr int three{3};\n"
        "char const* const text = \"{ ; \\\" }\", * const raw = R\"x({)\" )x\";\n"
        "template <class T> struct Box { int inside; T get() const { return T{1'000}; } };\n"
        "Box<int> f(int x, Box<int> y = {});\n"
        "Box<int> f(int x)\n"
        "    : y_{x}, z_{'\\''}\n"
        "{\n"
        "    static int calls = 0;\n"
        "    static int const limit = 3;\n"
        "    return {};\n"
        "}\n"
        "}\n");
    Outline const seen = outline(code);

    REQUIRE(seen.functions.size() == 2);
    CHECK(seen.functions[0].head == "T get() const");
    CHECK(seen.functions[1].first_line == 9);
    CHECK(seen.functions[1].last_line == 15);
    REQUIRE(seen.statements.size() == 4);
    CHECK(is_mutable_variable(seen.statements[0]));
    CHECK_FALSE(is_mutable_variable(seen.statements[1]));
    CHECK_FALSE(is_mutable_variable(seen.statements[2]));
    CHECK_FALSE(is_mutable_variable(seen.statements[3]));
    CHECK(mutable_statics(code) == Findings{"12: static int calls ="});
}
