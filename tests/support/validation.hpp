#pragma once
// Rows of tests/VALIDATION.md: a test says what it stands for while it checks it.

#include <fmt/core.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace stampede::testing {

/// Adds a row to the table that tests/run_long.sh writes; does nothing in other runs.
inline void validation_row(std::string const& what, std::string const& source, std::string const& expected,
                           std::string const& found)
{
    char const* const table = std::getenv("STAMPEDE_VALIDATION");
    if (table != nullptr)
        std::ofstream{table, std::ios::app} << fmt::format("| {} | {} | {} | {} |\n", what, source, expected, found);
}

/// The same for numbers.
inline void validation_row(std::string const& what, std::string const& source, double expected, double found)
{
    validation_row(what, source, fmt::format("{:.6g}", expected), fmt::format("{:.6g}", found));
}

}  // namespace stampede::testing
