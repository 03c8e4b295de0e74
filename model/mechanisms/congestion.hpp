#pragma once
// Orders that arrive late, and venues that fall over when everyone sends at once.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"

namespace stampede {

/// How a venue's machines bear what is sent to them. Load = value of the orders sent in a step per minute / capacity.
struct CongestionRules {
    double capacity = 0;         ///< [USD/min]; 0 = no load, whatever is sent
    Duration latency{0};         ///< by which orders arrive late at a load of at most one; 0 = not at all
    Duration per_load{0};        ///< by which they are later for each further multiple of capacity
    bool engine = true;          ///< the liquidation engine's orders are late, too
    double outage_rate = 0;      ///< outages at a load of one [1/h]
    double outage_power = 2;     ///< the rate grows with load to this power
    Duration outage_time{3600};  ///< how long one lasts
    bool holds = false;          ///< orders sent in it wait for its end; otherwise they are dropped

    void visit(FieldVisitor& field);
};

/// Takes the orders of agents and liquidation engines out of the step in which they are sent and puts those that have
/// arrived in; begins outages by chance; keeps what is sent to a venue out of order, if its outage holds orders.
/// On 13 March 2020 a venue was out of order for 25 minutes, in which the price came back.
class Congestion final : public Mechanism {
  public:
    struct Parameters {
        CongestionRules rules;
        std::vector<std::string> late;              ///< populations whose orders are late; none = all
        std::map<std::string, CongestionRules> at;  ///< venues with rules of their own, by name

        void visit(FieldVisitor& field);
    };
    /// @param names  of the institutions, in the order of their ids
    Congestion(Parameters parameters, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "congestion"; }
    [[nodiscard]] Phase phase() const override { return Phase::trade; }
    void apply(StepContext& step) const override;

  private:
    using Loads = std::vector<double>;  // per institution [1]

    [[nodiscard]] bool acts_nowhere() const;
    [[nodiscard]] Loads loads(StepContext const& step) const;
    [[nodiscard]] CongestionRules const& rules_of(InstitutionId venue) const { return *rules_[venue.index()]; }
    /// Whether orders of this owner may be late.
    [[nodiscard]] bool may_be_late(World const& world, ClassId owner) const;
    /// Steps by which what is sent now arrives late.
    [[nodiscard]] std::int64_t delay(World const& world, InstitutionId venue, double load) const;
    void fail_by_chance(World& world, Loads const& loads) const;
    template <class Wish>
    void send(World const& world, Loads const& loads, std::vector<Wish>& wishes,
              std::vector<Late<Wish>>& under_way) const;
    void send_engines(World& world, Loads const& loads) const;

    Parameters parameters_;
    std::vector<CongestionRules const*> rules_;  // per institution
};

}  // namespace stampede
