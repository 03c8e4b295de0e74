#pragma once
// As much of JSON Schema (draft-07) as the schema of experiments uses.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace stampede::testing {

/// Where and why `value` breaks `schema`; "" if it fits.
/// @param root  what references are looked up in
/// @throws BrokenInvariant on a keyword that this check does not know
[[nodiscard]] std::string misfit(nlohmann::json const& value, nlohmann::json const& schema, nlohmann::json const& root);

}  // namespace stampede::testing
