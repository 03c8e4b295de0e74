#pragma once
// Venues sell the collateral of margin accounts that owe them money.

#include <map>
#include <string>
#include <vector>

#include "model/mechanisms/margin.hpp"
#include "model/under_way.hpp"

namespace stampede {

/// Before the books clear: for each cross account with a loan (of a loan account, once it is liquidated), sells as much
/// of its collateral, in its order, as the loan is worth, the part 1 - exp(-dt / liquidation time of the venue) of it
/// each step, at any price; sales that are under way count as sold. What they bring repays the loan in the margin
/// phase.
class CollateralSales final : public Mechanism {
  public:
    /// @param names  institutions in the order of the world
    CollateralSales(Margin::Parameters const& margin, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "collateral_sales"; }
    [[nodiscard]] Phase phase() const override { return Phase::trade; }
    void apply(StepContext& step) const override;

  private:
    void sell(StepContext& step, CrossAccount const& cross, UnderWay const& under_way) const;

    std::vector<Duration> time_;  // of liquidation, per institution
};

}  // namespace stampede
