#pragma once
// What of a run is held against history: one number, computed from what the run recorded.

#include <string>
#include <string_view>

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/genesis.hpp"
#include "output/measures/run_record.hpp"

namespace stampede {

/// One measure; its formula is its line in the roster.
class Measure {
  public:
    virtual ~Measure() = default;
    virtual void visit(FieldVisitor& field) = 0;
    /// "1", "USD", "h".
    [[nodiscard]] virtual std::string_view unit() const = 0;
    /// What it is taken of and when, for tables: "BTC-PERP, 0 h to 24 h".
    [[nodiscard]] virtual std::string of() const = 0;
    /// Its value in one run; missing (NaN) where there is none, e.g. the hour of a gate that was never closed.
    [[nodiscard]] virtual double value(RunRecord const& run) const = 0;
    /// Why it cannot be taken in this world; "" if it can.
    [[nodiscard]] virtual std::string complaint(Declarations const& world) const = 0;
};

/// From when to when a measure looks.
struct Span {
    Duration from{0}, until{0};  ///< since the start; `until` 0 = the end of the run

    void visit(FieldVisitor& field);
    [[nodiscard]] Hours hours(RunRecord const& run) const;
    /// "24 h to 48 h", "24 h to the end".
    [[nodiscard]] std::string text() const;
    /// "from must come before until", or "".
    [[nodiscard]] std::string complaint() const;
};

}  // namespace stampede
