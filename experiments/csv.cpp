#include "experiments/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include "experiments/suggestion.hpp"
#include "model/base/check.hpp"

namespace stampede {

namespace {

std::string_view trimmed(std::string_view text)
{
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Cells of one line; a cell in double quotes may hold commas, and a doubled quote stands for one.
/// @return false if a quote is left open
bool split_line(std::string_view line, std::vector<std::string>& cells)
{
    std::string cell;
    bool quoted = false, was_quoted = false;
    auto const finish = [&] {
        cells.emplace_back(was_quoted ? cell : std::string{trimmed(cell)});
        cell.clear();
        was_quoted = false;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        char const c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
            cell += line[++i];
        else if (quoted && c == '"')
            quoted = false;
        else if (!quoted && c == '"' && trimmed(cell).empty()) {
            cell.clear();
            quoted = was_quoted = true;
        }
        else if (!quoted && c == ',')
            finish();
        else if (quoted || !was_quoted)
            cell += c;
    }
    finish();
    return !quoted;
}

}  // namespace

CsvTable::CsvTable(std::string name, std::string_view text) : name_{std::move(name)}
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark)
        text.remove_prefix(byte_order_mark.size());
    std::vector<std::string> cells;
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        std::string_view const line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#')
            continue;
        cells.clear();
        if (!split_line(line, cells))
            throw InputError{fmt::format("{} line {}: a quote is left open", name_, number)};
        if (header_.empty()) {
            header_ = cells;
            continue;
        }
        if (cells.size() != header_.size())
            throw InputError{
                fmt::format("{} line {}: {} cells, the header has {}", name_, number, cells.size(), header_.size())};
        std::move(cells.begin(), cells.end(), std::back_inserter(cells_));
        lines_.push_back(number);
    }
    require(!header_.empty(), fmt::format("{} has no header line", name_));
}

std::size_t CsvTable::index_of(std::string_view column) const
{
    auto const found = std::find(header_.begin(), header_.end(), column);
    if (found == header_.end()) {
        std::vector<std::string_view> const known{header_.begin(), header_.end()};
        throw InputError{fmt::format("{} has no column \"{}\"; {}", name_, column, advice(column, known))};
    }
    return static_cast<std::size_t>(found - header_.begin());
}

std::vector<std::string> CsvTable::texts(std::string_view column) const
{
    std::size_t const index = index_of(column);
    std::vector<std::string> all;
    all.reserve(rows());
    for (std::size_t row = 0; row < rows(); ++row)
        all.push_back(cells_[row * header_.size() + index]);
    return all;
}

std::vector<double> CsvTable::numbers(std::string_view column) const
{
    std::size_t const index = index_of(column);
    std::vector<double> all;
    all.reserve(rows());
    for (std::size_t row = 0; row < rows(); ++row) {
        std::string const& cell = cells_[row * header_.size() + index];
        double number = 0;
        auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
        if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(number))
            throw InputError{fmt::format("{} line {}: \"{}\" in column \"{}\" is not a finite number", name_,
                                         lines_[row], cell, column)};
        all.push_back(number);
    }
    return all;
}

}  // namespace stampede
