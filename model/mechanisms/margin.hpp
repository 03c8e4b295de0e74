#pragma once
// Positions below their maintenance margin are taken over by the venue's engine, which works its inventory off.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"
#include "model/policies/liquidation_style.hpp"

namespace stampede {

/// Which price the engine accepts for what it has taken over.
enum class EnginePrice : std::uint8_t { any, bankruptcy };

/// The rules of one venue.
struct MarginRules {
    Choice<LiquidationStyle> style;
    Duration liquidation_time{12 * 60.0};
    EnginePrice price = EnginePrice::any;
    Share tolerance{0};
    Share fee{0.004};

    void visit(FieldVisitor& field);
};

/// Tests positions on mark. A position without equity is taken over whole at its bankruptcy price; from one with equity
/// the style says how much is taken: all of it at the bankruptcy price, or a part at mark, whose margin stays behind
/// the rest. A fee on what is taken goes to the insurance fund. What was taken is sold in later steps.
class Margin final : public Mechanism {
  public:
    struct Parameters {
        bool liquidates = true;  ///< false: nobody is taken over, which switches the channel off
        MarginRules rules;       ///< of every venue not named in `at`
        std::map<std::string, MarginRules> at;

        void visit(FieldVisitor& field);
    };
    /// @param names  institutions in the order of the world
    Margin(Parameters parameters, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "margin"; }
    [[nodiscard]] Phase phase() const override { return Phase::margin; }
    void apply(StepContext& step) const override;

  private:
    void liquidate(World& world, PerpId id) const;
    void liquidate_row(World& world, PerpId id, PositionId row) const;
    /// How much of a position is taken now [units of size, without side].
    [[nodiscard]] std::int64_t taken(World const& world, PerpMarket const& market, PositionId row) const;
    void offer_inventory(World& world, PerpId id) const;
    [[nodiscard]] MarginRules const& rules_of(InstitutionId venue) const { return *rules_[venue.index()]; }

    Parameters parameters_;
    std::vector<MarginRules const*> rules_;  // per institution
};

}  // namespace stampede
