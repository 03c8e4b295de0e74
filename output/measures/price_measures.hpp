#pragma once
// How deep a price falls, when, and what comes back.

#include "output/measures/measure.hpp"

namespace stampede {

/// What the measures of a price have in common: a market and a span.
class PriceMeasure : public Measure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string of() const override;
    [[nodiscard]] std::string complaint(Declarations const& world) const override;

  protected:
    /// Mid at `from` and the low after it; missing if there is none.
    struct Fallen {
        Track mid;
        double first, low;
        double low_at;  ///< [h]
    };
    [[nodiscard]] Fallen fallen(RunRecord const& run) const;
    [[nodiscard]] std::string const& market() const { return market_; }
    [[nodiscard]] Hours hours(RunRecord const& run) const { return span_.hours(run); }

  private:
    std::string market_;
    Span span_;
};

class Fall final : public PriceMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

/// Missing if the price did not fall, or the run ends before `within` has passed.
class Regained final : public PriceMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    Duration within_{6 * 3600.0};
};

class TimeOfLow final : public PriceMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "h"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

class LowestPrice final : public PriceMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "quote/base"; }
    [[nodiscard]] double value(RunRecord const& run) const override { return fallen(run).low; }
};

/// Missing if the price is outside at the end of the span.
class BackAt final : public PriceMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return "h"; }
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    double par_ = 1;
    Share within_{0.01};
};

/// At the recorded steps.
class Discount final : public PriceMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string of() const override;
    [[nodiscard]] std::string complaint(Declarations const& world) const override;
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    std::string other_;
};

class DepthFall final : public PriceMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

}  // namespace stampede
