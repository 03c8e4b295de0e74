#pragma once
// Clearing of failed institutions: provisions step by step, cash once.

#include <vector>

#include "model/graphs/clearing_round.hpp"
#include "model/world.hpp"

namespace stampede {

/// Balance sheets of all institutions in 1e-6 USD, cleared by one fictitious-default round.
class ClearingHouse {
  public:
    ClearingHouse(World& world, ClearingRule const& rule);
    /// Is there a failed institution whose clearing is not done?
    [[nodiscard]] bool has_work() const { return work_; }
    /// Creditors write off what the round says they will not get. Provisions only grow.
    void write_provisions();
    /// Cash moves, netted, from institution to institution; clients' claims are cut to what is there and stay frozen.
    void pay();

  private:
    using Edge = InstitutionGraph::edge_descriptor;
    void read_balance_sheets();
    void liquidate_placements(InstitutionId id);
    void move_cash();
    /// Why somebody pays in a clearing: his own failure, or that of creditors to whom he owes.
    [[nodiscard]] Cause cause_of_payment(std::size_t payer) const;
    /// Who stands but has not the cash to pay a failed creditor at once goes on owing it the rest.
    void leave_owed(std::vector<Amount>& net);
    void close_debts();
    void close(Edge const& edge, Amount left);
    [[nodiscard]] bool clears(InstitutionId id) const;
    /// Is this debt part of the clearing: owed by or to somebody who is cleared now?
    [[nodiscard]] bool flows(std::size_t debt) const;

    World& world_;
    ClearingRule const& rule_;
    bool work_ = false;
    IntegerObligations system_;
    std::vector<Edge> edges_;          // per debt
    std::vector<Amount> left_;         // per debt: still owed after the payments [1e-6 USD]
    std::vector<Edge> outside_edges_;  // debts to the rest of the world
    std::vector<bool> failed_;
    ClearingRound round_;
};

}  // namespace stampede
