#pragma once
// All positions of one perpetual market: columns, one row per account that trades there, and for each side an order by
// liquidation price, so that a move of the mark touches only those it liquidates. Funding moves an index and no row:
// what a row owes follows from the index, and becomes part of its cost when the row is changed.

#include <cstdint>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/wide.hpp"
#include "model/positions.hpp"
#include "model/row_heap.hpp"

namespace stampede {

/// Which notional maintenance margin is measured on: at mark, or what was paid for the position, funding in it.
enum class MaintenanceOn : std::uint8_t { mark, entry };

/// What a venue asks of positions in a market.
struct MarginTerms {
    Contract contract;
    MarginSchedule schedule;
    double leverage_cap = 1e9;  ///< above what the schedule allows nothing is gained by it [1]
    Share concentration{1};     ///< share of open interest from which a position counts as concentrated
    double add_on = 0;          ///< maintenance rate added per share of open interest beyond that [1]
    MaintenanceOn maintenance_on = MaintenanceOn::mark;
};

/// Positions of one market. All sums over rows are kept as rows change.
///
/// With index I [2^-32 settlement units paid by a unit of size so far] a row of size S, last changed at index J with a
/// rest r below one unit, has paid S (I - J) + r since: whole units of it count as cost. So C 2^32 + r - S J changes
/// with trades alone, and, as sizes sum to 0, its sum over all rows is minus the clearing cash whatever the index is.
class PositionBook {
  public:
    PositionBook() = default;
    explicit PositionBook(MarginTerms terms) : terms_{std::move(terms)} {}

    /// A row for an account in the market's settlement asset; it stays when the position is closed.
    PositionId open(AccountId account);
    [[nodiscard]] std::size_t size() const { return size_.size(); }
    [[nodiscard]] AccountId account(PositionId row) const { return account_[row.index()]; }
    [[nodiscard]] Position position(PositionId row) const
    {
        return {size_[row.index()], cost_[row.index()] + due(row).whole, margin_[row.index()]};
    }
    /// Step in which a part was last taken over, -1 = never.
    [[nodiscard]] std::int64_t taken(PositionId row) const { return taken_[row.index()]; }
    void set_taken(PositionId row, std::int64_t step) { taken_[row.index()] = step; }
    /// Changes a row and its place in the order.
    void set(PositionId row, Position const& position);
    /// Every unit of size pays so much, and every short unit receives it [2^-32 settlement units]; touches no row.
    void pay_funding(std::int64_t rate) { index_ += rate; }
    /// Paid by a unit of size so far [2^-32 settlement units].
    [[nodiscard]] std::int64_t funding_index() const { return index_; }
    /// What a row has paid for its position, all funding up to now in it [2^-32 settlement units].
    [[nodiscard]] Int128 paid(PositionId row) const;
    /// Rows of this kind are never liquidated: the engine's own.
    void exempt(PositionId row);
    /// A row of a cross account is liquidated with the account only, and has no margin of its own.
    void put_under(PositionId row, CrossId cross);
    /// Empty = isolated.
    [[nodiscard]] CrossId cross(PositionId row) const { return cross_[row.index()]; }
    /// Hands on the cross accounts whose rows were changed since the last call, some more than once.
    void take_changed(auto&& visit)
    {
        for (CrossId const cross : changed_)
            visit(cross);
        changed_.clear();
    }

    [[nodiscard]] MarginTerms const& terms() const { return terms_; }
    /// Notional that the maintenance margin of a position is measured on [settlement asset].
    [[nodiscard]] double measured(Position const& position, Price mark) const;
    /// Maintenance margin of a position at a price, with what concentration adds [settlement asset].
    [[nodiscard]] double maintenance(Position const& position, Price mark) const;
    [[nodiscard]] bool below_maintenance(Position const& position, Price mark) const;
    /// Share of open interest that an add-on makes dearer, per notional [1].
    [[nodiscard]] double extra_rate(Units size) const;
    /// Highest leverage a position of a size and notional may be opened with, if `asked` for; 0 = asks for the highest.
    /// What concentration adds to its maintenance is asked for at the start, too [1].
    [[nodiscard]] double allowed_leverage(Units size, double notional, double asked) const;
    /// The schedule that a position of this size meets.
    [[nodiscard]] MarginSchedule schedule_of(Units size) const;

    /// Rows on both sides that are below maintenance at `mark`, in rising order.
    ///
    /// Rows are ordered by their level of liquidation at one index for all. A unit of size that pays f since moves that
    /// level by f / (1 -+ rate), with the maintenance rate of its tier, or by f (1 +- rate) where maintenance is that
    /// of the entry: whom the least and the largest rate could bring there is looked at; when more rows have been
    /// looked at in vain than there are, all are ordered anew.
    [[nodiscard]] std::vector<PositionId> liquidated(Price mark);
    /// Measures concentration anew against the present open interest, and orders everything by it.
    void reorder();

    /// Sum of the longs, which is that of the shorts [units of size].
    [[nodiscard]] Units open_interest() const { return longs_; }
    [[nodiscard]] Units net_size() const { return net_; }
    [[nodiscard]] Amount total_margin() const { return margin_sum_; }
    /// Of all rows: their costs and the funding index term [2^-32 settlement units].
    [[nodiscard]] Int128 total_paid() const { return paid_sum_ + static_cast<Int128>(net_.value()) * index_; }
    /// The sums again from every row. @throws BrokenInvariant if one differs
    void audit() const;

    void columns(ColumnVisitor& column);

  private:
    /// Funding since a row was last changed, in whole units and what is below one [2^-32 settlement units].
    struct Due {
        Amount whole;
        std::int64_t rest;
    };
    [[nodiscard]] Due due(PositionId row) const;
    /// C 2^32 + r - S J.
    [[nodiscard]] Int128 base(PositionId row) const;
    /// Level at which a row would be liquidated at an index.
    [[nodiscard]] double level_at(PositionId row, std::int64_t index) const;
    /// Most and least by which a payment per unit of level may have moved the levels of those liquidated as the level
    /// falls and as it rises.
    struct Moves {
        double up, down;
    };
    [[nodiscard]] Moves moved_by(double payment) const;
    /// Rows that may be liquidated at a level of the mark.
    [[nodiscard]] std::vector<Row> candidates(double level) const;
    void place(PositionId row);
    void order_all();
    void sum_up();

    MarginTerms terms_;
    Column<AccountId> account_;
    Column<Units> size_;
    Column<Amount> cost_, margin_;
    Column<std::int64_t> carry_;    // rest below one unit [2^-32 settlement units], in [0, 2^32)
    Column<std::int64_t> settled_;  // index when the row was last changed
    Column<std::int64_t> taken_;
    Column<std::uint8_t> exempt_;
    Column<CrossId> cross_;
    std::int64_t index_ = 0;               // of funding
    std::int64_t reference_interest_ = 0;  // open interest that concentration is measured against [units of size]
    std::vector<CrossId> changed_;         // cross accounts of rows that were changed
    // Derived from the columns.
    Units longs_{0}, net_{0};
    Amount margin_sum_{0};
    Int128 paid_sum_ = 0;
    std::int64_t ordered_index_ = 0;  // index at which levels of liquidation are ordered
    std::uint64_t in_vain_ = 0;       // rows looked at and found above maintenance since they were ordered
    RowHeap falling_, rising_;        // liquidated as the level falls: by it; as it rises: by its negative
};

}  // namespace stampede
