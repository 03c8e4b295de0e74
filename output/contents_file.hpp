#pragma once
// Contents to a file and back, whole or not at all.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "output/contents.hpp"
#include "output/hdf5_file.hpp"

namespace stampede {

/// Writes NAME.part, flushes it to the disk and renames it (`write_atomically`).
/// @throws OutputError if that fails; nothing is left behind
void write_contents(std::filesystem::path const& path, Contents const& contents);

/// What a file must say of itself to be read as one of ours.
struct FileFormat {
    std::string name;          ///< root attribute `format`, e.g. "stampede-results"
    std::int64_t version = 0;  ///< root attribute `format_version`
    std::string meaning;       ///< for messages, e.g. "results file"
};

/// A file of ours, open for reading.
class ContentsFile {
  public:
    /// @throws OutputError if there is no such file, or it is empty, cut short, damaged, foreign, or of another
    ///         version of the format
    ContentsFile(std::filesystem::path path, FileFormat const& format);

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// Paths of all datasets in the order they were written, those of a group before those of its groups.
    [[nodiscard]] std::vector<std::string> const& datasets() const { return datasets_; }
    /// Paths of all groups, "/" first.
    [[nodiscard]] std::vector<std::string> const& groups() const { return groups_; }
    [[nodiscard]] bool has(std::string_view dataset) const;
    /// A dataset with everything but its values (none, but of the right type).
    /// @throws OutputError if there is no such dataset or it is damaged, here and below
    [[nodiscard]] Dataset outline(std::string_view dataset) const;
    [[nodiscard]] Dataset read(std::string_view dataset) const;
    [[nodiscard]] Attributes attributes(std::string_view group) const;
    [[nodiscard]] Contents contents() const;

  private:
    void list(std::string const& group);
    void require_format(FileFormat const& format) const;
    void require_dataset(std::string_view dataset) const;

    std::filesystem::path path_;
    Hdf5File file_;
    std::vector<std::string> datasets_, groups_;
};

}  // namespace stampede
