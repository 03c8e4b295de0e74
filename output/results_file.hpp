#pragma once
// Results files: written whole or not at all, read dataset by dataset.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "output/contents_file.hpp"

namespace stampede {

/// @param contents  made by `Capture` and stamped with its provenance
/// @throws OutputError if the file cannot be written; nothing is left behind
/// @throws BrokenInvariant if it carries no stamp
void write_results(std::filesystem::path const& path, Contents const& contents);

/// A results file open for reading. Every member throws OutputError if a dataset is not there or is damaged.
class ResultsFile {
  public:
    /// @throws OutputError if there is no such file, or it is empty, cut short, damaged, foreign, or of another
    ///         version of the layout
    explicit ResultsFile(std::filesystem::path path);

    /// What it holds: paths, outlines, whole datasets, attributes.
    [[nodiscard]] ContentsFile const& file() const { return file_; }
    /// Any numbers as doubles; integers beyond 2^53 are rounded.
    [[nodiscard]] std::vector<double> numbers(std::string_view dataset) const;
    /// Integers of any width. @throws OutputError also if they are not integers
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view dataset) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view dataset) const;
    /// A text attribute of the root, e.g. "config_json"; "" if it is missing.
    [[nodiscard]] std::string text(std::string_view attribute) const;
    /// Seed of the experiment. @throws OutputError also if the file does not say it
    [[nodiscard]] std::uint64_t seed() const;

  private:
    ContentsFile file_;
};

}  // namespace stampede
