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
    double luck = 0.5;  ///< of this look, uniform on (0, 1); drawn for rules that need it
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
    /// Contributions to the risk of contacts, queue and outflow, news, and token, for the causes of a decision [any
    /// unit].
    struct Reasons {
        double contacts = 0, queue = 0, news = 0, token = 0;
    };
    [[nodiscard]] virtual Reasons reasons(RunQuestion const& question) const
    {
        return {question.contacts_gone, 0, 0, 0};
    }
};

/// logistic (default) | threshold | diamond_dybvig | global_game
template <>
Roster<RunRule> const& roster<RunRule>();

}  // namespace stampede
