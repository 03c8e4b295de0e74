#pragma once
// Damages valid JSON: in ways that a reader must notice, or in any way at all.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

namespace stampede::testing {

/// A text in which one thing is certainly wrong: a misspelt name, a wrong type, a number that JSON does not have, a
/// name given twice, lists without end, a byte that no text holds, or an end cut off. Draws from rapidcheck, so call it
/// inside a property.
/// @param is_table  whether the names in the object at this JSON Pointer are free, so that none can be misspelt
std::string broken(nlohmann::json const& valid, std::function<bool(std::string const&)> const& is_table);

/// A text that is good JSON of the right types, in which one thing cannot be: a number far below zero, or one of
/// `names` replaced by a name that is nowhere.
std::string impossible(nlohmann::json const& valid, std::set<std::string> const& names);

/// A text in which a few values were dropped, copied under another name, or replaced; it may still be valid.
std::string altered(nlohmann::json valid);

/// A text with a few bytes changed, lost, doubled or swapped; it may still be valid.
std::string scrambled(std::string text);

}  // namespace stampede::testing
