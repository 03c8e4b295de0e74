#include "model/calendar.hpp"

#include <algorithm>
#include <limits>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/base/wide.hpp"

namespace stampede {
namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

}  // namespace

void WakeQueue::file(Row row, std::uint64_t target)
{
    if (target == never)
        return;
    std::uint64_t const slot = std::max(target / width_, slot_);
    if (slot / slots == slot_ / slots)
        fine_[slot % slots].push_back(row);
    else if (slot / (slots * slots) == slot_ / (slots * slots))
        coarse_[slot / slots % slots].push_back({row, slot});
    else
        far_.push_back({row, slot});
}

void WakeQueue::open_coarse(std::uint64_t slot)
{
    if (slot % (slots * slots) == 0) {
        std::vector<Far> waiting;
        waiting.swap(far_);
        for (Far const& one : waiting)
            file(one.row, one.slot * width_);
    }
    std::vector<Far> opened;
    opened.swap(coarse_[slot / slots % slots]);
    for (Far const& one : opened)
        fine_[one.slot % slots].push_back(one.row);
}

void WakeQueue::pop_until(std::uint64_t clock, std::vector<Row>& out)
{
    std::uint64_t const last = clock / width_;
    for (;;) {
        std::vector<Row>& rows = fine_[slot_ % slots];
        out.insert(out.end(), rows.begin(), rows.end());
        if (slot_ < last)
            std::vector<Row>{}.swap(rows);
        else
            rows.clear();
        if (slot_ >= last)
            return;
        ++slot_;
        if (slot_ % slots == 0)
            open_coarse(slot_);
    }
}

WakeCalendar::WakeCalendar(std::size_t rows, std::size_t venues, std::int64_t step_seconds, double push_factor,
                           std::int64_t push_steps, Draws const& draws, Purpose purpose)
    : step_seconds_{step_seconds},
      push_{static_cast<std::uint64_t>(round_to_integer(push_factor * static_cast<double>(one_push)))},
      push_steps_{static_cast<std::int32_t>(push_steps)},
      draws_{draws},
      purpose_{purpose},
      clock_(venues, 0),
      rows_(rows),
      queues_(venues, WakeQueue{one_factor * static_cast<std::uint64_t>(step_seconds)})
{
}

std::uint64_t WakeCalendar::arrival(Row row, std::uint32_t k) const
{
    double const waiting = -log(draws_.inner_uniform(purpose_, row, k));
    return static_cast<std::uint64_t>(round_to_integer(waiting * 0x1p20)) * (one_arrival >> 20U) + 1;
}

void WakeCalendar::enter(Row row, std::uint16_t clock, double per_day, bool asleep)
{
    rows_[row].venue = clock;
    rows_[row].rate = static_cast<std::uint32_t>(round_to_integer(per_day * rate_scale));
    rows_[row].settled = clock_[clock];
    rows_[row].remaining = arrival(row, 0);
    rows_[row].asleep = asleep;
    if (!asleep)
        file(row);
}

void WakeCalendar::rouse(Row row)
{
    rows_[row].asleep = false;
    file(row);
}

std::uint64_t WakeCalendar::next_look(Row row) const
{
    std::uint64_t const pace = speed(row);
    if (pace == 0)
        return never;
    return rows_[row].settled + (rows_[row].remaining + pace - 1) / pace;
}

void WakeCalendar::file(Row row)
{
    queues_[rows_[row].venue].file(row, next_look(row));
}

void WakeCalendar::settle(Row row)
{
    std::uint64_t const now = clock_[rows_[row].venue];
    auto const gained = static_cast<Uint128>(now - rows_[row].settled) * speed(row);
    rows_[row].settled = now;
    rows_[row].remaining -= static_cast<std::uint64_t>(std::min<Uint128>(gained, rows_[row].remaining - 1));
}

void WakeCalendar::push(Row row, std::int64_t step)
{
    ensure(step == now_, "attention is pushed in the present step");
    if (rows_[row].rate == 0 || push_steps_ == 0 || push_ == one_push)
        return;
    settle(row);
    bool const fresh = rows_[row].pushed_until <= now_;
    rows_[row].pushed_until = now_ + push_steps_ + 1;
    push_ends_.push_back({rows_[row].pushed_until, row});
    if (fresh)
        file(row);
}

void WakeCalendar::move(Row row, std::uint16_t clock)
{
    settle(row);
    rows_[row].venue = clock;
    rows_[row].settled = clock_[clock];
    file(row);
}

