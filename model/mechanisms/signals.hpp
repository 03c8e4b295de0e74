#pragma once
// What everyone can see of a venue.

#include "model/mechanism.hpp"

namespace stampede {

/// Publishes the signals of each venue: news, overdue queue, outflow, token drawdown, coverage, alarm.
class Signals final : public Mechanism {
  public:
    struct Parameters {
        Duration news_half_life{18 * 3600.0};
        Share alarm_news{1}, alarm_overdue{1}, alarm_outflow{1}, alarm_gate{1};
        Duration outflow_window{24 * 3600.0}, token_window{7 * 24 * 3600.0}, coverage_horizon{24 * 3600.0};
        NewsScale news_scale;

        void visit(FieldVisitor& field);
    };
    explicit Signals(Parameters const& parameters) : parameters_{parameters} {}
    [[nodiscard]] std::string_view name() const override { return "signals"; }
    [[nodiscard]] Phase phase() const override { return Phase::observe; }
    void apply(StepContext& step) const override;
    /// Signals before the first step, and the first row of every history.
    void start(World& world) const override;

  private:
    void remember(World& world) const;
    void observe_venue(World& world, InstitutionId venue) const;

    Parameters parameters_;
};

}  // namespace stampede
