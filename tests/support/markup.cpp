#include "tests/support/markup.hpp"

#include <algorithm>
#include <set>

namespace stampede::testing {

namespace {

/// Text between tags or in an attribute.
std::string complaint_about_words(std::string const& words)
{
    for (std::size_t at = words.find_first_of("&<>"); at != std::string::npos;
         at = words.find_first_of("&<>", at + 1)) {
        std::string const rest = words.substr(at, 6);
        bool const reference = rest.starts_with("&amp;") || rest.starts_with("&lt;") || rest.starts_with("&gt;") ||
                               rest.starts_with("&quot;");
        if (!reference)
            return "stray " + rest;
    }
    return "";
}

/// What follows the name of a tag: name="value" with blanks between, perhaps a slash at the end.
std::string complaint_about_attributes(std::string const& rest)
{
    std::set<std::string> names;
    std::size_t at = 0;
    for (;;) {
        std::size_t const begin = rest.find_first_not_of(" \n", at);
        if (begin == std::string::npos || (rest[begin] == '/' && begin + 1 == rest.size()))
            return "";
        std::size_t const equals = rest.find("=\"", begin);
        std::size_t const end = equals == std::string::npos ? equals : rest.find('"', equals + 2);
        if (begin == at || end == std::string::npos)
            return "bad attributes: " + rest.substr(begin, 40);
        std::string const name = rest.substr(begin, equals - begin);
        if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-") !=
            std::string::npos)
            return "bad name: " + name;
        if (!names.insert(name).second)
            return "attribute twice: " + name;
        if (std::string const wrong = complaint_about_words(rest.substr(equals + 2, end - equals - 2)); !wrong.empty())
            return wrong;
        at = end + 1;
    }
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
