#pragma once
// What becomes of a coin that has an issuer.

#include "output/measures/measure.hpp"

namespace stampede {

class Redeemed final : public Measure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return "coin"; }
    [[nodiscard]] std::string of() const override { return coin_ + ", " + span_.text(); }
    [[nodiscard]] std::string complaint(Declarations const& world) const override;
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    std::string coin_;
    Span span_;
};

}  // namespace stampede
