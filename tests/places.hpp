#pragma once
// Where things lie on this machine. Only places.cpp is compiled with paths, so that all else can come from a cache.

#include <filesystem>
#include <string>
#include <vector>

namespace stampede::testing {

/// Root of the sources.
[[nodiscard]] std::filesystem::path source_dir();
/// tests/data
[[nodiscard]] std::filesystem::path test_data();
/// The program.
[[nodiscard]] std::filesystem::path program();
/// A Python that has the system's packages.
[[nodiscard]] std::string python();
/// Built libraries whose arithmetic must be the same everywhere.
[[nodiscard]] std::vector<std::string> numeric_libraries();

}  // namespace stampede::testing
