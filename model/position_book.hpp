#pragma once
// All positions of one perpetual market: columns, one row per account that trades there, and for each side an order by
// liquidation price, so that a move of the mark touches only those it liquidates.

#include <cstdint>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/wide.hpp"
#include "model/positions.hpp"
#include "model/row_heap.hpp"

namespace stampede {

/// What a venue asks of positions in a market.
struct MarginTerms {
    Contract contract;
    MarginSchedule schedule;
    double leverage_cap = 1e9;  ///< above what the schedule allows nothing is gained by it [1]
    Share concentration{1};     ///< share of open interest from which a position counts as concentrated
    double add_on = 0;          ///< maintenance rate added per share of open interest beyond that [1]
};

/// Positions of one market. All sums over rows are kept as rows change.
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
        return {size_[row.index()], cost_[row.index()], margin_[row.index()]};
    }
    /// Step in which a part was last taken over, -1 = never.
    [[nodiscard]] std::int64_t taken(PositionId row) const { return taken_[row.index()]; }
    void set_taken(PositionId row, std::int64_t step) { taken_[row.index()] = step; }
    /// Changes a row and its place in the order.
    void set(PositionId row, Position const& position);
    /// Adds funding of `rate` [2^-32 settlement units per unit of size] to a row: whole units become cost, the rest is
    /// carried. @return the whole units
    Amount accrue(PositionId row, std::int64_t rate);
    /// Rows of this kind are never liquidated: the engine's own.
    void exempt(PositionId row);
    /// A row of a cross account is liquidated with the account only, and has no margin of its own.
    void put_under(PositionId row, CrossId cross);
    /// Empty = isolated.
    [[nodiscard]] CrossId cross(PositionId row) const { return cross_[row.index()]; }

    [[nodiscard]] MarginTerms const& terms() const { return terms_; }
    /// Maintenance margin of a position at a price, with what concentration adds [settlement asset].
    [[nodiscard]] double maintenance(Position const& position, Price mark) const;
    [[nodiscard]] bool below_maintenance(Position const& position, Price mark) const;
    /// Share of open interest that an add-on makes dearer, per notional [1].
    [[nodiscard]] double extra_rate(Units size) const;
    /// The schedule that a position of this size meets.
    [[nodiscard]] MarginSchedule schedule_of(Units size) const;

    /// Rows on both sides that are below maintenance at `mark`, in rising order.
    [[nodiscard]] std::vector<PositionId> liquidated(Price mark) const;
    /// Measures concentration anew against the present open interest, and orders everything by it.
    void reorder();

    /// Sum of the longs, which is that of the shorts [units of size].
    [[nodiscard]] Units open_interest() const { return longs_; }
    [[nodiscard]] Units net_size() const { return net_; }
    [[nodiscard]] Amount total_cost() const { return cost_sum_; }
    [[nodiscard]] Amount total_margin() const { return margin_sum_; }
    /// Funding below one unit that rows carry: the funding index term of the audit [2^-32 settlement units].
    [[nodiscard]] Int128 carried() const { return carry_sum_; }
    /// The sums again from every row. @throws BrokenInvariant if one differs
    void audit() const;

    void columns(ColumnVisitor& column);

  private:
    void place(PositionId row);
    void sum_up();

    MarginTerms terms_;
    Column<AccountId> account_;
    Column<Units> size_;
    Column<Amount> cost_, margin_;
    Column<std::int64_t> carry_;  // [2^-32 settlement units], in [0, 2^32)
    Column<std::int64_t> taken_;
    Column<std::uint8_t> exempt_;
    Column<CrossId> cross_;
    std::int64_t reference_interest_ = 0;  // open interest that concentration is measured against [units of size]
    // Derived from the columns.
    Units longs_{0}, net_{0};
    Amount cost_sum_{0}, margin_sum_{0};
    Int128 carry_sum_ = 0;
    RowHeap long_order_, short_order_;  // by liquidation price; of shorts by its negative
};

}  // namespace stampede
