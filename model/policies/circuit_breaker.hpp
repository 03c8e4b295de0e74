#pragma once
// When a market stops trading, and how far a price may go.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

/// Prices in quote per base coin.
struct BreakerQuestion {
    double mid = 0;        ///< now
    double reference = 0;  ///< at the begin of the present window
};

class CircuitBreaker {
  public:
    virtual ~CircuitBreaker() = default;
    virtual void visit(FieldVisitor&) {}
    /// Length of a window, after which the reference becomes the present mid [s]; 0 = never renewed.
    [[nodiscard]] virtual Duration window() const { return Duration{0}; }
    /// How long trading stops now that the batch is done [s]; 0 = it goes on.
    [[nodiscard]] virtual Duration halt(BreakerQuestion const&) const { return Duration{0}; }
    /// Lowest and highest mid that a batch may reach.
    struct Corridor {
        double low, high;
    };
    [[nodiscard]] virtual Corridor corridor(BreakerQuestion const&) const { return {0, 1e300}; }
};

/// none (default) | halt {trigger: relative move from the reference, window, cool_down} | band {width, window}
template <>
Roster<CircuitBreaker> const& roster<CircuitBreaker>();

}  // namespace stampede
