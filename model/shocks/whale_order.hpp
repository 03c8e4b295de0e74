#pragma once
// One large order.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// An institution, or somebody of the rest of the world, sells or buys in this step, as far as it has the tokens and
/// the book has depth at its limit. What is not filled is dropped, or waits in the book of a market with price-time
/// priority if the order rests.
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
    double limit_ = 0;  // [quote/base]; 0 = any price
    bool rests_ = false;
};

}  // namespace stampede
