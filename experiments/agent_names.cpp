#include "experiments/agent_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "model/base/check.hpp"

namespace stampede {

namespace {

constexpr std::size_t longest = 24;  // longer names would break the lines of the templates

bool is_word_of_cpp(std::string_view name)
{
    constexpr std::string_view words =
        " alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class "
        "co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype "
        "default delete do double dynamic_cast else enum explicit export extern false final float for friend goto if "
        "import inline int long module mutable namespace new noexcept not not_eq nullptr operator or or_eq override "
        "private protected public register reinterpret_cast requires return short signed sizeof static static_assert "
        "static_cast struct switch template this thread_local throw true try typedef typeid typename union unsigned "
        "using virtual void volatile wchar_t while xor xor_eq ";
    return words.find(fmt::format(" {} ", name)) != std::string_view::npos;
}

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings)
{
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view end) { return word.ends_with(end); });
}

std::string cap_words(std::string_view snake)
{
    std::string words;
    bool first = true;
    for (char const letter : snake) {
        if (letter != '_')
            words += first && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        first = letter == '_';
    }
    return words;
}

}  // namespace

std::string plural(std::string_view word)
{
    if (ends_with_any(word, {"s", "x", "z", "ch", "sh"}))
        return std::string{word} + "es";
    if (word.ends_with('y') && !ends_with_any(word, {"ay", "ey", "oy", "uy"}))
        return std::string{word.substr(0, word.size() - 1)} + "ies";
    return std::string{word} + "s";
}

AgentNames agent_names(std::string const& agent)
{
    auto const demand = [&](bool holds, std::string const& rule) {
        require(holds, fmt::format("NAME = \"{}\"  {}", agent, rule));
    };
    static std::regex const lower_snake_case{"[a-z][a-z0-9]*(_[a-z0-9]+)*"};
    demand(std::regex_match(agent, lower_snake_case),
           "must be lower-case letters, digits and single underscores, beginning with a letter, e.g. \"herd_seller\"");
    demand(agent.size() <= longest, fmt::format("must not be longer than {} letters", longest));
    demand(!is_word_of_cpp(agent), "is a word of C++; add what kind of one it is, e.g. \"herd_seller\"");
    demand(!agent.ends_with('s') || ends_with_any(agent, {"ss", "us", "is"}),
           "must name one of them, not all: an experiment says \"kind\": \"herd_seller\"");
    std::string const all = plural(agent);
    return {agent, all, cap_words(all)};
}

}  // namespace stampede
