#pragma once
// "Did you mean ...?": the known name that is nearest to a misspelt one.

#include <string>
#include <string_view>
#include <vector>

namespace stampede {

/// Edits that turn one word into another: insert, delete, replace, swap neighbours; letters count without case.
/// @source optimal string alignment distance: Damerau, Comm. ACM 7(3), 1964, 171-176
[[nodiscard]] std::size_t edit_distance(std::string_view from, std::string_view to);

/// The nearest of `known`, or "" if none is near enough to be meant (a third of the longer word, at least one edit).
[[nodiscard]] std::string_view nearest(std::string_view word, std::vector<std::string_view> const& known);

/// `did you mean "limit"?`, or `one of a, b, c` when nothing is near, or "" when nothing is known.
[[nodiscard]] std::string advice(std::string_view word, std::vector<std::string_view> const& known);

}  // namespace stampede
