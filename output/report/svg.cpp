#include "output/report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace stampede {

namespace {

std::string points_text(std::vector<Point> const& points)
{
    std::string text;
    for (Point const& point : points)
        text += fmt::format("{}{:.1f},{:.1f}", text.empty() ? "" : " ", point.x, point.y);
    return text;
}

std::string dash_attribute(std::string_view dashes)
{
    return dashes.empty() ? std::string{} : fmt::format(" stroke-dasharray=\"{}\"", dashes);
}

}  // namespace

std::string escaped(std::string_view text)
{
    std::string safe;
    for (char const letter : text)
        switch (letter) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                // Other control characters stand in no XML.
                safe += static_cast<unsigned char>(letter) >= 0x20 || letter == '\n' || letter == '\t' ? letter : ' ';
        }
    return safe;
}

Svg::Svg(double width, double height, std::string_view id, std::string_view title, std::string_view description)
{
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
        "aria-labelledby=\"{}-t {}-d\">\n<title id=\"{}-t\">{}</title>\n<desc id=\"{}-d\">{}</desc>\n",
        width, height, id, id, id, escaped(title), id, escaped(description));
}

void Svg::line(Point from, Point to, std::string_view colour, std::string_view dashes)
{
    text_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"{}/>\n", from.x,
                         from.y, to.x, to.y, colour, dash_attribute(dashes));
}

void Svg::polyline(std::vector<Point> const& points, std::string_view colour, std::string_view dashes)
{
    if (points.size() < 2)
        return;
    text_ += fmt::format(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"{}/>\n",
        points_text(points), colour, dash_attribute(dashes));
}

void Svg::area(std::vector<Point> const& outline, std::string_view colour, double opacity)
{
    if (outline.size() < 3)
        return;
    text_ += fmt::format("<polygon points=\"{}\" fill=\"{}\" fill-opacity=\"{}\"/>\n", points_text(outline), colour,
                         opacity);
}

void Svg::rectangle(Point corner, double width, double height, std::string_view colour)
{
    text_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n", corner.x,
                         corner.y, width, height, colour);
}

void Svg::text(Point at, std::string_view words, Anchor anchor, std::string_view colour, bool bold)
{
    std::string_view const where = anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
    text_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"{}\"{}>{}</text>\n", at.x, at.y,
                         where, colour, bold ? " font-weight=\"600\"" : "", escaped(words));
}

std::string Svg::finish() &&
{
    return std::move(text_) + "</svg>\n";
}

std::string_view colour_of(std::size_t number)
{
    static constexpr std::array<std::string_view, 7> colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                             "#e69f00", "#56b4e9", "#000000"};
    return colours.at(number % colours.size());
}

double width_of(std::string_view words)
{
    auto const letters =
        std::ranges::count_if(words, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; });
    return 0.62 * font_size * static_cast<double>(letters);
}

std::vector<std::string> wrapped(std::string_view words, double width)
{
    std::vector<std::string> lines{""};
    while (!words.empty()) {
        std::size_t const end = std::min(words.find(' '), words.size());
        std::string const word{words.substr(0, end)};
        words.remove_prefix(std::min(end + 1, words.size()));
        std::string const longer = lines.back().empty() ? word : lines.back() + ' ' + word;
        if (lines.back().empty() || width_of(longer) <= width)
            lines.back() = longer;
        else
            lines.push_back(word);
    }
    return lines;
}

}  // namespace stampede
