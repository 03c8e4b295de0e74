#pragma once
// Spans of time as people write them.

#include <optional>
#include <string>
#include <string_view>

#include "model/base/quantity.hpp"

namespace stampede {

/// The longest span of time that is taken, ten thousand years [s]; its steps can still be counted.
inline constexpr Duration longest_duration{3.2e11};

/// "90s", "10min", "6h", "2d", or several in a row such as "1d12h"; nothing if the text is no span of time.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

/// The shortest of these texts that gives the same span, e.g. "10min" for 600 s and "90s" for 90 s.
[[nodiscard]] std::string duration_text(Duration span);

/// A point in time as ISO 8601 in UTC, "2022-05-07", "2022-05-07T06:00Z" or with seconds; nothing if it is none.
/// @return [s] since 1970-01-01
[[nodiscard]] std::optional<double> parse_utc(std::string_view text);

}  // namespace stampede
