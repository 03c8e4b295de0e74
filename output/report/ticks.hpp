#pragma once
// Where axes are marked: round numbers, and times as dates or as days and hours since the start.

#include <optional>
#include <string>
#include <vector>

namespace stampede {

struct Tick {
    double value;
    std::string label;
};

/// Multiples of 1, 2 or 5 times a power of ten that cover [low, high]: about `wanted` steps.
/// @param low, high  finite; if they are equal, room is made around them
[[nodiscard]] std::vector<double> round_ticks(double low, double high, std::size_t wanted);

/// A unit in which the numbers of an axis are short: "million USD", "%".
struct ShownUnit {
    double factor = 1;  ///< of a number in the unit of the results
    std::string name;
};
/// @param unit     of the results: "USD", "1", ...; shares become per cent
/// @param largest  absolute value to be shown
[[nodiscard]] ShownUnit shown_unit(std::string const& unit, double largest);

/// The horizontal axis of everything that happens in time.
class TimeAxis {
  public:
    /// @param last   end of the run [h]
    /// @param start  [s] since 1970-01-01 UTC of hour 0; none if the experiment has no date
    TimeAxis(double last, std::optional<double> start) : last_{last}, start_{start} {}

    [[nodiscard]] double last() const { return last_; }
    /// At most `most` marks at round times.
    [[nodiscard]] std::vector<Tick> ticks(std::size_t most) const;
    /// What the marks are: "UTC, 2022", "days since the start".
    [[nodiscard]] std::string name() const;
    /// A moment as text: "8 Nov 2022, 06:00", or "after 2.5 days".
    [[nodiscard]] std::string moment(double hour) const;

  private:
    double last_;
    std::optional<double> start_;
};

}  // namespace stampede
