#pragma once
// One run as its results hold it, read the way measures ask: a column over time, or an outcome of the whole run.

#include <string_view>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// Hours of a run from `from` to `until`, both since its start.
struct Hours {
    double from = 0, until = 0;
};

/// One column of a series: a value at the end of each recorded step.
struct Track {
    std::vector<double> hours, values;

    /// A level at a time: of the last row that is not later, of the first row if all are; missing without rows.
    [[nodiscard]] double at(double hour) const;
    /// Place of the lowest level in [from, until], the first of equals; size() if there is none.
    [[nodiscard]] std::size_t lowest(Hours span) const;
    /// Sum of the flows in (from, until]; missing ones count as nothing.
    [[nodiscard]] double sum(Hours span) const;
    /// Mean of the levels in (from, until]; missing if there are none.
    [[nodiscard]] double mean(Hours span) const;
    /// Largest sum of flows in any stretch of `length` hours within (from, until].
    [[nodiscard]] double largest_sum(Hours span, double length) const;
    [[nodiscard]] std::size_t size() const { return hours.size(); }
};

/// Two tracks of the same rows, added up; an empty one counts as nothing.
[[nodiscard]] Track added(Track one, Track const& other);

/// The results of exactly one run that recorded its series.
class RunRecord {
  public:
    /// @param results  outlives this
    explicit RunRecord(Contents const& results) : results_{results} {}

    /// A column of a group of /series.
    /// @param group  its last name is the axis of the things: "/series/venue"
    /// @param inner  place on a further axis, such as `size`
    /// @throws BrokenInvariant if the run did not record it, or has no such thing
    [[nodiscard]] Track track(std::string_view group, std::string_view column, std::string_view thing,
                              std::size_t inner = 0) const;
    /// Mid of a market, spot or perpetual [quote/base].
    [[nodiscard]] Track mid(std::string_view market) const;
    /// Depth within 1 % of mid before the batch: of a spot market on the side of buyers, of a perpetual one the mean of
    /// both sides [USD].
    [[nodiscard]] Track depth(std::string_view market) const;
    /// A flow or level of several perpetual markets, added up; of all if none is named.
    [[nodiscard]] Track perps(std::string_view column, std::vector<std::string> const& markets) const;
    /// An outcome of a thing, e.g. ("/summary/venue", "first_gate_h", "FTX"); missing if there was none.
    [[nodiscard]] double outcome(std::string_view group, std::string_view name, std::string_view thing) const;
    /// Time that was simulated [h].
    [[nodiscard]] double end() const;

  private:
    [[nodiscard]] bool names(std::string_view group, std::string_view thing) const;
    [[nodiscard]] std::size_t place(std::string_view group, std::string_view thing) const;

    Contents const& results_;
};

}  // namespace stampede
