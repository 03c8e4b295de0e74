#pragma once
// One small picture of things over time; panels of the same width share their time axis.

#include <optional>
#include <string>
#include <vector>

#include "output/report/ticks.hpp"

namespace stampede {

/// Quantiles of many runs around their median, one value per time.
struct Fan {
    std::vector<double> low90, low50, high50, high90;
};

/// One line, in the unit of the results; NaN where there is nothing to show.
struct Curve {
    std::string name;
    std::size_t colour = 0;
    bool dashed = false;
    std::vector<double> values;
    std::optional<Fan> fan = {};
};

struct Panel {
    std::string title;
    std::string unit;       ///< of the values: "USD", "1", ...
    std::string unit_note;  ///< what shares are of, e.g. "of claims"; "" if nothing need be said
    bool from_zero = true;  ///< whether the axis begins at 0
    std::vector<double> hours;
    std::vector<Curve> curves;
};

/// Something that happened once, marked by its letter.
struct Moment {
    double hour;
    std::string letter, name;
};

/// How wide pictures are and how densely they are marked.
struct Frame {
    double width;
    std::size_t time_marks;
    std::string suffix;  ///< of ids
};

/// @param id  unlike that of any other panel on the page
[[nodiscard]] std::string draw(Panel const& panel, TimeAxis const& time, std::vector<Moment> const& moments,
                               Frame const& frame, std::string const& id);

/// Where each line begins, its lowest and highest value and where it ends, for those who cannot see the picture.
[[nodiscard]] std::string described(Panel const& panel);

}  // namespace stampede
