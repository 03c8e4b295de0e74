#pragma once
// A venue with one perpetual market, in which traders do what a test tells them or what chance does, every audit on.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/genesis.hpp"
#include "model/mechanisms/congestion.hpp"
#include "model/mechanisms/deleveraging.hpp"
#include "model/mechanisms/margin.hpp"
#include "model/mechanisms/perp_marking.hpp"
#include "model/position_acts.hpp"
#include "model/simulation.hpp"

namespace stampede::testing {

/// Traders with an account and a row each; what they wish is given by a function of the frozen state.
class PerpTraders final : public Population {
  public:
    using Wishes = std::function<void(View&, PerpTraders const&, Intents&)>;

    void visit(FieldVisitor&) override {}
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View&) override { return {&nobody_, 1}; }
    void decide(View& seen, Draws const&, std::span<Row const>, Intents& wishes) override
    {
        if (wishes_)
            wishes_(seen, *this, wishes);
    }
    void columns(ColumnVisitor&) override {}

    std::vector<double> money;        ///< of each at birth [settlement coins]
    std::vector<PositionId> rows;     ///< of each
    std::vector<AccountId> accounts;  ///< of each
    Wishes wishes_;
    /// Called at birth after them: for those who have more than an account and a row.
    std::function<void(World&, ClassId)> births;

  private:
    Row nobody_ = 0;
};

/// Everything such a world is made of; filled by a test, then started once. Assets USD at 1 (6 decimals) and COIN at
/// 100 (6 decimals), a venue without spread or crowd, mark = mid, no funding, no fee.
class PerpWorld {
  public:
    explicit PerpWorld(bool inverse = false, std::int64_t step_seconds = 60);
    [[nodiscard]] MarketParameters& market() { return declared.markets["COIN-PERP"]; }
    /// A perpetual market of another asset, with the same terms.
    MarketParameters& add_perp(std::string const& base);
    /// A spot market of the same coin at the same venue, for the index.
    MarketParameters& spot(double depth);
    /// @return index of the trader
    std::size_t trader(double money);
    void starts(std::int64_t steps = 1000);
    void go(std::int64_t steps = 1);

    [[nodiscard]] World& world() { return simulation->changeable_world(); }
    [[nodiscard]] PerpMarket& perp() { return world().perps.front(); }
    [[nodiscard]] Position position(std::size_t trader) { return perp().positions.position(traders->rows[trader]); }
    /// Free money of a trader [settlement coins].
    [[nodiscard]] double free(std::size_t trader);
    /// An order of a trader for the next step; a step is taken.
    void order(std::size_t trader, Side side, double size, double leverage = 0, bool reduces = false);

    Declarations declared;
    Congestion::Parameters congestion;
    PerpMarking::Parameters marking;
    Margin::Parameters margin;
    Deleveraging::Parameters deleveraging;
    PerpTraders* traders = nullptr;  ///< owned by the simulation once it has started
    std::unique_ptr<Simulation> simulation;

  private:
    std::int64_t step_seconds_;
    std::unique_ptr<PerpTraders> unborn_ = std::make_unique<PerpTraders>();
};

}  // namespace stampede::testing
