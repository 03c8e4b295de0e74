#pragma once
// How mids of venues become the index that a venue marks and values by.

#include <span>
#include <string_view>

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

/// A spot market of the asset, as an oracle sees it.
struct OracleSource {
    std::string_view venue;
    Price price;       ///< mid [quote/base]
    bool own = false;  ///< the venue whose index it is
    bool open = true;  ///< false: its venue does not trade
};

/// Answers: what the asset is worth by these sources.
class OracleRule {
  public:
    virtual ~OracleRule() = default;
    virtual void visit(FieldVisitor&) {}
    /// @return [quote/base]; 0 if no source is of use
    [[nodiscard]] virtual Price index(std::span<OracleSource const> sources) const = 0;
    /// Time over which the answers of past steps are averaged; 0 = the last one counts alone.
    [[nodiscard]] virtual Duration window() const { return Duration{0}; }
};

/// median {clamp} (default) | mean {clamp} | single {venue} | twap {window, clamp}
template <>
Roster<OracleRule> const& roster<OracleRule>();

}  // namespace stampede
