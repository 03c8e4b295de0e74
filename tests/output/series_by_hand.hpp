#pragma once
// The results of one run, written down by hand.

#include <string>
#include <vector>

#include "output/contents.hpp"

namespace stampede::testing {

/// Builds what a run would have recorded: an axis of names and columns of numbers per group of /series or /summary.
class SeriesByHand {
  public:
    /// @param hours  ends of the recorded steps; the last is the end of the run
    explicit SeriesByHand(std::vector<double> hours) : hours_{std::move(hours)}
    {
        results_.add("/summary/simulated_h", {std::vector<double>{hours_.back()}, {1}, {"run"}, {}});
    }

    /// Names along the axis of a group: "/series/perp" has the axis `perp`.
    SeriesByHand& things(std::string const& group, std::vector<std::string> names)
    {
        std::size_t const count = names.size();
        results_.add(join(group, leaf_of(group)), {std::move(names), {count}, {leaf_of(group)}, {}});
        if (group.starts_with("/series/"))
            results_.add(join(group, "time_h"), {hours_, {hours_.size()}, {"step"}, {}});
        return *this;
    }
    /// A column: all things of the first row, all of the second, and so on; `inner` entries for each.
    SeriesByHand& column(std::string const& path, std::vector<double> values, std::size_t inner = 1)
    {
        bool const is_series = path.starts_with("/series/");
        std::size_t const rows = is_series ? hours_.size() : 1;
        std::size_t const things = values.size() / rows / inner;
        std::vector<std::size_t> shape{1};
        if (is_series)
            shape.push_back(rows);
        shape.push_back(things);
        if (inner > 1)
            shape.push_back(inner);
        std::vector<std::string> axes(shape.size(), "axis");
        results_.add(path, {std::move(values), std::move(shape), std::move(axes), {}});
        return *this;
    }
    [[nodiscard]] Contents const& results() const { return results_; }

  private:
    std::vector<double> hours_;
    Contents results_;
};

}  // namespace stampede::testing
