#pragma once
// Professionals who trust a venue only so far: they fear it as depositors do, offer less, take their money out, return.

#include <string>
#include <vector>

#include "agents/desk.hpp"
#include "agents/run_rule.hpp"
#include "model/base/distribution.hpp"

namespace stampede {

/// How and when a venue is doubted, declared alike by all who keep capital on venues.
struct DoubtParameters {
    bool fears = true;  ///< false: no venue is ever doubted, which switches the channel off
    Choice<RunRule> rule;
    Distribution panic_threshold = Distribution::normal(0, 2);
    Duration fear_memory{6 * 3600.0};  ///< they watch it all the time
    double return_gap = 2;             ///< fear must fall so far below the threshold [log-odds]; 0 = never comes back

    void visit(FieldVisitor& field);
};

/// Fear of every desk of a population. Contacts are the other desks at the same venue.
/// @source decision: model/ODD.md, "run decision"
class VenueDoubt {
  public:
    /// @param venues  venue of each desk
    void birth(DoubtParameters const& parameters, std::vector<InstitutionId> venues, Draws const& draws,
               std::string const& population);
    /// Every desk looks at its venue. Called once a step, before anybody decides.
    void look(DoubtParameters const& parameters, View& seen);
    /// Has the desk left its venue, or is it leaving?
    [[nodiscard]] bool gone(std::size_t desk) const { return gone_[desk] != 0; }
    /// What is left of the readiness to be there: 1 on a calm day, 0 at the threshold [1].
    [[nodiscard]] double confidence(std::size_t desk) const;
    /// Why a desk is gone, by what it saw when it left.
    [[nodiscard]] Cause why_gone(std::size_t desk) const;
    /// Who is gone asks for whatever lies on its claims; who has come back brings it in again.
    void move_money(View& seen, std::size_t index, Desk const& desk, Intents& wishes);
    /// Takes in what was paid out. @param desks  in the order of `birth`
    void learn(Events const& events, Column<Desk> const& desks);

    void columns(ColumnVisitor& column);

  private:
    void keep_why(std::size_t desk, Cause const& cause);
    void ask(View& seen, AccountId claim, Amount& asked, Cause const& cause, Intents& wishes) const;

    std::vector<InstitutionId> venues_;  // per desk
    Column<double> threshold_, fear_, calm_;
    Column<std::uint8_t> gone_;
    Column<Amount> base_asked_, quote_asked_;  // not paid yet
    // Cause::most_parents for each desk; weight 0 = there are no more.
    Column<EventId> why_;
    Column<float> why_weight_;
};

}  // namespace stampede
