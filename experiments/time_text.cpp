#include "experiments/time_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

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
        while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
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

}  // namespace stampede
