#include "output/spoken.hpp"

#include <fmt/format.h>

#include "model/base/math.hpp"

namespace stampede::spoken {

namespace {

/// Three digits that count: "7.02", "70.2", "702".
std::string three_digits(double number)
{
    double const size = magnitude(number);
    return fmt::format("{:.{}f}", number, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

}  // namespace

std::string money(double usd)
{
    double const size = magnitude(usd);
    if (size >= 0.9995e9)
        return three_digits(usd / 1e9) + " billion USD";
    if (size >= 0.9995e6)
        return three_digits(usd / 1e6) + " million USD";
    return count(usd) + " USD";
}

std::string percent(double share)
{
    double const size = magnitude(share);
    if (size < 0.000005)
        return "0 %";
    return fmt::format("{:.{}f} %", 100 * share, size < 0.0005 ? 3 : size < 0.0995 ? 1 : 0);
}

namespace {

/// "one hour", "6.5 hours", "12 hours".
std::string span(double number, std::string_view one, std::string_view many)
{
    std::string digits = fmt::format("{:.1f}", number);
    if (digits.ends_with(".0"))
        digits.resize(digits.size() - 2);
    return digits == "1" ? fmt::format("one {}", one) : fmt::format("{} {}", digits, many);
}

}  // namespace

std::string time(double hours)
{
    if (hours >= 48)
        return span(hours / 24, "day", "days");
    if (hours >= 1)
        return span(hours, "hour", "hours");
    if (hours * 60 >= 1)
        return count(hours * 60, "minute", "minutes");
    return count(hours * 3600, "second", "seconds");
}

std::string count(double number)
{
    std::string digits = fmt::format("{:.0f}", magnitude(number));
    for (std::size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, 1, ',');
    }
    return number <= -0.5 ? '-' + digits : digits;
}

std::string count(double number, std::string_view one, std::string_view many)
{
    std::string const digits = count(number);
    return digits == "1" ? fmt::format("one {}", one) : fmt::format("{} {}", digits, many);
}

std::string list(std::vector<std::string> const& parts)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

}  // namespace stampede::spoken
