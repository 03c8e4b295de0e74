#pragma once
// HDF5 primitives on plain C++ types; `hdf5_file.cpp` is the one file that includes HDF5.
// One thread at a time: the library of dimension scales makes no promise to threads.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// Version of the HDF5 library in use, e.g. "1.10.8".
[[nodiscard]] std::string hdf5_version();

/// One HDF5 file, being made in memory or open for reading. Every member throws OutputError naming file and dataset.
class Hdf5File {
  public:
    /// A new file, in memory only: a full disk meets our own code and never the library half way.
    Hdf5File();
    /// A file open for reading.
    explicit Hdf5File(std::filesystem::path const& path);
    Hdf5File(Hdf5File&&) noexcept;
    Hdf5File& operator=(Hdf5File&&) noexcept;
    ~Hdf5File();

    /// Adds a group whose parent is there; "/" is there already and only gets the attributes.
    void add_group(std::string const& path, Attributes const& attributes);
    /// Adds a dataset with its attributes to a group that is there; its axes come when all scales are there.
    void add_dataset(std::string const& path, Dataset const& dataset);
    /// Attaches scales of the dataset's own group; a dataset whose one axis is itself becomes a scale.
    void set_axes(std::string const& path, std::vector<std::string> const& axes);
    /// The file as bytes, valid until the next change. Equal contents give equal bytes: no times, fixed byte order.
    [[nodiscard]] std::span<std::byte const> bytes();

    /// Names in a group in order of creation (by name if the file does not keep it); true marks a group.
    [[nodiscard]] std::vector<std::pair<std::string, bool>> names(std::string const& group) const;
    /// A dataset with everything but its values, which have the right type and no elements.
    [[nodiscard]] Dataset outline(std::string const& path) const;
    [[nodiscard]] Dataset read(std::string const& path) const;
    /// Attributes of a group.
    [[nodiscard]] Attributes attributes(std::string const& group) const;

  private:
    struct Handle;
    std::string name_;
    std::unique_ptr<Handle> handle_;
};

}  // namespace stampede
