#pragma once
// JSON as text: strict parsing that says where it went wrong, places by JSON Pointer, values for messages.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "experiments/problems.hpp"

namespace stampede {

/// Parses one JSON text whose top must be an object. Names given twice, NaN and infinities, comments, text that is
/// not UTF-8 and nesting deeper than `deepest_nesting` are problems; the first syntax error ends the reading.
/// @param file  named in the problems if the text is not the one the user asked for; else ""
/// @return the object; `null` if there was no way to read one
[[nodiscard]] nlohmann::json parse_json(std::string_view text, std::string const& file, Problems& problems);

inline constexpr std::size_t deepest_nesting = 64;

/// A value from the command line: JSON if it reads as such, else the text itself.
[[nodiscard]] nlohmann::json parse_value(std::string const& text);

/// Whether a text from outside can stand in JSON.
[[nodiscard]] bool is_utf8(std::string const& text);

/// `pointer` with one more step, escaped as RFC 6901 wants it.
[[nodiscard]] std::string step_into(std::string const& pointer, std::string_view name);

/// The value on one line, cut to a readable length.
[[nodiscard]] std::string shown(nlohmann::json const& value);

/// "a number", "a text", "a list", "an object", "true or false" or "null".
[[nodiscard]] std::string_view type_name(nlohmann::json const& value);

/// A number as JSON: whole numbers without a decimal point, others in the shortest form that reads back the same.
[[nodiscard]] nlohmann::json number_json(double value);

}  // namespace stampede
