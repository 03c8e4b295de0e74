#pragma once
// One large swap in a pool.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// An institution, or somebody of the rest of the world, swaps coins in a pool in this step, as far as it has them.
class WhaleSwap final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return coins_ == 0 && usd_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string pool_, give_, take_, owner_;
    double coins_ = 0, usd_ = 0;
    double least_price_ = 0;  // [take/give]
};

}  // namespace stampede
