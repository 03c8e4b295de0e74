#pragma once
// From the series of a results file to panels: which things are shown, and how their numbers are read.

#include <map>
#include <string>
#include <vector>

#include "output/report/panel.hpp"
#include "output/results_file.hpp"

namespace stampede {

/// The runs of one world: one of them is shown as lines, several as fans around their median.
class WorldSeries {
  public:
    /// @param summary  of the same file: all of /summary
    /// @param runs     places on the axis `run`, at least one
    WorldSeries(ResultsFile const& results, Contents const& summary, std::vector<std::size_t> runs);

    /// What happens over time, in the order in which it is read; what the file does not hold, or is 0 throughout, is
    /// left out.
    [[nodiscard]] std::vector<Panel> panels() const;
    /// People who have asked so far, by what they had; without curves if the file does not hold it.
    [[nodiscard]] Panel askers() const;
    /// News, gates and failures of the venues that are shown; of several runs the median of those that have it.
    [[nodiscard]] std::vector<Moment> moments() const;
    /// Venues with clients, most clients first.
    [[nodiscard]] std::vector<std::size_t> venues() const { return ranked("venue", "people", 0, most_venues); }
    /// End of the longest run [h].
    [[nodiscard]] double last_hour() const;

  private:
    static constexpr std::size_t most_venues = 3;

    /// How the numbers of a series become those of a line.
    enum class Reading {
        plain,
        summed,            ///< so far
        relative,          ///< to the first
        until_the_failure  ///< missing once the institution has failed
    };
    struct Line {
        std::string column, said;  ///< what is said after the name of the thing
        Reading reading = Reading::plain;
        bool dashed = false;
    };
    struct Recipe {
        std::string group, title, unit, unit_note;
        std::vector<Line> lines;
        bool from_zero = true;
    };
    [[nodiscard]] static std::vector<Recipe> recipes();
    [[nodiscard]] std::vector<Recipe> optional_recipes() const;

    [[nodiscard]] bool many() const { return runs_.size() > 1; }
    [[nodiscard]] std::vector<std::size_t> ranked(std::string const& axis, std::string const& outcome, double above,
                                                  std::size_t most) const;
    [[nodiscard]] std::vector<std::size_t> shown_things(std::string const& group, std::string const& column) const;
    [[nodiscard]] Panel cooked(Recipe const& recipe) const;
    [[nodiscard]] Curve curve(std::vector<std::vector<double>> const& runs) const;
    [[nodiscard]] std::vector<std::vector<double>> read(std::string const& group, Line const& line,
                                                        std::size_t thing) const;
    [[nodiscard]] Dataset const& series(std::string const& path) const;
    [[nodiscard]] std::vector<std::size_t> rows_of(std::string const& group) const;

    ResultsFile const& results_;
    Contents const& summary_;
    std::vector<std::size_t> runs_;
    mutable std::map<std::string, Dataset> read_;  // what was read of the file so far
};

}  // namespace stampede
