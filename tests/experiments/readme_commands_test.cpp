// What the READMEs tell people to type is understood: commands that run experiments are checked, the others are run.

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "experiments/input_files.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/working_in.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// Words of a line as a shell sees them: quotes hold words together, a lone # begins a comment.
Words words_of(std::string const& line)
{
    Words words;
    std::string word;
    char quote = 0;
    bool begun = false;
    auto const end_word = [&] {
        if (begun)
            words.push_back(word);
        word.clear();
        begun = false;
    };
    for (char const letter : line) {
        if (quote == 0 && letter == '#' && !begun)
            break;
        if (quote != 0 ? letter == quote : letter == '\'' || letter == '"') {
            quote = quote == 0 ? letter : 0;
            begun = true;
        }
        else if (quote == 0 && letter == ' ')
            end_word();
        else {
            word += letter;
            begun = true;
        }
    }
    end_word();
    return words;
}

/// Arguments of every call of the program in a shell block of a document.
std::vector<Words> calls_in(fs::path const& document)
{
    std::vector<Words> calls;
    std::istringstream lines{read_whole_file(document)};
    bool in_shell = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            in_shell = !in_shell && line == "```sh";
            continue;
        }
        Words words = in_shell ? words_of(line) : Words{};
        auto const program = std::ranges::find_if(
            words, [](std::string const& word) { return fs::path{word}.filename() == "stampede"; });
        if (program != words.end() && program + 1 != words.end() && words.front() != "git")
            calls.emplace_back(program + 1, words.end());
    }
    return calls;
}

/// The files a word stands for: "FILE" is any experiment, a path begins at the document or at the top, * are all.
Words files_of(std::string const& word, fs::path const& folder)
{
    if (word == "FILE")
        return {(source_dir() / "experiments" / "scenarios" / "bank_run_lesson.json").string()};
    for (fs::path const& place : {folder / word, source_dir() / word}) {
        if (fs::exists(place))
            return {place.string()};
        std::size_t const star = place.string().find('*');
        if (star == std::string::npos || word.find('/') == std::string::npos)
            continue;
        Words found;
        if (fs::exists(place.parent_path()))
            for (auto const& entry : fs::directory_iterator{place.parent_path()})
                if (entry.path().string().ends_with(place.string().substr(star + 1)))
                    found.push_back(entry.path().string());
        if (!found.empty())
            return found;
    }
    return {word};
}

/// The call with files of this checkout; its results files are those of a short run, in the working folder.
Words made_ready(Words const& call, fs::path const& folder, fs::path const& results)
{
    std::set<std::string> const reads{"report", "reproduce", "inspect", "diff"};
    Words ready;
    for (std::string const& word : call) {
        bool const read = reads.contains(call.front()) && word.ends_with(".h5");
        Words const files = read ? Words{results.string()} : files_of(word, folder);
        ready.insert(ready.end(), files.begin(), files.end());
    }
    return ready;
}

}  // namespace

TEST_CASE("every command in a README is understood", "[experiments][documents]")
{
    TemporaryFolder const folder;
    fs::path const results = folder.path() / "results.h5";
    REQUIRE(command({"run", files_of("FILE", {}).front(), "--quiet", "--out", results.string()}).code == 0);
    std::set<std::string> const checked{"run", "ensemble", "compare", "validate"};
    std::set<std::string> used;
    for (char const* const name : {"README.md", "experiments/README.md", "experiments/what_ifs/README.md",
                                   "experiments/scenarios/README.md", "tests/benchmarks/README.md"}) {
        fs::path const document = source_dir() / name;
        for (Words const& call : calls_in(document)) {
            WorkingIn const inside{folder.path()};
            Words ready = made_ready(call, document.parent_path(), results);
            used.insert(ready.front());
            if (ready.front() == "new")  // writes into the checkout: new_agent.sh
                continue;
            if (checked.contains(ready.front()))
                ready.push_back("--check");
            Ran const ran = command(ready);
            CAPTURE(name, call, ran.messages);
            CHECK(ran.code == 0);
        }
    }
    CHECK(used.size() >= 10);
}
