#pragma once
// Those who hold the coin and are short the perpetual: they earn funding and fear nothing but losing one leg.

#include <vector>

#include "agents/desk.hpp"
#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Born hedged: as many coins as the short position carries. Margined in coins (inverse) they hold nothing else.
///
/// Whoever has lost a part of the short, by deleveraging or liquidation, has price risk and sells it, over the
/// unwinding time and never at once. When the mean basis falls below a limit, or the last funding rate does, both legs
/// are unwound in that time; they are taken up again above another, but not where coins are the margin. Neither goes
/// faster than what moves the present basis to that other limit, found once and split by size: nobody pays more for
/// leaving than staying costs. Where the venue accepts the coin as collateral, both legs stand in one cross account:
/// what the short loses the coins win. Elsewhere who has no money left for the margin of the short sells coins for it,
/// and closes what they no longer cover as far as that is not dear.
/// @source cash and carry in perpetuals: Schmeling, Schrimpf, Todorov, BIS Working Paper 1087, 2023
class CarryTraders final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View& seen, Events const& events) override;
    void columns(ColumnVisitor& column) override;

    [[nodiscard]] TradedPlace const& place() const { return place_; }
    [[nodiscard]] Desk const& desk(Row row) const { return desks_[row]; }
    /// Coins without a short against them; < 0: a short without coins [base units].
    [[nodiscard]] double unhedged(View& seen, Row row) const;

  private:
    void bear(World& world, Draws const& draws, Row row);
    [[nodiscard]] bool worthwhile(View& seen) const;
    /// Sums of the step over all of them.
    void count_legs(View& seen);
    /// What all of them together can take off both legs until the perpetual is as dear as where the carry is taken up
    /// again; < 0: take up until it is no dearer [units of size].
    [[nodiscard]] double room(View& seen) const;
    /// With what is under way [units of size].
    [[nodiscard]] double is_short(View& seen, Row row) const;
    [[nodiscard]] bool waits(Row row) const;
    [[nodiscard]] bool is_cross(View& seen, Row row) const;
    [[nodiscard]] double lacking(View& seen, Row row) const;
    /// @param held  its short. @return [units of size]
    [[nodiscard]] double closable(double held) const;
    void unwind(View& seen, Row row, double part, Intents& wishes) const;
    /// @param lacks  [settlement units]
    void raise_margin(View& seen, Row row, double lacks, Intents& wishes) const;
    bool renew(View& seen, Row row, double part, Intents& wishes) const;
    bool make_even(View& seen, Row row, double part, Intents& wishes);

    std::int64_t count_ = 50;
    std::string venue_, base_, quote_;
    Distribution notional_ = Distribution::lognormal(1e5, 1);
    double leverage_ = 3;
    Share spare_{0.5};
    double most_ = 1;
    Duration unwind_time_{3600};
    double leave_basis_ = -0.003, enter_basis_ = 0.0005, leave_funding_ = -0.0003;

    TradedPlace place_;
    UnderWay under_way_;
    Column<Desk> desks_;
    Column<double> size_;          // of the short at birth [units of size]
    Column<EventId> told_;         // what last broke the hedge
    Column<std::int8_t> busy_;     // 1: looks in every step until its legs are even
    Column<std::int8_t> leaving_;  // one: 1 = the carry does not pay
    Column<double> looked_mark_;   // one: at which everybody looked at the margin last
    std::vector<Row> awake_;
    double room_ = 0, short_ = 0, missing_ = 0;  // in this step, of all [units of size]
};

}  // namespace stampede
