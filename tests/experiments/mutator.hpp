#pragma once
// Damages valid JSON, tables and files: in ways that a reader must notice, or in any way at all.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

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

/// A CSV text in which one thing is certainly wrong: a cell of a number that is none, a cell lost or added, a quote
/// left open, or, if columns go by their names, a column renamed or all rows lost.
/// @param used  columns that are read as numbers, by their place; comments stand only above the heading
std::string broken_table(std::string const& valid, std::vector<std::size_t> const& used, bool by_name);

/// Bytes of which the end is cut off: at least the last.
std::string cut_off(std::string const& bytes);

/// Bytes of which a few bits are turned round, or a piece is overwritten by zeros, by luck or by another piece; as
/// many as before.
std::string overwritten(std::string bytes);

}  // namespace stampede::testing
