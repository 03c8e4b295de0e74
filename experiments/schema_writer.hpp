#pragma once
// JSON Schema of anything that declares its fields.

#include <nlohmann/json_fwd.hpp>

#include "experiments/json_fields.hpp"

namespace stampede {

/// Schema (draft-07) of the object that read_fields() takes: no other names, ranges, and one alternative per kind.
/// Families of rules stand under "definitions".
[[nodiscard]] nlohmann::json schema_of(Visit const& thing);

}  // namespace stampede
