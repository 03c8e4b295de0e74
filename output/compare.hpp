#pragma once
// Two results, dataset by dataset, bit by bit.

#include <functional>
#include <string>
#include <vector>

#include "output/contents.hpp"
#include "output/contents_file.hpp"

namespace stampede {

/// One side of a comparison: in memory, or in a file that is read one dataset at a time. Refers to what it is made of.
class Comparand {
  public:
    Comparand(Contents const& contents);  // NOLINT(google-explicit-constructor): either stands for itself
    Comparand(ContentsFile const& file);  // NOLINT(google-explicit-constructor)

    [[nodiscard]] std::vector<std::string> const& paths() const { return paths_; }
    [[nodiscard]] Dataset read(std::string const& path) const { return read_(path); }

  private:
    std::vector<std::string> paths_;
    std::function<Dataset(std::string const&)> read_;
};

struct Difference {
    std::string path;  ///< of the dataset, or of "dataset@attribute"
    std::string what;  ///< e.g. "3 of 15 values differ, first at (0, 1, 2): 1.5 and 2"
};

/// Everything in which the datasets differ: which there are, type, shape, axes, attributes, and every bit of every
/// value; only NaN equals NaN whatever its bits. Attributes of groups (seed, time, host) are not compared.
[[nodiscard]] std::vector<Difference> differences(Comparand const& first, Comparand const& second);
/// The same for one dataset of each.
[[nodiscard]] std::vector<Difference> differences(std::string const& path, Dataset const& first, Dataset const& second);

}  // namespace stampede
