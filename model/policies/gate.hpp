#pragma once
// When a venue stops paying.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede {

struct GateQuestion {
    double coverage = 1;       ///< payable within 24 h / claims [1]
    double outflow_share = 0;  ///< asked in 24 h / claims 24 h ago [1]
    double queue_share = 0;    ///< unpaid requests / claims [1]
    double paid_share = 0;     ///< paid since the start / claims at the start [1]
    Duration dry_for{0};       ///< for so long hot storage has been empty with a queue waiting [s]
};

/// Answers: shut now, and for how long.
class Gate {
  public:
    virtual ~Gate() = default;
    virtual void visit(FieldVisitor&) {}
    [[nodiscard]] virtual bool shuts(GateQuestion const& question) const = 0;
    /// How long it stays shut [s]; infinite = until someone opens it.
    [[nodiscard]] virtual Duration duration() const = 0;
    /// Largest share of initial claims that may be paid at all; a suspension stops exactly there [1].
    [[nodiscard]] virtual double payable_share() const { return unbounded; }
    static constexpr double unbounded = 1e300;
};

/// none (default) | coverage {below, duration} | outflow {above, duration} | dry {for, queue_above, duration}
/// | after_share {share}: suspension of convertibility once this share of initial claims has been paid, for good.
/// A duration of 0 means for good.
template <>
Roster<Gate> const& roster<Gate>();

/// Answers: which part of a payout stays with the venue and those who remain.
class ExitFee {
  public:
    virtual ~ExitFee() = default;
    virtual void visit(FieldVisitor&) {}
    [[nodiscard]] virtual Share fee(GateQuestion const& question) const = 0;
};

/// none (default) | fixed {share} | swing {factor, threshold of 24-h outflow above which it applies}
template <>
Roster<ExitFee> const& roster<ExitFee>();

}  // namespace stampede
