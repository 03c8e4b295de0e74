#pragma once
// Amounts side by side: horizontal bars, to the left of zero where they are negative.

#include <string>
#include <vector>

#include "output/report/panel.hpp"

namespace stampede {

struct Bar {
    std::string name;
    double value;  ///< in the unit of the results
};

/// @param unit  of the values: "USD", "1", ...
/// @param id    unlike that of any other picture on the page
[[nodiscard]] std::string draw_bars(std::string const& title, std::string const& unit, std::vector<Bar> const& bars,
                                    Frame const& frame, std::string const& id);

/// Three digits that count, thousands with commas: "1,230", "12.3", "0.012"; whole numbers as they are.
[[nodiscard]] std::string short_number(double value);

}  // namespace stampede
