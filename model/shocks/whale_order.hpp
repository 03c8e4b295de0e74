#pragma once
// One large market order.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// An institution, or somebody of the rest of the world, sells or buys at the market in this step, as far as it has the
/// tokens and the book has depth; what is not filled is dropped.
class WhaleOrder final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return coins_ == 0 && usd_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string venue_, asset_, owner_;
    Side side_ = Side::sell;
    double coins_ = 0, usd_ = 0;
};

}  // namespace stampede
