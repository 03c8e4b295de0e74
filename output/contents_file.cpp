#include "output/contents_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <system_error>

#include "output/atomic_file.hpp"
#include "output/output_error.hpp"
#include "output/seal.hpp"

namespace stampede {

namespace {

/// Adds a group with what `contents` says of it, its parents first.
void add_group(Hdf5File& file, std::set<std::string>& known, std::string const& path, Contents const& contents)
{
    if (!known.insert(path).second)
        return;
    if (path != "/")
        add_group(file, known, parent_of(path), contents);
    file.add_group(path, contents.attributes_of(path));
}

/// What can be said of a file before the library looks at it.
std::filesystem::path readable(std::filesystem::path path)
{
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        throw OutputError{path.string(), "no such file", "Check the name."};
    if (!std::filesystem::is_regular_file(status))
        throw OutputError{path.string(), "is no plain file", "Check the name."};
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw OutputError{path.string(), "permission denied", "Ask its owner for permission to read it."};
    std::array<char, 8> head{};
    file.read(head.data(), head.size());
    if (file.gcount() == 0)
        throw OutputError{path.string(), "is empty", "Run the experiment again."};
    if (std::string_view{head.data(), head.size()} != "\x89HDF\r\n\x1a\n")
        throw OutputError{path.string(), "is not an HDF5 file", "Name a file that stampede wrote."};
    require_unbroken(path);
    return path;
}

}  // namespace

void write_contents(std::filesystem::path const& path, Contents const& contents)
{
    Hdf5File file;
    std::set<std::string> groups;
    for (auto const& [group, attributes] : contents.groups())
        add_group(file, groups, group, contents);
    for (auto const& [dataset, data] : contents.datasets()) {
        add_group(file, groups, parent_of(dataset), contents);
        file.add_dataset(dataset, data);
    }
    for (auto const& [dataset, data] : contents.datasets())
        file.set_axes(dataset, data.axes);
    std::span<std::byte const> const bytes = file.bytes();
    write_atomically(path, bytes, seal_of(bytes));
}

ContentsFile::ContentsFile(std::filesystem::path path, FileFormat const& format)
    : path_{readable(std::move(path))}, file_{path_}
{
    require_format(format);
    list("/");
}

void ContentsFile::list(std::string const& group)
{
    groups_.push_back(group);
    auto const names = file_.names(group);
    for (auto const& [name, is_group] : names)
        if (!is_group)
            datasets_.push_back(join(group, name));
    for (auto const& [name, is_group] : names)
        if (is_group)
            list(join(group, name));
}

void ContentsFile::require_format(FileFormat const& format) const
{
    Attributes const root = file_.attributes("/");
    std::string const name = text_of(root, "format");
    if (name != format.name)
        throw OutputError{path_.string(), "is not a stampede " + format.meaning + (name.empty() ? "" : " but " + name),
                          "Name a " + format.meaning + " that stampede wrote."};
    Values const* const found = find(root, "format_version");
    auto const* const version = found == nullptr ? nullptr : std::get_if<std::vector<std::int64_t>>(found);
    if (version == nullptr || version->empty())
        throw OutputError{path_.string(), "does not say its format_version", "Run the experiment again."};
    if (version->front() != format.version)
        throw OutputError{
            path_.string(),
            fmt::format("is a {} of format {}, {} than format {} which this program reads", format.meaning,
                        version->front(), version->front() < format.version ? "older" : "newer", format.version),
            fmt::format("Read it with stampede {}, which wrote it, or run the experiment again from its config_json.",
                        text_of(root, "code_version"))};
}

void ContentsFile::require_dataset(std::string_view dataset) const
{
    if (!has(dataset))
        throw OutputError{path_.string(), "has no dataset " + std::string{dataset},
                          "\"stampede inspect --datasets\" lists what it holds."};
}

bool ContentsFile::has(std::string_view dataset) const
{
    return std::find(datasets_.begin(), datasets_.end(), dataset) != datasets_.end();
}

Dataset ContentsFile::outline(std::string_view dataset) const
{
    require_dataset(dataset);
    return file_.outline(std::string{dataset});
}

Dataset ContentsFile::read(std::string_view dataset) const
{
    require_dataset(dataset);
    return file_.read(std::string{dataset});
}

Attributes ContentsFile::attributes(std::string_view group) const
{
    return file_.attributes(std::string{group});
}

Contents ContentsFile::contents() const
{
    Contents all;
    for (std::string const& group : groups_)
        all.attributes(group) = attributes(group);
    for (std::string const& dataset : datasets_)
        all.add(dataset, read(dataset));
    return all;
}

}  // namespace stampede
