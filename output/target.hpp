#pragma once
// What history says of an episode, as data of its experiment.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output/measures/measure.hpp"

namespace stampede {

/// Whether behaviour was chosen so that the measure comes out right.
enum class TargetKind : std::uint8_t {
    predicted,  ///< it had no part in any fit
    fitted,     ///< parameters were set by it
    reported    ///< shown for what it is; there may be nothing to hold it against
};
[[nodiscard]] std::string_view name_of(TargetKind kind);

struct Target {
    Choice<Measure> measure;
    std::vector<double> expected = {};  ///< lowest and highest value that agrees with history [unit of the measure]
    TargetKind kind = TargetKind::predicted;
    std::string source = "";

    void visit(FieldVisitor& field);
    /// Why the band cannot be one; "" if it can.
    [[nodiscard]] std::string complaint() const;
};

}  // namespace stampede
