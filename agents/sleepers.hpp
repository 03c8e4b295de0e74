#pragma once
// What people who sleep have missed: so that a look that could change nothing costs nothing until it matters.

#include <cstdint>
#include <span>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"

namespace stampede {

/// What somebody to whom nothing has happened would have seen in each step, and whom that may have frightened.
///
/// Fear is a weighted mean of risks seen, so that it never exceeds the highest risk there has been.
class Sleepers {
  public:
    /// What could be seen in one step.
    struct Sight {
        std::uint64_t clock;  ///< value of the venue's clock at the end of the step
        double risk;          ///< perceived [1]
    };

    /// Everyone may sleep. @param thresholds  of fear, one of each row; kept by the caller
    void begin(std::size_t rows, std::span<double const> thresholds, std::int64_t step);
    /// The risk of a step that begins. @param first  of the whole run
    void see(double risk, bool first);
    /// The step has ended.
    void remember(Sight sight) { seen_.push_back(sight); }
    /// Next row that the highest risk may have frightened, in rising order of thresholds; invalid if there is none.
    /// @param least  no threshold counts as lower
    [[nodiscard]] bool next(Row& row, std::span<double const> thresholds, double least);

    /// First step seen whose clock has reached a value; seen().size() if none has.
    [[nodiscard]] std::size_t first_at(std::uint64_t clock) const;
    /// Has nobody been brought up to date before the first step remembered?
    [[nodiscard]] bool since_birth() const { return first_step_ == 0; }
    [[nodiscard]] std::vector<Sight> const& seen() const { return seen_; }
    [[nodiscard]] std::int64_t step_of(std::size_t sight) const
    {
        return first_step_ + static_cast<std::int64_t>(sight);
    }

    /// Risk seen in the first step of the run [1].
    [[nodiscard]] double first_risk() const { return first_risk_; }

    void columns(ColumnVisitor& column);

  private:
    void sort_more(std::span<double const> thresholds);

    double first_risk_ = 0, highest_ = 0;
    std::int64_t first_step_ = 0;
    std::vector<Sight> seen_;
    std::vector<Row> rising_;  // rows by threshold, in order as far as `sorted_`
    std::size_t sorted_ = 0, taken_ = 0;
};

}  // namespace stampede
