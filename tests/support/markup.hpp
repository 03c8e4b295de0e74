#pragma once
// Pages and pictures as text: whether they are well-formed, and what stands in them.

#include <string>
#include <vector>

namespace stampede::testing {

/// What is wrong with a piece of XML without declarations: tags that do not match, attributes without quotes or given
/// twice, stray "<" or "&"; "" if nothing is.
[[nodiscard]] std::string complaint_about_xml(std::string const& text);

/// Everything from `begin` up to and with `end`, in order.
[[nodiscard]] std::vector<std::string> pieces(std::string const& text, std::string const& begin,
                                              std::string const& end);

/// What stands between `begin` and `end`, in order.
[[nodiscard]] std::vector<std::string> between(std::string const& text, std::string const& begin,
                                               std::string const& end);

}  // namespace stampede::testing
