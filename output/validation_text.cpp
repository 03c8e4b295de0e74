// Validations for people, documents and spreadsheets.

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "output/outcomes.hpp"
#include "output/validation.hpp"

namespace stampede {

namespace {

/// In what a target's numbers are said.
struct Scale {
    double size;
    std::string unit;  ///< "" for pure numbers
};

Scale scale_of(TargetResult const& result)
{
    if (result.unit != "USD")
        return {1, result.unit == "1" ? "" : " " + result.unit};
    double largest = 0;
    for (std::vector<double> const* const numbers : {&result.expected, &result.values})
        for (double const number : *numbers)
            if (std::isfinite(number))
                largest = std::max(largest, std::abs(number));
    return largest >= 1e9 ? Scale{1e9, " billion USD"} : largest >= 1e6 ? Scale{1e6, " million USD"} : Scale{1, " USD"};
}

std::string number(double value, Scale const& scale)
{
    return value == value ? fmt::format("{:.4g}", value / scale.size) : std::string{"-"};
}

std::string percent(double share)
{
    return share == share ? fmt::format("{:.0f} %", 100 * share) : std::string{"-"};
}

std::string_view word(Verdict verdict)
{
    return verdict == Verdict::hit ? "hit" : verdict == Verdict::miss ? "miss" : "-";
}

constexpr std::array<std::string_view, 9> headings{
    "target", "history", "median [5 %, 95 %]", "inside", "of runs", "verdict", "kind", "measure", "source"};
using Line = std::array<std::string, headings.size()>;

Line line_of(TargetResult const& result)
{
    Scale const scale = scale_of(result);
    std::string const history = result.expected.size() == 2
                                    ? fmt::format("{} to {}{}", number(result.expected[0], scale),
                                                  number(result.expected[1], scale), scale.unit)
                                    : "-";
    std::string const unit = result.expected.size() == 2 ? "" : scale.unit;
    std::string const found =
        result.known_share() == 0
            ? "-"
            : fmt::format("{} [{}, {}]{}", number(result.quantile(0.5), scale), number(result.quantile(0.05), scale),
                          number(result.quantile(0.95), scale), unit);
    return {result.name,
            history,
            found,
            percent(result.inside_share()),
            percent(result.known_share()),
            std::string{word(result.verdict())},
            std::string{name_of(result.kind)},
            result.measure + " of " + result.of,
            result.source};
}

std::vector<Line> lines_of(Validation const& validation)
{
    std::vector<Line> lines;
    for (TargetResult const& result : validation.results())
        lines.push_back(line_of(result));
    return lines;
}

std::string csv_number(double value)
{
    return value == value ? fmt::format("{}", value) : std::string{};
}

/// A cell of a Markdown table.
std::string cell(std::string const& text)
{
    std::string safe;
    for (char const letter : text)
        safe += letter == '|' ? std::string{"\\|"} : std::string{letter};
    return safe;
}

}  // namespace

std::string validation_table(Validation const& validation)
{
    std::vector<Line> lines = lines_of(validation);
    lines.insert(lines.begin(), Line{});
    std::copy(headings.begin(), headings.end(), lines.front().begin());
    std::array<std::size_t, headings.size()> widths{};
    for (Line const& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    std::string text = fmt::format("{} ({} runs)\n", validation.title(), validation.runs());
    for (Line const& line : lines) {
        std::string row = " ";
        for (std::size_t i = 0; i < line.size(); ++i)
            row += fmt::format(" {:<{}} ", line[i], widths[i]);
        text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string validation_markdown(Validation const& validation, std::string const& made_by)
{
    std::string text = fmt::format("## {}\n\n{}\n\n| {} |\n|", validation.title(), made_by, fmt::join(headings, " | "));
    for (std::size_t i = 0; i < headings.size(); ++i)
        text += "---|";
    for (Line const& line : lines_of(validation)) {
        text += "\n|";
        for (std::string const& each : line)
            text += fmt::format(" {} |", cell(each));
    }
    return text + "\n";
}

std::string validation_csv(std::vector<Validation> const& validations)
{
    std::string text =
        "experiment,target,measure,of,unit,expected_low,expected_high,median,q05,q95,inside_share,known_share,verdict,"
        "kind,source,runs\n";
    for (Validation const& validation : validations)
        for (TargetResult const& result : validation.results()) {
            bool const band = result.expected.size() == 2;
            for (std::string const& each : {validation.title(), result.name, result.measure, result.of, result.unit})
                text += csv_cell(each) + ',';
            text += fmt::format("{},{},", band ? csv_number(result.expected[0]) : "",
                                band ? csv_number(result.expected[1]) : "");
            for (double const value : {result.quantile(0.5), result.quantile(0.05), result.quantile(0.95),
                                       result.inside_share(), result.known_share()})
                text += csv_number(value) + ',';
            text += fmt::format("{},{},{},{}\n", result.verdict() == Verdict::none ? "" : word(result.verdict()),
                                name_of(result.kind), csv_cell(result.source), validation.runs());
        }
    return text;
}

}  // namespace stampede
