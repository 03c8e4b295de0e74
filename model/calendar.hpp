#pragma once
// Who looks at which venue in which step, in integers: attention is a Poisson process whose luck never changes.
//
// The k-th look of a row happens when its integrated attention reaches the k-th arrival of a unit-rate Poisson
// process keyed (row, k). Each venue has a clock that an alarm speeds up; rows are filed at the clock value of their
// next look, so an alarm re-files nobody. A personal push (a contact left) settles and re-files one row.

#include <cstdint>
#include <deque>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/draws.hpp"
#include "model/base/id.hpp"

namespace stampede {

/// Rows filed by the clock value of their next look; a timer wheel of two levels and a list beyond.
class WakeQueue {
  public:
    /// @param width  clock units per slot
    explicit WakeQueue(std::uint64_t width = 1) : width_{width}, fine_(slots), coarse_(slots) {}
    void file(Row row, std::uint64_t target);
    /// Appends the rows filed in slots up to `clock`; the caller drops those that were re-filed or are not yet due and
    /// files the latter again.
    void pop_until(std::uint64_t clock, std::vector<Row>& out);

  private:
    static constexpr std::uint64_t slots = 512;
    struct Far {
        Row row;
        std::uint64_t slot;
    };
    void open_coarse(std::uint64_t slot);

    std::uint64_t width_;
    std::uint64_t slot_ = 0;  // everything before it has been popped
    std::vector<std::vector<Row>> fine_;
    std::vector<std::vector<Far>> coarse_;
    std::vector<Far> far_;
};

/// Poisson attention of all rows of a population.
class WakeCalendar {
  public:
    static constexpr std::uint64_t one_factor = 1024;  ///< venue factor 1 in fixed point
    static constexpr std::uint64_t one_push = 256;     ///< personal factor 1 in fixed point
    static constexpr double rate_scale = 65536;        ///< looks per day in fixed point
    /// Integrated attention of one unit of the Poisson process.
    static constexpr std::uint64_t one_arrival = 86400ULL * 65536 * one_push * one_factor;

    WakeCalendar() = default;
    /// @param step_seconds  length of a step [s]; @param push_factor attention under a personal push, relative [1]
    WakeCalendar(std::size_t rows, std::size_t venues, std::int64_t step_seconds, double push_factor,
                 std::int64_t push_steps, Draws const& draws, Purpose purpose);

    /// Gives a row its rate and, unless it sleeps, files it for the first time.
    /// @param per_day  looks a day, clipped by the caller; @param asleep see `sleep`
    void enter(Row row, std::uint16_t clock, double per_day, bool asleep = false);
    /// Advances every clock by factor * step and returns the rows that look in this step, in rising order.
    /// @param factors  attention factor of every clock [1], at least 0
    std::vector<Row> const& advance(std::int64_t step, std::vector<double> const& factors);
    /// A contact left: the row's own factor rises for `push_steps` from this step on.
    void push(Row row, std::int64_t step);
    /// A row whose looks are not announced: whoever put it to sleep makes up for them with `next_look` and `look`
    /// before it rouses the row. Takes effect with the next `refile`.
    void sleep(Row row) { rows_[row].asleep = true; }
    void rouse(Row row);
    [[nodiscard]] bool asleep(Row row) const { return rows_[row].asleep; }
    /// Clock value at which the row looks next, at its present speed.
    [[nodiscard]] std::uint64_t next_look(Row row) const;
    /// The look of a row in a step that ended at this clock value: every arrival up to it is one look, the rest of the
    /// attention counts for the next.
    void look(Row row, std::uint64_t clock);
    /// The row looks by another clock from now on; the attention it has gathered counts there.
    void move(Row row, std::uint16_t clock);
    /// The row never looks again (it has left for good) or looks again after a pause.
    void retire(Row row) { rows_[row].rate = 0; }

    /// Looks a row has had so far.
    [[nodiscard]] std::uint32_t looks(Row row) const { return rows_[row].looks; }
    [[nodiscard]] std::uint64_t clock(std::size_t venue) const { return clock_[venue]; }

    /// Saves or restores; queues are rebuilt from the columns by `refile`.
    void columns(ColumnVisitor& column);
    void refile();

  private:
    /// One row's attention: together, because a look reads and writes all of it and rows look in no order.
    struct Attention {
        std::uint64_t remaining = 0;  // attention still to go until the next arrival, when last settled
        std::uint64_t settled = 0;    // clock value of that moment
        std::uint32_t rate = 0;       // looks per day in fixed point; 0 = never
        std::uint32_t looks = 0;
        std::int32_t pushed_until = 0;
        std::uint16_t venue = 0;
        bool asleep = false;
    };

    [[nodiscard]] std::uint64_t speed(Row row) const
    {
        Attention const& one = rows_[row];
        return static_cast<std::uint64_t>(one.rate) * (one.pushed_until > now_ ? push_ : one_push);
    }
    /// Saves or restores one member of all rows as a column.
    template <class T>
    void member(ColumnVisitor& column, std::string_view name, T Attention::*what);
    void settle(Row row);
    [[nodiscard]] std::uint64_t arrival(Row row, std::uint32_t k) const;
    void file(Row row);
    void end_pushes();
    void take_due(std::uint16_t venue);

    std::int64_t step_seconds_ = 1;
    std::uint64_t push_ = one_push;
    std::int32_t push_steps_ = 0;
    Draws draws_;
    Purpose purpose_{""};
    std::int32_t now_ = 0;

    Column<std::uint64_t> clock_;
    std::vector<Attention> rows_;

    struct PushEnd {
        std::int32_t step;
        Row row;
    };
    std::deque<PushEnd> push_ends_;
    std::vector<WakeQueue> queues_;
    std::vector<Row> popped_, awake_;
};

}  // namespace stampede
