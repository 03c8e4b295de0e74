#pragma once
// Those who live from the spread: they quote on several venues with capital of their own, and stop when it hurts.

#include <string>
#include <vector>

#include "agents/venue_doubt.hpp"
#include "agents/volatility_gauge.hpp"
#include "model/population.hpp"

namespace stampede {

/// What a maker offers, and when it stops.
struct MakerParameters {
    std::int64_t count = 10;
    std::vector<std::string> venues;
    std::string base, quote = "";
    Distribution capital = Distribution::lognormal(1e6, 0.5);  ///< of each, over all venues [USD]
    Share in_coins{0.5};
    double depth = 0.27;  ///< within the first edge and per side, over its markets at a venue [1] of capital there
    Share on_perp{0.65};
    std::vector<double> edges = {0.01, 0.02, 0.03, 0.04, 0.05, 0.10};
    std::vector<double> profile = {1, 1, 0.7, 0.45, 0.35, 0.2};
    double leverage = 10;
    double margin_multiple = 2.5, calm_volatility = 0.045, depth_power = 0.4;
    Duration volatility_half_life{3600}, resilience_time{1800}, unwind_time{2700}, latency{1};
    double lot = 0.01, risk_aversion = 0.3, intensity = 5000;
    Distribution kill = Distribution::uniform(0.12, 0.6);
    Duration cool_down{2.5 * 3600};
    DoubtParameters doubt;

    void visit(FieldVisitor& field);
};

/// Each maker has a desk at every venue and quotes a ladder on the spot and the perpetual market there.
///
/// Quotes lie around a reservation price r = anchor exp(-q gamma sigma^2 tau), q its inventory in lots of a hundredth
/// of its capital; the anchor is the index, never the mid. The half spread is that of Avellaneda and Stoikov, and one
/// standard deviation of what the price does in the latency. Depth = capital x depth x (equity / capital) x (calm
/// margin / margin)^a x confidence in the venue, with margin = k sigma; what signed flow took from a side comes back in
/// the resilience time, and margin x |inventory| never exceeds equity. Coins and money at birth are held for its
/// customers: only what it trades is gain or loss.
/// @source Avellaneda, Stoikov, Quantitative Finance 8(3), 2008; Brunnermeier, Pedersen, Review of Financial Studies
///         22(6), 2009, 2201-2238
class MarketMakers final : public Population {
  public:
    void visit(FieldVisitor& field) override { parameters_.visit(field); }
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View&, Events const& events) override { doubt_.learn(events, desks_); }
    void columns(ColumnVisitor& column) override;

    [[nodiscard]] std::size_t count() const { return capital_.size(); }
    /// Desks of a maker are its venues in the order of the parameters.
    [[nodiscard]] Desk const& desk(Row maker, std::size_t venue) const
    {
        return desks_[maker * places_.size() + venue];
    }
    [[nodiscard]] std::vector<TradedPlace> const& places() const { return places_; }

  private:
    /// One book as one maker sees it.
    struct Quoting {
        double mid, anchor;  ///< [quote/base]
        Distance distance;
        double volatility;  ///< [1/sqrt(day)]
        double coins;       ///< of a whole side before what was taken [base units]
        double taken;       ///< net coins bought and not yet made up for [base units]
        double held;        ///< inventory in this market [base units]
        double room;        ///< coins that margin still allows to buy; to sell: twice the limit less it [base units]
        double limit;       ///< largest inventory that margin allows [base units]
        double lots;        ///< inventory over all venues
    };
    /// Where one side of a ladder begins and ends in a book.
    struct Step {
        Side side;
        double near, far;  ///< distance from mid
        double coins;
    };
    void judge(View& seen, Row maker);
    /// Takes in what was traded since the last step.
    void follow(View& seen, Row maker, std::size_t venue);
    void quote_desk(View& seen, Row maker, std::size_t venue, Intents& wishes) const;
    [[nodiscard]] Quoting quoting(View& seen, Row maker, std::size_t venue, bool perp) const;
    [[nodiscard]] std::vector<Step> ladder(Quoting const& book, double unwinding) const;
    void unwind(View& seen, Row maker, std::size_t venue, Intents& wishes) const;
    [[nodiscard]] std::size_t index_of(Row maker, std::size_t venue) const { return maker * places_.size() + venue; }

    MakerParameters parameters_;
    std::vector<TradedPlace> places_;
    UnderWay under_way_;
    std::vector<Row> everyone_;

    VolatilityGauge gauge_;                                   // per venue: spot, perp
    VenueDoubt doubt_;                                        // per desk
    Column<double> capital_, kill_, strength_, peak_, lots_;  // per maker
    Column<std::int64_t> stopped_until_;                      // per maker
    Column<Desk> desks_;
    Column<double> spot_held_, perp_held_, spot_taken_, perp_taken_;  // per desk [base units]
};

}  // namespace stampede
