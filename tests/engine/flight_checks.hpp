#pragma once
// Who flees has a cause: what must hold of requests and sales in every step of every world.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/simulation.hpp"
#include "tests/support/column_store.hpp"

namespace stampede::testing {

/// Watches depositors and coin holders, and stops a run where one of them acts out of fear for no reason.
class FlightChecks final : public Observer {
  public:
    /// Takes up its work; before, it checks nothing.
    /// @param logistic  populations whose rule is that, with no weight below zero
    void watch(Simulation const& run, std::set<std::string> logistic);
    /// @throws BrokenInvariant that says what
    void after_step(View& seen, Events const& events) override;

    /// Requests and sales that were looked at, and those of them by the frightened under the logistic rule.
    [[nodiscard]] int checked() const { return checked_; }
    [[nodiscard]] int frightened() const { return frightened_; }

  private:
    void check(View& seen, Events const& events, std::size_t event, std::vector<EventId> const& causes);
    void check_sale_of_leaver(View& seen, Events const& events, std::size_t event, std::vector<EventId> const& causes);

    /// Columns of a population at the end of this step.
    [[nodiscard]] ColumnStore const& columns_of(Population& people);

    Simulation const* run_ = nullptr;
    std::set<std::string> logistic_;
    std::map<Population*, ColumnStore> columns_;  // of those looked at in this step
    bool orders_were_late_ = false;
    int checked_ = 0, frightened_ = 0;
};

}  // namespace stampede::testing
