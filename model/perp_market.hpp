#pragma once
// A perpetual market of one venue: its book of orders, its positions, its mark, and what the venue does about those
// that cannot pay.

#include <cstdint>
#include <string>
#include <vector>

#include "model/batch.hpp"
#include "model/position_book.hpp"

namespace stampede {

/// The price positions are valued at: the middle of three candidates, index with funding, own mid, or index.
enum class MarkRule : std::uint8_t { median, fair, mid, index };

/// What the liquidation engine will send to the book in the next step.
struct EngineOrder {
    Side side = Side::sell;
    Units size{0};
    double limit = 0;  ///< worst price [quote/base]
};

/// Counts of one step, for the record (not state).
struct PerpFlow {
    Units liquidated{0}, deleveraged{0};         ///< taken over; closed by force against winners [units of size]
    std::int64_t liquidations = 0, winners = 0;  ///< positions taken over at least in part; winners touched
    Amount shortfall{0};                         ///< realised beyond margins in this step [settlement asset]
    Amount socialised{0}, borne{0};              ///< of it, paid by winners; by the venue itself
    /// Deleveraging: losses at mark beyond the fund, what those who were closed gave up against mark (nothing if they
    /// are closed at mark), and by how much that was more [settlement asset].
    Amount uncovered{0}, given_up{0}, excess{0};
};

/// State of one perpetual market.
struct PerpMarket {
    std::string name;
    InstitutionId venue;
    AssetId base, quote, settle;  ///< settle = quote of a linear market, base of an inverse one
    Distance distance = Distance::logarithmic;
    PositionBook positions;
    PositionId engine;        ///< takes over what falls below maintenance; its margin alone may be below zero
    AccountId fund;           ///< insurance fund: a claim of the venue on itself
    PositionId maker, crowd;  ///< those who rest in the book all the time

    double mid = 0;               ///< of the book [quote/base]
    double signed_depletion = 0;  ///< net units sold into the bids and not yet replaced [units of size]
    double reference = 0;         ///< price the circuit breaker measures from [quote/base]
    std::int64_t halted_until = 0;
    double index = 0, mark = 0;  ///< [quote/base]
    double basis = 0;            ///< smoothed mid - index [quote/base]
    Column<double> index_sum;    ///< of the index of all steps so far, if the oracle averages over a window
    double premium_sum = 0;      ///< of the premium since the last funding payment [1]
    std::int64_t premium_steps = 0;
    double funding_rate = 0;        ///< of the last payment [1 per interval]
    std::int64_t next_funding = 0;  ///< step of the next payment
    double fund_peak = 0;           ///< highest fund in the window of the trigger [settlement units]
    std::int64_t peak_step = 0;     ///< when that was
    EngineOrder engine_order;
    double fillable = 0;             ///< worst price at which its inventory may go, mean by size; 0 = any [quote/base]
    std::int8_t closed_out = 0;      ///< 1: its venue failed and positions were closed at the last mark
    EventId last_event = calm_root;  ///< last batch or index move that moved the mark
    Column<EventId> takeovers;       ///< events behind the engine's inventory, at most four, the largest
    Column<double> takeover_sizes;   ///< and how large each was [units of size]

    Amount near_depth;        ///< within 1 % of mid, mean of both sides [units of size]
    BatchResult last;         ///< of this step (not state: recorded and dropped)
    std::vector<Band> bands;  ///< resting in this step, for the record
    PerpFlow flow;

    [[nodiscard]] Contract const& contract() const { return positions.terms().contract; }
    [[nodiscard]] Price mark_price() const { return Price{mark}; }
    void columns(ColumnVisitor& column);
};

}  // namespace stampede
