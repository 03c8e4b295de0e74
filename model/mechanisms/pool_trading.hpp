#pragma once
// Swaps of a step, one after the other.

#include "model/mechanism.hpp"

namespace stampede {

/// Does all swaps and removals wished for in a pool, in a sequence drawn by a key of who wishes, as transactions come
/// into a block: each is paid by the curve as the one before has left it, or refused as a whole if that is less than
/// it asks for.
class PoolTrading final : public Mechanism {
  public:
    [[nodiscard]] std::string_view name() const override { return "pools"; }
    [[nodiscard]] Phase phase() const override { return Phase::trade; }
    void apply(StepContext& step) const override;
};

}  // namespace stampede
