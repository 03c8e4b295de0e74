#pragma once
// What happens to leveraged positions: open interest from one day to another, liquidations, forced closings.

#include <cstdint>
#include <vector>

#include "output/measures/measure.hpp"

namespace stampede {

/// Open interest of a day against that of an earlier one.
class InterestChange : public Measure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] std::string of() const override;
    [[nodiscard]] std::string complaint(Declarations const& world) const override;

  protected:
    enum class Daily : std::uint8_t { close, mean };
    [[nodiscard]] double change(Track const& interest) const;
    [[nodiscard]] std::vector<std::string> const& markets() const { return markets_; }

  private:
    [[nodiscard]] double of_day(Track const& interest, std::int64_t day) const;

    std::vector<std::string> markets_;
    std::int64_t before_ = 0, day_ = 1;
    Daily daily_ = Daily::close;
};

class InterestChangeUsd final : public InterestChange {
  public:
    [[nodiscard]] double value(RunRecord const& run) const override;
};

class InterestChangeCoins final : public InterestChange {
  public:
    [[nodiscard]] double value(RunRecord const& run) const override;
    [[nodiscard]] std::string complaint(Declarations const& world) const override;
};

/// A flow of perpetual markets in a span.
class PerpFlowMeasure : public Measure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string of() const override;
    [[nodiscard]] std::string complaint(Declarations const& world) const override;

  protected:
    [[nodiscard]] Track flow(RunRecord const& run, std::string_view column) const;
    [[nodiscard]] Hours hours(RunRecord const& run) const { return span_.hours(run); }

  private:
    std::vector<std::string> markets_;
    Span span_;
};

class LiquidatedUsd final : public PerpFlowMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "USD"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

class DeleveragedUsd final : public PerpFlowMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "USD"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

/// Missing if nothing is liquidated.
class PeakShare final : public PerpFlowMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    Duration window_{3600};
};

}  // namespace stampede
