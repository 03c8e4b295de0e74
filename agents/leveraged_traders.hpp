#pragma once
// Those who hold more than they can pay for: positions in a perpetual market, with entries and leverage of their own.

#include <vector>

#include "agents/traders.hpp"
#include "agents/volatility_gauge.hpp"
#include "model/calendar.hpp"
#include "model/population.hpp"
#include "model/under_way.hpp"

namespace stampede {

/// What the distribution of leverage is of: notional / margin, or its inverse.
enum class LeverageDraw : std::uint8_t { leverage, margin };

/// How leveraged traders are born and what they do with their positions.
struct LeveragedParameters {
    std::int64_t count = 1000;
    TradingPlace place;
    Distribution notional = Distribution::lognormal(1e4, 2);
    Distribution leverage = Distribution::lognormal(4.8, 0.6);
    LeverageDraw drawn = LeverageDraw::leverage;
    double size_exponent = 0.2;
    Share shorts{0.4}, short_leverage{0.83}, spare{0.5};
    Distribution entry = Distribution::constant(0);
    Duration entry_half_life{4 * 86400.0}, entry_span{11 * 86400.0};
    double entry_volatility = 0.03;

    double looks_per_day = 6, calm_volatility = 0.03, most_attention = 4;
    Duration volatility_half_life{3600};
    Distribution cut = Distribution::uniform(0.45, 1.6), take_profit = Distribution::uniform(0.05, 0.25);
    Share tops_up{0.2}, top_up_at{0.4};
    double band = 2.5, funding_response = 100, funding_tolerated = 3e-4;
    Share reopening{0.02};
    double momentum = 5;
    Duration momentum_time{6 * 3600.0};
    double pace = 0.02, slippage = 0.05;

    double cross_above = 0;
    Share in_coins{0}, also_notional{1};
    std::string collateral;
    bool covers_haircut = false;
    std::vector<std::string> also;
    std::vector<double> also_notionals;

    void visit(FieldVisitor& field);
};

/// Positions at birth, long or short, bought at prices of the last days with leverage that falls with their size; who
/// would have been liquidated since, or would close at once, is not there any more (only survivors are drawn).
///
/// Traders look at times of their own, more often when the price moves, and then: add margin once, if they are of that
/// kind and much of it is lost; close when too much of it is lost, when enough is won, or, by chance, when funding is
/// dear; reduce when their leverage has left its band. Who has no position opens one again now and then, rather with
/// the trend of the last hours than against it, and rather on the side that is paid funding; but not behind a
/// shut gate, and not at a price far from the index. What is more than the book
/// takes is traded in parts, step by step.
///
/// Large ones, if there are any, have a cross account: part of their money may be coins that count as collateral, and
/// they hold the same position in further markets of the venue, or the opposite one, which follows the first one in
/// proportion.
/// @source survivors' entries and leverage: model/ODD.md, "leveraged traders"
class LeveragedTraders final : public Population {
  public:
    void visit(FieldVisitor& field) override { parameters_.visit(field); }
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View& seen, Events const& events) override;
    void restored(View& seen) override;
    void columns(ColumnVisitor& column) override;

    [[nodiscard]] PerpId market() const { return market_; }
    [[nodiscard]] PositionId position(Row row) const { return position_[row]; }

  private:
    // birth
    struct Newborn {
        Units size;   ///< < 0 = short
        Price entry;  ///< [quote/base]
        Amount margin;
    };
    void bear(World& world, Draws const& draws, Row row);
    /// Money and position of a newborn, isolated or, if it is large, under a cross account.
    void settle_in(World& world, Row row, Newborn const& born);
    void open_cross_account(World& world, Row row, Newborn const& born);
    void open_further(World& world, Row row, Newborn const& born);
    /// Of all positions of a cross account without their sides, relative to that of the first [1].
    [[nodiscard]] double notional_of_all() const;
    [[nodiscard]] Newborn imagine(World const& world, Draws const& draws, Row row, std::uint64_t attempt) const;
    /// Price of a time before the start, relative to the present one [1].
    [[nodiscard]] double recent_price(World const& world, Draws const& draws, Row row, std::uint64_t attempt) const;
    [[nodiscard]] bool survives(PerpMarket const& market, Position const& bought, Row row) const;

    /// What a trader looks at: one position, or a cross account as a whole [settlement asset].
    struct Footing {
        double gain = 0, value = 0, cost = 0;  ///< unrealised profit, notional at mark, notional at entry
        double margin = 0;                     ///< what it would have left without the gain
        bool open = false;
    };
    [[nodiscard]] Footing footing(View& seen, Row row) const;
    [[nodiscard]] CrossId cross_of(View& seen, Row row) const;

    // one look
    void manage(View& seen, Draws const& draws, Row row, Intents& wishes);
    /// Whether leverage has left its band upwards: on the money behind a position.
    [[nodiscard]] bool above_band(View& seen, Row row) const;
    /// What all its money bears at the leverage it was born with, no more than it has [units of size].
    [[nodiscard]] double bearable_size(View& seen, Row row) const;
    void restore_margin(View& seen, Row row, Intents& wishes) const;
    void open_again(View& seen, Draws const& draws, Row row);
    /// Decides to hold so much; traded from now on, step by step. @param goal  [units of size], < 0 = short
    void aim(View& seen, Row row, double goal);
    void pursue(View& seen, Row row, Intents& wishes);
    /// Limit of an order that opens [quote/base].
    [[nodiscard]] double worst_price(PerpMarket const& market, bool buys) const;
    /// One step towards a size in one market. @return whether it is there, or content
    bool trade_towards(View& seen, Row row, PerpId market, PositionId position, double goal, Intents& wishes) const;

    LeveragedParameters parameters_;
    PerpId market_;
    WakeCalendar calendar_;
    VolatilityGauge gauge_;
    UnderWay under_way_;
    std::vector<Row> awake_, busy_;  // busy: still trading towards their goal

    Column<PositionId> position_;                              // per trader, as all below
    Column<double> target_leverage_, worst_loss_, best_gain_;  // of margin and of cost, at which each closes
    Column<double> notional_;                                  // at birth [USD]
    Column<std::uint8_t> tops_up_;                             // 1: will add margin once
    Column<std::uint8_t> trading_;                             // 1: not yet at its goal
    Column<double> goal_;                                      // [units of size]
    Column<std::int32_t> deadline_;                            // step in which it is content with what it has
    Column<double> trend_price_;                               // one: slow mean of the mid [quote/base]
    std::vector<PerpId> further_;                              // markets beside the first
    Column<PositionId> further_position_;                      // per trader and further market; empty = none
    Column<double> further_size_;                              // per unit of size in the first market
};

}  // namespace stampede
