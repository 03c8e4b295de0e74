#pragma once
// The JSON Schema of experiment files, as `stampede schema` prints it.

#include <nlohmann/json_fwd.hpp>

namespace stampede {

/// draft-07; for the file itself, so a file that extends another need not hold what that one holds.
[[nodiscard]] nlohmann::json experiment_schema();

}  // namespace stampede
