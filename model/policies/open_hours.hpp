#pragma once
// When a window is open: hours of the day in UTC, with or without weekends.

#include <cstdint>

#include "model/base/fields.hpp"

namespace stampede {

/// Hours in which an office works. Default: always.
struct OpenHours {
    Duration opens{0}, closes{86400};  ///< after midnight UTC [s]
    bool weekends = true;

    void visit(FieldVisitor& field);
    [[nodiscard]] bool always() const { return weekends && opens.value() <= 0 && closes.value() >= 86400; }
    /// @param week_second  of the week in UTC, Monday 00:00 = 0 [s]
    [[nodiscard]] bool open(std::int64_t week_second) const;
    /// Time until it is open; 0 = it is.
    [[nodiscard]] Duration wait(std::int64_t week_second) const;
};

}  // namespace stampede
