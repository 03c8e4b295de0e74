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
      remaining_(rows, 0),
      settled_(rows, 0),
      rate_(rows, 0),
      looks_(rows, 0),
      pushed_until_(rows, 0),
      venue_(rows, 0),
      queues_(venues, WakeQueue{one_factor * static_cast<std::uint64_t>(step_seconds)})
{
}

std::uint64_t WakeCalendar::arrival(Row row, std::uint32_t k) const
{
    double const waiting = -log(draws_.inner_uniform(purpose_, row, k));
    return static_cast<std::uint64_t>(round_to_integer(waiting * 0x1p20)) * (one_arrival >> 20U) + 1;
}

void WakeCalendar::enter(Row row, std::uint16_t clock, double per_day)
{
    venue_[row] = clock;
    rate_[row] = static_cast<std::uint32_t>(round_to_integer(per_day * rate_scale));
    settled_[row] = clock_[clock];
    remaining_[row] = arrival(row, 0);
    file(row);
}

std::uint64_t WakeCalendar::target(Row row) const
{
    std::uint64_t const pace = speed(row);
    if (pace == 0)
        return never;
    return settled_[row] + (remaining_[row] + pace - 1) / pace;
}

void WakeCalendar::file(Row row)
{
    queues_[venue_[row]].file(row, target(row));
}

void WakeCalendar::settle(Row row)
{
    std::uint64_t const now = clock_[venue_[row]];
    auto const gained = static_cast<Uint128>(now - settled_[row]) * speed(row);
    settled_[row] = now;
    remaining_[row] -= static_cast<std::uint64_t>(std::min<Uint128>(gained, remaining_[row] - 1));
}

void WakeCalendar::push(Row row, std::int64_t step)
{
    ensure(step == now_, "attention is pushed in the present step");
    if (rate_[row] == 0 || push_steps_ == 0 || push_ == one_push)
        return;
    settle(row);
    bool const fresh = pushed_until_[row] <= now_;
    pushed_until_[row] = now_ + push_steps_ + 1;
    push_ends_.push_back({pushed_until_[row], row});
    if (fresh)
        file(row);
}

void WakeCalendar::end_pushes()
{
    // A push lasts through step `pushed_until - 1`; what was gained until now was gained at the pushed pace.
    while (!push_ends_.empty() && push_ends_.front().step <= now_ + 1) {
        PushEnd const end = push_ends_.front();
        push_ends_.pop_front();
        if (pushed_until_[end.row] != end.step || rate_[end.row] == 0)
            continue;
        settle(end.row);
        pushed_until_[end.row] = 0;
        file(end.row);
    }
}

void WakeCalendar::take_due(std::uint16_t venue)
{
    popped_.clear();
    queues_[venue].pop_until(clock_[venue], popped_);
    for (Row const row : popped_) {
        std::uint64_t const due = target(row);
        if (due > clock_[venue]) {
            if (due != never && due / (one_factor * static_cast<std::uint64_t>(step_seconds_)) ==
                                    clock_[venue] / (one_factor * static_cast<std::uint64_t>(step_seconds_)))
                queues_[venue].file(row, due);
            continue;
        }
        // Every arrival up to now is one look; the rest of the attention counts for the next.
        Uint128 gained = static_cast<Uint128>(clock_[venue] - settled_[row]) * speed(row);
        settled_[row] = clock_[venue];
        while (gained >= remaining_[row]) {
            gained -= remaining_[row];
            remaining_[row] = arrival(row, ++looks_[row]);
        }
        remaining_[row] -= static_cast<std::uint64_t>(gained);
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

void WakeCalendar::columns(ColumnVisitor& column)
{
    column.scalar("now", now_);
    column("clock", clock_);
    column("remaining", remaining_);
    column("settled", settled_);
    column("rate", rate_);
    column("looks", looks_);
    column("pushed_until", pushed_until_);
    column("venue", venue_);
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
    for (Row row = 0; row < rate_.size(); ++row) {
        file(row);
        if (pushed_until_[row] > now_)
            ends.push_back({pushed_until_[row], row});
    }
    std::sort(ends.begin(), ends.end(),
              [](PushEnd const& a, PushEnd const& b) { return a.step != b.step ? a.step < b.step : a.row < b.row; });
    push_ends_.assign(ends.begin(), ends.end());
}

}  // namespace stampede
