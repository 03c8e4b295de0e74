#pragma once
// How likely a run seems to somebody who looks at a venue.

#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/world.hpp"

namespace stampede {

/// What one person sees in one look.
struct RunQuestion {
    VenueSignals const& venue;
    double contacts_gone = 0;  ///< share of contacts with an account there who asked, left or are stuck [1]
    double trust = 1;          ///< in [0, 1]
    bool gated = false;
    double luck = 0.5;      ///< of this look, uniform on (0, 1); drawn for rules that need it
    double trust_lost = 0;  ///< since birth, in [0, 1]: to refusals, and gates that were not expected
};

/// Answers: perceived risk in [0, 1]; the person leaves when its fear, a memory of it, reaches its threshold.
class RunRule {
  public:
    virtual ~RunRule() = default;
    virtual void visit(FieldVisitor&) {}
    [[nodiscard]] virtual double risk(RunQuestion const& question) const = 0;
    /// Threshold in units of risk from the number drawn for a person.
    [[nodiscard]] virtual double threshold(double drawn) const { return drawn; }
    /// Nobody runs at birth: thresholds are at least just above the risk seen then.
    [[nodiscard]] virtual bool truncates() const { return false; }
    /// Does it read `RunQuestion::luck`? A draw that nobody reads is not made.
    [[nodiscard]] virtual bool needs_luck() const { return false; }
    /// What contributes to the risk, for the causes of a decision [any unit]. `coverage`: what it has lost since the
    /// start.
    struct Reasons {
        double contacts = 0, queue = 0, outflow = 0, news = 0, token = 0, peg = 0, gate = 0, coverage = 0;
    };
    [[nodiscard]] virtual Reasons reasons(RunQuestion const& question) const = 0;
};

/// Why somebody leaves a venue who sees this: each part of what frightens has the event that brought it about, the
/// part of a fallen price that came with the market has none.
/// @param contact  what the last contact did who left; invalid = the latest request at the venue
[[nodiscard]] Cause cause_of(RunRule const& rule, RunQuestion const& seen, EventId contact);

/// logistic (default) | threshold | diamond_dybvig | global_game
template <>
Roster<RunRule> const& roster<RunRule>();

}  // namespace stampede
