#pragma once
// Files that an experiment names: found beside it, or carried along inside a results file.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "experiments/visit.hpp"

namespace stampede {

/// Contents of a whole file.
/// @throws InputError "no such file", "is a folder" or "cannot be read", with the path in front
[[nodiscard]] std::string read_whole_file(std::filesystem::path const& file);

/// Looks names up in a list of folders, once, and remembers what it gave, so that a run can be repeated without them.
class InputFiles {
  public:
    /// @param folders  searched in this order: the experiment's own, then those of the files it extends
    explicit InputFiles(std::vector<std::filesystem::path> folders = {}) : folders_{std::move(folders)} {}

    /// Puts a file there by hand; it goes before any on the disk.
    void embed(std::string const& name, std::string contents) { embedded_[name] = std::move(contents); }
    /// @param name  relative to one of the folders, or absolute
    /// @throws InputError if the file is in none of the folders or cannot be read
    [[nodiscard]] std::string const& contents(std::string const& name);
    /// Every file read from the disk so far, by the name it was asked for.
    [[nodiscard]] std::map<std::string, std::string> const& read() const { return read_; }
    /// The same and those put there by hand.
    [[nodiscard]] std::map<std::string, std::string> all() const;
    /// A path under which code that opens files itself finds the same contents; embedded files are unpacked for it
    /// into a folder that lives as long as this object and its copies.
    /// @throws InputError as contents()
    [[nodiscard]] std::filesystem::path locate(std::string const& name);

  private:
    [[nodiscard]] std::filesystem::path find(std::string const& name) const;

    std::vector<std::filesystem::path> folders_;
    std::map<std::string, std::string> embedded_, read_;
    std::shared_ptr<std::filesystem::path const> unpacked_;
};

/// Replaces the name of every file that a thing refers to by the path where it is found.
/// @throws InputError if one is not found
void locate_files(Visit const& thing, InputFiles& files);

}  // namespace stampede
