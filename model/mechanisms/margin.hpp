#pragma once
// Positions below their maintenance margin are taken over by the venue's engine, which works its inventory off.

#include <map>
#include <string>
#include <vector>

#include "model/cross_standing.hpp"
#include "model/mechanism.hpp"
#include "model/policies/liquidation_style.hpp"

namespace stampede {

/// Which price the engine accepts for what it has taken over.
enum class EnginePrice : std::uint8_t { any, bankruptcy, fillable };

/// The rules of one venue.
struct MarginRules {
    Choice<LiquidationStyle> style;
    Duration liquidation_time{12 * 60.0};
    EnginePrice price = EnginePrice::any;
    Share tolerance{0};
    double bankruptcy_adjustment = 1;
    Share spread_to_maintenance{0.1};
    Share fee{0.004};
    Share execution_fee{0};
    Share loan_maintenance{0.1};

    void visit(FieldVisitor& field);
};

/// Tests positions on mark. A position without equity is taken over whole at its bankruptcy price; from one with equity
/// the style says how much is taken: all of it at the bankruptcy price, or a part at mark, whose margin stays behind
/// the rest. A fee on what is taken goes to the insurance fund: a rate at mark and one at the price at which the book
/// is expected to take it (M 1.3). What was taken is sold in later steps, at any price or within a limit that was fixed
/// at takeover: the bankruptcy price, or a fillable price of dYdX; with several takeovers the mean by size, which binds
/// all of the inventory, also what came without one.
///
/// A cross account is tested as a whole: equity (money, collateral after haircuts, unrealised profit, less its loan)
/// against the sum of maintenance. Below it, each position is treated like an isolated one that has the part of the
/// equity that its maintenance has in the sum. Who has a deadline is called first, and taken over only after it. Loans
/// of accounts that have nothing left become losses of the engine.
///
/// A loan account, a cross account that was born without positions, must keep `loan_maintenance` of what it owes. Below
/// it the venue begins to sell its collateral, and goes on until the loan is repaid.
/// @source margin level 1.1 = assets / loan: Binance FAQ 360030493931 "Margin Level and Margin Call"
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
    void liquidate_crosses(World& world) const;
    void liquidate_cross(World& world, CrossId id) const;
    void liquidate_loan(World& world, CrossId id) const;
    /// Closes a cross account whose owner is an institution that has failed. @return whether it has
    bool close_if_failed(World& world, CrossId id) const;
    void close_failed_hedges(World& world) const;
    /// Calls for margin where there is a deadline. @return whether the account may be taken over now
    bool calls(World& world, CrossId id, CrossStanding const& standing) const;
    /// @param held  with the margin that stands behind it
    void liquidate_row(World& world, PerpId id, PositionId row, Position held, Cause const& cause) const;
    /// Out of the margin of a position to the insurance fund. @return what was paid
    Amount charge_fee(World& world, PerpId id, PositionId row, Position const& held, Units part) const;
    /// How much of a position is taken now [units of size, without side].
    [[nodiscard]] std::int64_t taken(World const& world, PerpMarket const& market, PositionId row,
                                     Position const& held) const;
    /// Keeps the fillable price of what is about to be taken. @param held  with the margin that stands behind it
    void note_fillable(PerpMarket& market, Position const& held, std::int64_t size) const;
    void offer_inventory(World& world, PerpId id) const;
    /// Does the venue liquidate nobody, as it has failed or stands still?
    [[nodiscard]] static bool shut(World const& world, PerpMarket const& market);
    [[nodiscard]] MarginRules const& rules_of(InstitutionId venue) const { return *rules_[venue.index()]; }

    Parameters parameters_;
    std::vector<MarginRules const*> rules_;  // per institution
};

}  // namespace stampede
