#include "experiments/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stampede {

namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::size_t edit_distance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> before_last(to.size() + 1), last(to.size() + 1), row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        before_last.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            bool const same = lower(from[i - 1]) == lower(to[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            bool const swapped =
                i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) && lower(from[i - 2]) == lower(to[j - 1]);
            if (swapped)
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[to.size()];
}

std::string_view nearest(std::string_view word, std::vector<std::string_view> const& known)
{
    constexpr std::size_t longest = 64;  // no name is longer, and the search is quadratic
    std::string_view best;
    std::size_t least = longest;
    if (word.size() > longest)
        return best;
    for (std::string_view const name : known) {
        std::size_t const distance = edit_distance(word, name);
        std::size_t const allowed = std::max<std::size_t>(1, std::max(word.size(), name.size()) / 3);
        if (distance <= allowed && distance < least && distance < name.size()) {
            best = name;
            least = distance;
        }
    }
    return best;
}

std::string advice(std::string_view word, std::vector<std::string_view> const& known)
{
    if (std::string_view const meant = nearest(word, known); !meant.empty())
        return fmt::format("did you mean \"{}\"?", meant);
    constexpr std::size_t shown = 12;
    auto const end = known.begin() + static_cast<std::ptrdiff_t>(std::min(shown, known.size()));
    std::string const names = fmt::format("{}", fmt::join(known.begin(), end, ", "));
    return known.empty() ? "" : fmt::format("one of {}{}", names, known.size() > shown ? ", ..." : "");
}

}  // namespace stampede
