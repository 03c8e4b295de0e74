#pragma once
// New tokens come into circulation.

#include <string>

#include "model/shock.hpp"

namespace stampede {

/// Tokens are minted for an institution or the rest of the world; part of them is sold at the market at once.
class TokenUnlock final : public Shock {
  public:
    void visit(FieldVisitor& field) override;
    void check(View& world) const override;
    [[nodiscard]] bool neutral() const override { return coins_ == 0; }
    void apply(World& world, EventId cause) const override;

  private:
    std::string asset_, to_, venue_;
    double coins_ = 0;
    Share sold_{0};
};

}  // namespace stampede
