#pragma once
// Results with something in every declared column.

#include <filesystem>
#include <functional>
#include <string>

#include "output/contents.hpp"
#include "output/provenance.hpp"
#include "tests/experiments/temporary_folder.hpp"

namespace stampede::testing {

/// What `sample_results` may vary.
struct SampleSize {
    std::int64_t run = 0;
    std::size_t steps = 3;
    std::size_t rows = 7;  ///< of each table
};

/// Every declared column, a population with a column of each type, non-ASCII names, NaN, infinity and -0.0; stamped
/// without origin.
[[nodiscard]] Contents sample_results(SampleSize size = {});
/// The stamp of `sample_results`.
[[nodiscard]] Provenance sample_provenance();

/// All bytes of a file.
[[nodiscard]] std::string bytes_of(std::filesystem::path const& path);
/// What `action` throws as an OutputError; "" if it throws nothing.
[[nodiscard]] std::string output_error(std::function<void()> const& action);

}  // namespace stampede::testing
