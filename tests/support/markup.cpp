#include "tests/support/markup.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace stampede::testing {

namespace {

/// The attributes of a tag after its name.
std::string complaint_about_attributes(std::string rest)
{
    static std::regex const attribute{R"re(^\s+([A-Za-z_:][\w:.-]*)="([^"<&]|&(amp|lt|gt|quot);)*")re"};
    std::set<std::string> names;
    for (std::smatch match; std::regex_search(rest, match, attribute); rest = match.suffix())
        if (!names.insert(match[1]).second)
            return "attribute twice: " + match[1].str();
    return rest.find_first_not_of(" \n/") == std::string::npos ? "" : "bad attributes: " + rest;
}

std::string complaint_about_words(std::string const& words)
{
    static std::regex const reference{"&(amp|lt|gt|quot);"};
    std::string const bare = std::regex_replace(words, reference, "");
    std::size_t const stray = bare.find_first_of("&>");
    return stray == std::string::npos ? "" : "stray " + bare.substr(stray, 20);
}

}  // namespace

std::string complaint_about_xml(std::string const& text)
{
    std::vector<std::string> open;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const begin = std::min(text.find('<', at), text.size());
        bool const style = !open.empty() && open.back() == "style";  // CSS: ">" has a meaning there
        if (std::string const words = complaint_about_words(text.substr(at, begin - at)); !words.empty() && !style)
            return words;
        if (begin == text.size())
            break;
        std::size_t const end = text.find('>', begin);
        if (end == std::string::npos)
            return "unfinished tag";
        std::string const tag = text.substr(begin + 1, end - begin - 1);
        std::size_t const named = std::min(tag.find_first_of(" \n/", 1), tag.size());
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1))
                return "closes what is not open: " + tag;
            open.pop_back();
        }
        else {
            if (std::string const wrong = complaint_about_attributes(tag.substr(named)); !wrong.empty())
                return wrong;
            if (!tag.ends_with('/'))
                open.push_back(tag.substr(0, named));
        }
        at = end + 1;
    }
    return open.empty() ? "" : "never closed: " + open.back();
}

std::vector<std::string> pieces(std::string const& text, std::string const& begin, std::string const& end)
{
    std::vector<std::string> found;
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        std::size_t const last = text.find(end, at + begin.size());
        if (last == std::string::npos)
            break;
        found.push_back(text.substr(at, last + end.size() - at));
    }
    return found;
}

std::vector<std::string> between(std::string const& text, std::string const& begin, std::string const& end)
{
    std::vector<std::string> found = pieces(text, begin, end);
    for (std::string& piece : found)
        piece = piece.substr(begin.size(), piece.size() - begin.size() - end.size());
    return found;
}

}  // namespace stampede::testing
