#pragma once
// What clients get out of a venue, who asks first, when it stops paying, and what stays inside.

#include <cstdint>

#include "output/measures/measure.hpp"

namespace stampede {

/// A measure of one venue.
class VenueMeasure : public Measure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string of() const override { return venue_; }
    [[nodiscard]] std::string complaint(Declarations const& world) const override;

  protected:
    [[nodiscard]] std::string const& venue() const { return venue_; }

  private:
    std::string venue_;
};

/// A measure of one venue in a span.
class VenueSpanMeasure : public VenueMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string of() const override;
    [[nodiscard]] std::string complaint(Declarations const& world) const override;

  protected:
    [[nodiscard]] Hours hours(RunRecord const& run) const { return span_.hours(run); }
    /// Sum of a flow of the venue in the span [USD].
    [[nodiscard]] double flow(RunRecord const& run, std::string_view column) const;
    /// The same / claims on the venue at the beginning of the span [1].
    [[nodiscard]] double share(RunRecord const& run, std::string_view column) const;
    /// People of a size, by place on that axis, who first asked in the span / people of that size [1].
    [[nodiscard]] double askers(RunRecord const& run, std::size_t size) const;

  private:
    Span span_;
};

class PaidOut final : public VenueSpanMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return coin_.empty() ? "USD" : "coin"; }
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    std::string coin_;
};

class PaidShare final : public VenueSpanMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override { return share(run, "paid_usd"); }
};

class AskedShare final : public VenueSpanMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override { return share(run, "asked_usd"); }
};

class GatedAt final : public VenueMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "h"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

class FrozenClaims final : public VenueMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "USD"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

class RunOff final : public VenueMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

class AskedOfSize final : public VenueSpanMeasure {
  public:
    void visit(FieldVisitor& field) override;
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] std::string of() const override;
    [[nodiscard]] double value(RunRecord const& run) const override;

  private:
    std::uint8_t size_ = 0;  // place in Births::sizes
};

/// Sizes of which nobody has money at the venue are passed over; missing if fewer than two are left.
class AskedBySize final : public VenueSpanMeasure {
  public:
    [[nodiscard]] std::string_view unit() const override { return "1"; }
    [[nodiscard]] double value(RunRecord const& run) const override;
};

}  // namespace stampede
