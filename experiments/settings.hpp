#pragma once
// Values put into an experiment from outside: --set, arms and variations, all by JSON Pointer.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "experiments/problems.hpp"

namespace stampede {

/// The same experiment with every default filled in; says what a pointer may lead through.
using Effective = std::function<nlohmann::json(nlohmann::json const&)>;

/// Puts a value at a place of an experiment; null removes what is there. The last step may name a new entry of a
/// table. A new "kind" keeps the parameters that it shares with the old one and drops the others.
/// @return false, and a problem with a suggestion, if the pointer leads nowhere
bool set_value(nlohmann::json& merged, Effective const& effective, std::string const& pointer,
               nlohmann::json const& value, Problems& problems);

/// Puts "/pointer=value" into an experiment; the value is JSON, or the text itself if it does not read as JSON.
bool set_from_text(nlohmann::json& merged, Effective const& effective, std::string const& text, Problems& problems);

}  // namespace stampede
