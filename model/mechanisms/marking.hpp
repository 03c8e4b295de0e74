#pragma once
// What everything is worth after the trades of the step.

#include "model/mechanism.hpp"

namespace stampede {

/// Every asset that traded is valued at the median of its mids, or of its mids and pools by their depth; the move is
/// split over those who caused it, by signed volume on the excess side. Then the shares of pools.
class Marking final : public Mechanism {
  public:
    [[nodiscard]] std::string_view name() const override { return "marking"; }
    [[nodiscard]] Phase phase() const override { return Phase::mark; }
    void apply(StepContext& step) const override;
};

}  // namespace stampede
