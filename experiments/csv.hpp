#pragma once
// Tables of comma-separated values: a header line, one row a line, `#` lines are remarks (sources, say).

#include <string>
#include <string_view>
#include <vector>

namespace stampede {

/// A CSV file in memory. Columns are asked for by name; every complaint names the line it stands in.
class CsvTable {
  public:
    /// @param name  of the file, for messages
    /// @throws InputError if there is no header, a row has more or fewer cells, or a quote is left open
    CsvTable(std::string name, std::string_view text);

    [[nodiscard]] std::vector<std::string> const& header() const { return header_; }
    [[nodiscard]] std::size_t rows() const { return lines_.size(); }
    /// @throws InputError if there is no such column
    [[nodiscard]] std::vector<std::string> texts(std::string_view column) const;
    /// @throws InputError if there is no such column, or a cell is empty, no number, NaN or infinite
    [[nodiscard]] std::vector<double> numbers(std::string_view column) const;
    /// Line of the file that row `row` stands in, from 1.
    [[nodiscard]] std::size_t line(std::size_t row) const { return lines_[row]; }

  private:
    [[nodiscard]] std::size_t index_of(std::string_view column) const;

    std::string name_;
    std::vector<std::string> header_;
    std::vector<std::string> cells_;  // row by row
    std::vector<std::size_t> lines_;
};

}  // namespace stampede
