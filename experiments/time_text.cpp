#include "experiments/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace stampede {

namespace {

struct Unit {
    std::string_view name;
    double seconds;
};
constexpr std::array<Unit, 4> units{{{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}}};

std::optional<double> unit_seconds(std::string_view name)
{
    for (Unit const& unit : units)
        if (unit.name == name)
            return unit.seconds;
    return {};
}

/// Takes `digits` digits and the letter behind them off the front of a text.
std::optional<int> take_number(std::string_view& text, std::size_t digits, char letter)
{
    int number = 0;
    char const* const end = text.data() + std::min(digits, text.size());
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    bool const complete = text.size() >= digits && rest == end && error == std::errc{} && number >= 0;
    bool const followed = letter == '\0' || (text.size() > digits && text[digits] == letter);
    if (!complete || !followed)
        return {};
    text.remove_prefix(digits + (letter == '\0' ? 0 : 1));
    return number;
}

/// Days from 1970-01-01 to a day of the Gregorian calendar; nothing if there is no such day.
std::optional<double> day_number(int year, int month, int day)
{
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return {};
    return static_cast<double>(std::chrono::sys_days{date}.time_since_epoch().count());
}

/// "06:00", "06:00Z", "06:00:07" or "06:00:07Z" as seconds of the day.
std::optional<double> seconds_of_day(std::string_view text)
{
    if (!text.empty() && text.back() == 'Z')
        text.remove_suffix(1);
    auto const hour = take_number(text, 2, ':');
    auto const minute = take_number(text, 2, text.size() > 2 ? ':' : '\0');
    auto const second = text.empty() ? std::optional{0} : take_number(text, 2, '\0');
    if (!hour || !minute || !second || !text.empty() || *hour > 23 || *minute > 59 || *second > 59)
        return {};
    return 3600.0 * *hour + 60.0 * *minute + *second;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text)
{
    if (text.empty())
        return {};
    double total = 0;
    while (!text.empty()) {
        if (!is_digit(text.front()))
            return {};
        double count = 0;
        auto const [rest, error] =
            std::from_chars(text.data(), text.data() + text.size(), count, std::chars_format::fixed);
        if (error != std::errc{})
            return {};
        text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
        std::size_t letters = 0;
        while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z')
            ++letters;
        auto const seconds = unit_seconds(text.substr(0, letters));
        if (!seconds)
            return {};
        total += count * *seconds;
        text.remove_prefix(letters);
    }
    return Duration{total};
}

std::string duration_text(Duration span)
{
    for (Unit const& unit : units) {
        double const count = span.value() / unit.seconds;
        bool const whole = count >= 1 && count < 1e6 && count == static_cast<double>(round_to_integer(count));
        if (whole && count * unit.seconds == span.value())
            return fmt::format("{}{}", count, unit.name);
    }
    return fmt::format("{}s", span.value());
}

std::optional<double> parse_utc(std::string_view text)
{
    auto const year = take_number(text, 4, '-');
    auto const month = take_number(text, 2, '-');
    auto const day = take_number(text, 2, '\0');
    if (!year || !month || !day)
        return {};
    auto const days = day_number(*year, *month, *day);
    if (!days || text.empty())
        return days ? std::optional{*days * 86400} : std::nullopt;
    auto const seconds = text.front() == 'T' || text.front() == ' ' ? seconds_of_day(text.substr(1)) : std::nullopt;
    return seconds ? std::optional{*days * 86400 + *seconds} : std::nullopt;
}

}  // namespace stampede
