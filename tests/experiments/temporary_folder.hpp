#pragma once
// A folder of its own for a test that needs files; gone when the test is over.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace stampede::testing {

class TemporaryFolder {
  public:
    TemporaryFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "stampede_XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::filesystem::filesystem_error{"mkdtemp", std::error_code{errno, std::generic_category()}};
        path_ = pattern;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
    /// Writes a file, with the folders it needs, and gives its path.
    std::filesystem::path write(std::string const& name, std::string const& text) const
    {
        std::filesystem::path const file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << text;
        return file;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace stampede::testing
