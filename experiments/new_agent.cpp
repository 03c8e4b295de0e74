#include "experiments/new_agent.hpp"

#include <fmt/format.h>

#include <regex>
#include <sstream>
#include <system_error>

#include "experiments/input_files.hpp"
#include "model/base/check.hpp"
#include "output/atomic_file.hpp"

namespace stampede {

namespace fs = std::filesystem;

namespace {

constexpr char const* roster_path = "agents/roster.cpp";

/// Puts the names into a template, where they stand between two @.
std::string filled(std::string text, AgentNames const& names)
{
    for (auto const& [mark, name] :
         {std::pair{"@agent@", names.agent}, std::pair{"@agents@", names.agents}, std::pair{"@Agents@", names.type}})
        text = std::regex_replace(text, std::regex{mark}, name);
    return text;
}

SourceText from_template(fs::path const& root, std::string const& file, std::string path, AgentNames const& names)
{
    fs::path const at = root / "experiments" / "templates" / file;
    require(fs::exists(at),
            fmt::format("{}  is missing; a new agent is made from it: restore it, e.g. from git", at.string()));
    return {std::move(path), filled(read_whole_file(at), names)};
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

/// The roster with the kind at the end of its list, and the header where the alphabet has it.
std::string enlarged_roster(std::string const& roster, AgentNames const& names)
{
    std::string const include = fmt::format("#include \"agents/{}.hpp\"", names.agents);
    std::string const entry =
        fmt::format("entry<Population, {}>(\"{}\", \"sells after a fall\"),", names.type, names.agent);
    bool included = false, in_list = false, entered = false;
    std::string text;
    for (std::string const& line : lines_of(roster)) {
        if (!included && line.starts_with("#include \"") && line > include) {
            text += include + "\n";
            included = true;
        }
        in_list = in_list || line.ends_with("Roster<Population> const list{");
        if (std::size_t const indent = line.find_first_not_of(' ');
            in_list && !entered && indent != std::string::npos && line.substr(indent) == "}};") {
            text += std::string(indent + 4, ' ') + entry + "\n";
            entered = true;
        }
        text += line + "\n";
    }
    require(included && entered,
            fmt::format("{}  has no list \"Roster<Population> const list{{\" that ends with a line "
                        "\"}}}};\", or no includes; bring it into that form",
                        roster_path));
    return text;
}

std::vector<fs::path> files_below(fs::path const& folder)
{
    std::vector<fs::path> files;
    if (fs::is_directory(folder))
        for (auto const& entry : fs::recursive_directory_iterator{folder})
            if (entry.is_regular_file())
                files.push_back(entry.path());
    return files;
}

/// @throws InputError if anything that the kind brings is there already
void require_free(fs::path const& root, std::string const& roster, AgentNames const& names,
                  std::vector<SourceText> const& files)
{
    auto const taken = [&](std::string const& by) {
        throw InputError{fmt::format("NAME = \"{}\"  is taken: {}; take another name", names.agent, by)};
    };
    if (roster.find('"' + names.agent + '"') != std::string::npos)
        taken(fmt::format("{} has it", roster_path));
    for (SourceText const& file : files)
        if (fs::exists(root / file.path))
            taken(fmt::format("there is a file {}", file.path));
    for (fs::path const& file : files_below(root / "tests"))
        if (file.filename() == names.agent + "_test.cpp")
            taken(fmt::format("there is a test {}", file.lexically_relative(root).string()));
    std::regex const declaration{fmt::format(R"(\b(class|struct|enum|using)\s+{}\b)", names.type)};
    for (char const* const layer : {"model", "agents"})
        for (fs::path const& file : files_below(root / layer))
            if (file.extension() == ".hpp" && std::regex_search(read_whole_file(file), declaration))
                taken(fmt::format("{} declares {}", file.lexically_relative(root).string(), names.type));
}

}  // namespace

fs::path source_root(fs::path const& start)
{
    fs::path const first = fs::absolute(start).lexically_normal();
    for (fs::path folder = first;; folder = folder.parent_path()) {
        if (fs::exists(folder / roster_path))
            return folder;
        require(folder != folder.parent_path(),
                fmt::format("{}  holds no sources of Stampede ({}), nor does any folder above it; go to a checkout, or "
                            "name one with --root DIR",
                            first.string(), roster_path));
    }
}

std::vector<SourceText> new_agent(fs::path const& root, AgentNames const& names)
{
    std::string const roster = read_whole_file(root / roster_path);
    std::vector<SourceText> files{
        from_template(root, "agents.hpp.txt", fmt::format("agents/{}.hpp", names.agents), names),
        from_template(root, "agents.cpp.txt", fmt::format("agents/{}.cpp", names.agents), names),
        from_template(root, "agent_test.cpp.txt", fmt::format("tests/agents/{}_test.cpp", names.agent), names)};
    require_free(root, roster, names, files);
    files.push_back({roster_path, enlarged_roster(roster, names)});
    return files;
}

void write_all_or_none(fs::path const& root, std::vector<SourceText> const& files)
{
    std::vector<fs::path> written;
    try {
        for (SourceText const& file : files) {
            write_atomically(root / file.path, file.text);
            written.push_back(root / file.path);
        }
    }
    catch (...) {
        for (fs::path const& path : written) {
            std::error_code ignored;
            fs::remove(path, ignored);
        }
        throw;
    }
}

}  // namespace stampede
