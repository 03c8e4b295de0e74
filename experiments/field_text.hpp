#pragma once
// A field in words: its range, and what a value must be.

#include <string>

#include "model/base/fields.hpp"

namespace stampede {

/// "[0, 1]", "(0, 1]", "> 0", ">= 0", "<= 5" or "" for any number.
[[nodiscard]] std::string range_text(Range range);

/// "must lie in [0, 1440] 1/day: looks at the venue", for a number outside the field's range.
[[nodiscard]] std::string range_complaint(Field const& field);

/// "must be <wanted>, not <found>: <meaning>", for a value of the wrong type.
[[nodiscard]] std::string type_complaint(Field const& field, std::string_view wanted, std::string_view found);

/// "asset", "institution", ...
[[nodiscard]] std::string_view thing_name(RefersTo what);

/// "an asset", "a population".
[[nodiscard]] std::string with_article(std::string_view noun);

/// Whether the end of the range is excluded, as in "above 0".
[[nodiscard]] inline bool open_at_zero(Range range)
{
    return range.low == positive.low;
}

}  // namespace stampede
