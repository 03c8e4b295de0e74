#include "tests/source_text.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/places.hpp"

namespace stampede::testing {
namespace {

namespace fs = std::filesystem;

/// One past `end` where it is next found behind `at`, or the end of the text.
std::size_t past(std::string_view text, std::string_view end, std::size_t at)
{
    std::size_t const found = text.find(end, at);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

/// One past the quote that closes the one at `at`, or past the line's end where a backslash does not continue it.
std::size_t past_unescaped(std::string_view text, char end, std::size_t at)
{
    for (++at; at < text.size() && text[at] != end; ++at)
        if (text[at] == '\\')
            ++at;
    return std::min(at + 1, text.size());
}

/// One past the comment, literal or preprocessor line that starts at `at`; `at` itself if none does.
std::size_t past_non_code(std::string_view text, std::size_t at)
{
    std::string_view const rest = text.substr(at);
    bool const in_word = at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;  // 1'000
    std::size_t const line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (rest.starts_with("//"))
        return std::min(text.find('\n', at), text.size());
    if (rest.starts_with("/*"))
        return past(text, "*/", at + 2);
    if (rest.starts_with("R\"") && !in_word) {
        std::string const delimiter{rest.substr(2, rest.find('(') - 2)};
        return past(text, ")" + delimiter + "\"", at);
    }
    if (rest.starts_with("\"") || (rest.starts_with("'") && !in_word))
        return past_unescaped(text, rest[0], at);
    if (rest.starts_with("#") && text.substr(line, at - line).find_first_not_of(" \t") == std::string_view::npos)
        return past_unescaped(text, '\n', at) - 1;
    return at;
}

std::string squeezed(std::string_view text)
{
    std::istringstream words{std::string{text}};
    std::string result;
    for (std::string word; words >> word;)
        result += (result.empty() ? "" : " ") + word;
    return result;
}

/// What an opening brace behind `head` opens.
enum class Scope { names, type, function, value };

Scope opened_by(std::string const& head, bool after_space)
{
    static std::regex const names{R"(^(?:inline )?namespace\b|^extern$)"};
    static std::regex const type{R"(^(?:typedef )?(?:class|struct|union)\b)"};
    static std::regex const leading_template{R"(^template <[^{]*?>(?: requires [^{(]*)? (?=class|struct|union))"};
    std::string const bare = std::regex_replace(head, leading_template, "");
    std::size_t const call = head.find('('), assigned = head.find(" = ");
    if (std::regex_search(bare, names))
        return Scope::names;
    if (std::regex_search(bare, type) && call == std::string::npos)
        return Scope::type;
    bool const inside_parentheses =
        std::count(head.begin(), head.end(), '(') > std::count(head.begin(), head.end(), ')');
    bool const has_parameters = call != std::string::npos && call < assigned && !inside_parentheses;
    return has_parameters && after_space ? Scope::function : Scope::value;
}

/// Walks over code once, keeping the stack of open braces.
class Walk {
  public:
    Outline take(std::string_view code)
    {
        for (std::size_t at = 0; at < code.size(); ++at)
            step(code[at], at > 0 && std::isspace(static_cast<unsigned char>(code[at - 1])) != 0);
        return std::move(result_);
    }

  private:
    struct Open {
        Scope scope;
        Passage passage;
    };

    void step(char letter, bool after_space)
    {
        if (letter == '\n')
            ++line_;
        if (letter == '{')
            open(after_space);
        else if (letter == '}' && !open_.empty())
            close();
        else if (!in_scope())
            return;
        else if (letter == ';')
            finish_statement();
        else
            extend(letter);
    }

    [[nodiscard]] bool in_scope() const
    {
        return open_.empty() || open_.back().scope == Scope::names || open_.back().scope == Scope::type;
    }
    [[nodiscard]] bool at_file_scope() const { return open_.empty() || open_.back().scope == Scope::names; }

    void extend(char letter)
    {
        bool const blank = std::isspace(static_cast<unsigned char>(letter)) != 0;
        if (head_.empty() && !blank)
            first_line_ = line_;
        if (!head_.empty() || !blank)
            head_ += letter;
    }
    void open(bool after_space)
    {
        Scope const scope = in_scope() ? opened_by(squeezed(head_), after_space) : Scope::value;
        open_.push_back({scope, {squeezed(head_), first_line_, line_}});
        if (scope == Scope::names || scope == Scope::type)
            head_.clear();
    }
    void close()
    {
        Open closed = std::move(open_.back());
        open_.pop_back();
        closed.passage.last_line = line_;
        if (closed.scope == Scope::function)
            result_.functions.push_back(closed.passage);
        if (closed.scope != Scope::value)
            head_.clear();
        else if (in_scope())
            head_ += "{}";
    }
    void finish_statement()
    {
        if (at_file_scope() && !head_.empty())
            result_.statements.push_back({squeezed(head_), first_line_, line_});
        head_.clear();
    }

    Outline result_;
    std::vector<Open> open_;
    std::string head_;
    int line_ = 1;
    int first_line_ = 1;
};

SourceFile read(fs::path const& path, fs::path const& root)
{
    std::ifstream stream{path};
    std::ostringstream text;
    text << stream.rdbuf();
    return {fs::relative(path, root).generic_string(), text.str(), blank_non_code(text.str())};
}

/// Is it a source that the rules are for? The yardstick of the benchmarks is kept as it was measured elsewhere.
bool is_ours(fs::path const& path)
{
    bool const source = path.extension() == ".hpp" || path.extension() == ".cpp";
    return source && path.parent_path() != source_dir() / "tests/benchmarks/baseline";
}

std::vector<SourceFile> read_all()
{
    fs::path const root = source_dir();
    std::vector<SourceFile> files;
    for (char const* folder : {"model", "agents", "networks", "output", "experiments", "tests"})
        for (fs::directory_entry const& entry : fs::recursive_directory_iterator{root / folder})
            if (is_ours(entry.path()))
                files.push_back(read(entry.path(), root));
    std::sort(files.begin(), files.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
    return files;
}

}  // namespace

std::string blank_non_code(std::string_view text)
{
    std::string code{text};
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const end = past_non_code(text, at);
        for (std::size_t i = at; i < end; ++i)
            if (code[i] != '\n')
                code[i] = ' ';
        at = std::max(end, at + 1);
    }
    return code;
}

std::vector<SourceFile> const& project_sources()
{
    static std::vector<SourceFile> const files = read_all();
    return files;
}

std::vector<Include> includes(SourceFile const& file)
{
    static std::regex const line{R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+))re"};
    std::vector<Include> found;
    for (std::sregex_iterator it{file.text.begin(), file.text.end(), line}, end; it != end; ++it)
        found.push_back({(*it)[2].str(), (*it)[1].str() == "\""});
    return found;
}

Outline outline(std::string_view code)
{
    return Walk{}.take(code);
}

std::string_view layer_of(std::string_view path)
{
    return path.substr(0, path.find('/'));
}

}  // namespace stampede::testing
