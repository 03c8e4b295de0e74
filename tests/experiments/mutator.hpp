#pragma once
// Damages valid JSON: in ways that a reader must notice, or in any way at all.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace stampede::testing {

/// A text in which one thing is certainly wrong: a misspelt name, a wrong type, a number that JSON does not have, a
/// name given twice, or an end cut off. Draws from rapidcheck, so call it inside a property.
/// @param is_table  whether the names in the object at this JSON Pointer are free, so that none can be misspelt
std::string broken(nlohmann::json const& valid, std::function<bool(std::string const&)> const& is_table);

/// A text with a few bytes changed, lost, doubled or swapped; it may still be valid.
std::string scrambled(std::string text);

}  // namespace stampede::testing
