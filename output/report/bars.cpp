#include "output/report/bars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "output/report/svg.hpp"
#include "output/spoken.hpp"

namespace stampede {

namespace {

constexpr double line_height = 17, row_height = 22, bar_height = 14, gap = 8;

std::string described(std::vector<Bar> const& bars, ShownUnit const& unit)
{
    std::string text;
    for (Bar const& bar : bars)
        text += fmt::format("{}{}: {} {}.", text.empty() ? "" : " ", bar.name, short_number(bar.value * unit.factor),
                            unit.name);
    return text.empty() ? "Nothing to show." : text;
}

}  // namespace

std::string short_number(double value)
{
    double const size = std::abs(value);
    if (!(size > 0))
        return value == 0 ? "0" : "-";
    if (size >= 99.95 || size == std::floor(size))
        return spoken::count(value);
    if (size < 0.00005)
        return fmt::format("{:.1e}", value);
    return fmt::format("{:.{}f}", value, size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.01 ? 3 : 4);
}

std::string draw_bars(std::string const& title, std::string const& unit, std::vector<Bar> const& bars,
                      Frame const& frame, std::string const& id)
{
    double largest = 0, most = 0, least = 0, names = 0;
    for (Bar const& bar : bars) {
        largest = std::max(largest, std::abs(bar.value));
        most = std::max(most, bar.value);
        least = std::min(least, bar.value);
        names = std::max(names, width_of(bar.name));
    }
    ShownUnit const shown = shown_unit(unit, largest);
    std::vector<std::string> const lines = wrapped(fmt::format("{} [{}]", title, shown.name), frame.width);
    double const head = line_height * static_cast<double>(lines.size()) + 7;
    Svg svg{frame.width, head + row_height * static_cast<double>(bars.size()) + 4, id + frame.suffix, title,
            described(bars, shown)};
    for (std::size_t line = 0; line < lines.size(); ++line)
        svg.text({0, 13 + line_height * static_cast<double>(line)}, lines[line], Anchor::start, ink::text, true);
    constexpr double numbers = 52;  // room for what is written beside a bar
    double const left = names + gap + (least < 0 ? numbers : 0), right = frame.width - numbers;
    double const scale = most > least ? (right - left) / (most - least) : 0;
    double const zero = left - least * scale;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        double const top = head + row_height * static_cast<double>(i), base = top + bar_height - 3;
        double const length = bars[i].value * scale;
        svg.text({names, base}, bars[i].name, Anchor::end, ink::text);
        svg.rectangle({std::min(zero, zero + length), top}, std::max(0.5, std::abs(length)), bar_height,
                      colour_of(length < 0 ? 2 : 0));
        svg.text({zero + length + (length < 0 ? -4 : 4), base}, short_number(bars[i].value * shown.factor),
                 length < 0 ? Anchor::end : Anchor::start, ink::faint);
    }
    svg.line({zero, head - 3}, {zero, head + row_height * static_cast<double>(bars.size())}, ink::axis);
    return std::move(svg).finish();
}

}  // namespace stampede
