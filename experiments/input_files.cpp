#include "experiments/input_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "model/base/check.hpp"

namespace stampede {

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
    if (auto const known = contents_.find(name); known != contents_.end())
        return known->second;
    std::string places;
    for (auto const& folder : folders_) {
        std::error_code error;
        if (std::filesystem::exists(folder / name, error))
            return contents_[name] = read_whole_file(folder / name);
        places += (places.empty() ? "" : ", ") + (folder.empty() ? std::string{"."} : folder.string());
    }
    throw InputError{fmt::format("no such file{}{}", places.empty() ? "" : "; looked in ", places)};
}

}  // namespace stampede
