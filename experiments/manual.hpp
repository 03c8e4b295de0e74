#pragma once
// What `stampede describe` prints: names, units, ranges, defaults and meanings, read off the declarations.

#include <string>

#include "experiments/json_fields.hpp"

namespace stampede {

/// Table of all fields of a thing, nested ones as "group/name" and "table/NAME/name".
[[nodiscard]] std::string describe_fields(Visit const& thing);

/// Page on one topic of an experiment: a name at its top, a family of rules, or a kind; "" is the table of contents,
/// "all" is everything with every parameter.
/// @throws InputError with a suggestion if there is no such topic
[[nodiscard]] std::string describe_topic(Visit const& experiment, std::string_view topic);

}  // namespace stampede
