#include "output/report/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "output/spoken.hpp"

namespace stampede {

namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// A point in time in the calendar.
struct Date {
    std::chrono::year_month_day day;
    int minutes;  ///< since midnight

    explicit Date(double seconds)
    {
        auto const minute = static_cast<std::int64_t>(std::llround(seconds / 60));
        auto const whole = static_cast<std::int64_t>(std::floor(static_cast<double>(minute) / 1440));
        day = std::chrono::sys_days{std::chrono::days{whole}};
        minutes = static_cast<int>(minute - 1440 * whole);
    }
    [[nodiscard]] std::string day_text() const
    {
        return fmt::format("{} {}", static_cast<unsigned>(day.day()),
                           months.at(static_cast<unsigned>(day.month()) - 1));
    }
    [[nodiscard]] int year() const { return static_cast<int>(day.year()); }
    [[nodiscard]] std::string time_text() const { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }
};

/// Steps between marks [h].
constexpr std::array round_steps{1.0 / 60, 5.0 / 60, 0.25, 0.5,   1.0,   2.0,   3.0,    6.0,    12.0,
                                 24.0,     48.0,     96.0, 168.0, 336.0, 720.0, 2160.0, 4320.0, 8760.0};

double step_for(double hours, std::size_t most)
{
    for (double const step : round_steps)
        if (hours / step <= static_cast<double>(most))
            return step;
    return std::ceil(hours / static_cast<double>(most) / 8760) * 8760;
}

}  // namespace

std::vector<double> round_ticks(double low, double high, std::size_t wanted)
{
    if (!(high > low)) {
        double const room = low == 0 ? 1 : std::abs(low) * 0.1;
        low -= room;
        high += room;
    }
    double const rough = (high - low) / static_cast<double>(wanted);
    double const power = std::pow(10, std::floor(std::log10(rough)));
    double const part = rough / power;
    double const step = power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    std::vector<double> ticks;
    auto const first = static_cast<std::int64_t>(std::floor(low / step + 1e-9));
    auto const last = static_cast<std::int64_t>(std::ceil(high / step - 1e-9));
    for (std::int64_t i = first; i <= last; ++i)
        ticks.push_back(static_cast<double>(i) * step + 0.0);
    return ticks;
}

ShownUnit shown_unit(std::string const& unit, double largest)
{
    if (unit == "1")
        return {100, "%"};
    std::string const behind = unit.empty() ? "" : " " + unit;
    if (largest >= 1e9)
        return {1e-9, "billion" + behind};
    if (largest >= 1e6)
        return {1e-6, "million" + behind};
    if (largest >= 1e4)
        return {1e-3, "thousand" + behind};
    return {1, unit};
}

std::vector<Tick> TimeAxis::ticks(std::size_t most) const
{
    double const step = step_for(last_, most);
    double const begin = start_.value_or(0) / 3600;
    std::vector<Tick> all;
    for (double at = std::ceil(begin / step - 1e-9) * step; at <= begin + last_ + 1e-9; at += step) {
        std::string label;
        if (start_) {
            Date const date{at * 3600};
            label = step >= 24 || date.minutes == 0 ? date.day_text() : date.time_text();
        }
        else
            label = fmt::format("{:g}", std::round((last_ >= 48 ? at / 24 : at) * 1e6) / 1e6 + 0.0);  // no -0
        all.push_back({at - begin, label});
    }
    return all;
}

std::string TimeAxis::name() const
{
    if (!start_)
        return last_ >= 48 ? "days since the start" : "hours since the start";
    int const first = Date{*start_}.year(), last = Date{*start_ + 3600 * last_}.year();
    return first == last ? fmt::format("UTC, {}", first) : fmt::format("UTC, {} to {}", first, last);
}

std::string TimeAxis::moment(double hour) const
{
    if (!start_)
        return "after " + spoken::time(hour);
    Date const date{*start_ + 3600 * hour};
    return fmt::format("{} {}, {}", date.day_text(), date.year(), date.time_text());
}

}  // namespace stampede
