#pragma once
// Which entries of rosters have a row in one of the tests of levers: a family or an entry without one fails.

#include <string>
#include <vector>

namespace stampede::testing {

/// One row: a value of an entry that changes something and, where there is one, a value that changes nothing.
struct LeverRow {
    std::string family, kind;  ///< as its roster calls them
    bool has_neutral;
};

[[nodiscard]] std::vector<LeverRow> lever_rows_of_runs();      ///< neutral_levers_test.cpp
[[nodiscard]] std::vector<LeverRow> lever_rows_of_leverage();  ///< perp_levers_test.cpp

}  // namespace stampede::testing