void WakeCalendar::end_pushes()
{
    // A push lasts through step `pushed_until - 1`; what was gained until now was gained at the pushed pace.
    while (!push_ends_.empty() && push_ends_.front().step <= now_ + 1) {
        PushEnd const end = push_ends_.front();
        push_ends_.pop_front();
        if (rows_[end.row].pushed_until != end.step || rows_[end.row].rate == 0)
            continue;
        settle(end.row);
        rows_[end.row].pushed_until = 0;
        file(end.row);
    }
}

void WakeCalendar::look(Row row, std::uint64_t clock)
{
    Attention& one = rows_[row];
    Uint128 gained = static_cast<Uint128>(clock - one.settled) * speed(row);
    one.settled = clock;
    while (gained >= one.remaining) {
        gained -= one.remaining;
        one.remaining = arrival(row, ++one.looks);
    }
    one.remaining -= static_cast<std::uint64_t>(gained);
}

void WakeCalendar::take_due(std::uint16_t venue)
{
    popped_.clear();
    queues_[venue].pop_until(clock_[venue], popped_);
    constexpr std::size_t ahead = 16;  // rows asked of memory before they are needed; they lie anywhere
    for (std::size_t i = 0; i < popped_.size(); ++i) {
        if (i + ahead < popped_.size())
            __builtin_prefetch(&rows_[popped_[i + ahead]], 1);
        Row const row = popped_[i];
        if (rows_[row].venue != venue)
            continue;  // has moved since it was filed here
        std::uint64_t const due = next_look(row);
        if (due > clock_[venue]) {
            if (due != never && due / (one_factor * static_cast<std::uint64_t>(step_seconds_)) ==
                                    clock_[venue] / (one_factor * static_cast<std::uint64_t>(step_seconds_)))
                queues_[venue].file(row, due);
            continue;
        }
        look(row, clock_[venue]);
        awake_.push_back(row);
        file(row);
    }
}

std::vector<Row> const& WakeCalendar::advance(std::int64_t step, std::vector<double> const& factors)
{
    awake_.clear();
    now_ = static_cast<std::int32_t>(step);
    for (std::size_t venue = 0; venue < clock_.size(); ++venue) {
        clock_[venue] +=
            static_cast<std::uint64_t>(round_to_integer(factors[venue] * static_cast<double>(one_factor))) *
            static_cast<std::uint64_t>(step_seconds_);
        take_due(static_cast<std::uint16_t>(venue));
    }
    std::sort(awake_.begin(), awake_.end());
    awake_.erase(std::unique(awake_.begin(), awake_.end()), awake_.end());
    end_pushes();
    return awake_;
}

template <class T>
void WakeCalendar::member(ColumnVisitor& column, std::string_view name, T Attention::*what)
{
    Column<T> values(rows_.size());
    for (std::size_t row = 0; row < values.size(); ++row)
        values[row] = rows_[row].*what;
    column(name, values);
    rows_.resize(values.size());
    for (std::size_t row = 0; row < values.size(); ++row)
        rows_[row].*what = values[row];
}

void WakeCalendar::columns(ColumnVisitor& column)
{
    column.scalar("now", now_);
    column("clock", clock_);
    member(column, "remaining", &Attention::remaining);
    member(column, "settled", &Attention::settled);
    member(column, "rate", &Attention::rate);
    member(column, "looks", &Attention::looks);
    member(column, "pushed_until", &Attention::pushed_until);
    member(column, "venue", &Attention::venue);
}

void WakeCalendar::refile()
{
    for (WakeQueue& queue : queues_)
        queue = WakeQueue{one_factor * static_cast<std::uint64_t>(step_seconds_)};
    for (std::uint16_t venue = 0; venue < clock_.size(); ++venue) {
        std::vector<Row> none;
        queues_[venue].pop_until(clock_[venue], none);
    }
    std::vector<PushEnd> ends;
    for (Row row = 0; row < rows_.size(); ++row) {
        if (!rows_[row].asleep)
            file(row);
        if (rows_[row].pushed_until > now_)
            ends.push_back({rows_[row].pushed_until, row});
    }
    std::sort(ends.begin(), ends.end(),
              [](PushEnd const& a, PushEnd const& b) { return a.step != b.step ? a.step < b.step : a.row < b.row; });
    push_ends_.assign(ends.begin(), ends.end());
}

}  // namespace stampede
