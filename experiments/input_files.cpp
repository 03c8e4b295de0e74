#include "experiments/input_files.hpp"

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT: mkdtemp is POSIX, not in <cstdlib>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "experiments/field_walker.hpp"
#include "model/base/check.hpp"

namespace stampede {

namespace {

/// A new folder that is removed with the last owner.
std::shared_ptr<std::filesystem::path const> temporary_folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "stampede_XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, fmt::format("{}: {}", name, std::strerror(errno)));
    return {new std::filesystem::path{name}, [](std::filesystem::path const* folder) {
                std::error_code ignored;
                std::filesystem::remove_all(*folder, ignored);
                delete folder;
            }};
}

}  // namespace

std::string read_whole_file(std::filesystem::path const& file)
{
    std::error_code error;
    auto const status = std::filesystem::status(file, error);
    require(std::filesystem::exists(status), fmt::format("{}: no such file", file.string()));
    require(!std::filesystem::is_directory(status), fmt::format("{} is a folder, not a file", file.string()));
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    require(stream.good() || stream.eof(), fmt::format("{} cannot be read: {}", file.string(), std::strerror(errno)));
    return text;
}

std::string const& InputFiles::contents(std::string const& name)
{
    if (auto const carried = embedded_.find(name); carried != embedded_.end())
        return carried->second;
    if (auto const known = read_.find(name); known != read_.end())
        return known->second;
    return read_[name] = read_whole_file(find(name));
}

std::map<std::string, std::string> InputFiles::all() const
{
    std::map<std::string, std::string> known = embedded_;
    known.insert(read_.begin(), read_.end());
    return known;
}

std::filesystem::path InputFiles::find(std::string const& name) const
{
    std::string places;
    for (auto const& folder : folders_) {
        std::error_code error;
        if (std::filesystem::exists(folder / name, error))
            return folder / name;
        places += (places.empty() ? "" : ", ") + (folder.empty() ? std::string{"."} : folder.string());
    }
    throw InputError{fmt::format("no such file{}{}", places.empty() ? "" : "; looked in ", places)};
}

std::filesystem::path InputFiles::locate(std::string const& name)
{
    static_cast<void>(contents(name));
    auto const embedded = embedded_.find(name);
    if (embedded == embedded_.end())
        return find(name);
    if (!unpacked_)
        unpacked_ = temporary_folder();
    auto const number = std::distance(embedded_.begin(), embedded);
    std::filesystem::path file = *unpacked_ / std::to_string(number);
    if (!std::filesystem::exists(file))
        std::ofstream{file, std::ios::binary} << embedded->second;
    return file;
}

void locate_files(Visit const& thing, InputFiles& files)
{
    FieldWalker walker{{.named = [&](RefersTo what, std::string& name) {
        if (what == RefersTo::file && !name.empty())
            name = files.locate(name).string();
    }}};
    thing(walker);
}

}  // namespace stampede
