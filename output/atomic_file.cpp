#include "output/atomic_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "output/output_error.hpp"

namespace stampede {

namespace {

std::string advice(int error)
{
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return "The unfinished file was removed. Free some space or name a place that has some, then run again.";
        case ENOENT:
        case ENOTDIR:
            return "Make the folder first, or name another place.";
        case EACCES:
        case EPERM:
        case EROFS:
            return "Name a folder that you may write to.";
        default:
            return "The unfinished file was removed. Check the disk, or name another place, then run again.";
    }
}

[[noreturn]] void fail(std::filesystem::path const& path, std::string_view what, int error)
{
    throw OutputError{path.string(), std::string{what} + ": " + std::generic_category().message(error), advice(error)};
}

/// The unfinished file: locked while it is written, removed unless it is committed.
class PartFile {
  public:
    explicit PartFile(std::filesystem::path const& path) : path_{path}, part_{path.string() + ".part"}
    {
        while (!open_and_lock())
            ::close(file_);
        if (::ftruncate(file_, 0) != 0)
            abandon("cannot be written", errno);
    }
    PartFile(PartFile const&) = delete;
    PartFile& operator=(PartFile const&) = delete;
    ~PartFile()
    {
        if (file_ >= 0)
            ::close(file_);
    }

    void write(std::span<std::byte const> bytes)
    {
        while (!bytes.empty()) {
            constexpr std::size_t most = std::size_t{1} << 30U;
            ssize_t const written = ::write(file_, bytes.data(), std::min(bytes.size(), most));
            if (written < 0 && errno != EINTR)
                abandon("cannot be written", errno);
            bytes = bytes.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
        }
    }

    void commit()
    {
        if (::fsync(file_) != 0)
            abandon("cannot be flushed to the disk", errno);
        if (::rename(part_.c_str(), path_.c_str()) != 0)
            abandon("cannot be given its name", errno);
        flush_folder();
    }

  private:
    /// False if another process finished and renamed the file between our opening and our locking it.
    bool open_and_lock()
    {
        file_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (file_ < 0)
            fail(path_, "cannot be written", errno);
        if (::flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {  // other errors: a disk without locks
            ::close(file_);
            throw OutputError{path_.string(), "another process is writing this file",
                              "Wait for it, or name another file."};
        }
        struct stat opened {};
        struct stat named {};
        return ::fstat(file_, &opened) == 0 && ::stat(part_.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
               opened.st_dev == named.st_dev;
    }

    [[noreturn]] void abandon(std::string_view what, int error)
    {
        ::unlink(part_.c_str());
        ::close(file_);
        file_ = -1;
        fail(path_, what, error);
    }

    /// Makes the new name itself survive a power cut; a file system that cannot do this is left to its own devices.
    void flush_folder() const
    {
        std::filesystem::path const folder = path_.has_parent_path() ? path_.parent_path() : ".";
        int const handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (handle < 0)
            return;
        ::fsync(handle);
        ::close(handle);
    }

    std::filesystem::path path_, part_;
    int file_ = -1;
};

}  // namespace

void write_atomically(std::filesystem::path const& path, std::span<std::byte const> bytes, std::string_view end)
{
    std::error_code ignored;
    std::filesystem::file_status const old = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(old) && !std::filesystem::is_regular_file(old))
        throw OutputError{path.string(), "is there already and is no plain file", "Name another file."};
    std::filesystem::path const target = std::filesystem::is_symlink(path, ignored) && std::filesystem::exists(old)
                                             ? std::filesystem::canonical(path)
                                             : path;
    PartFile part{target};
    part.write(bytes);
    part.write(std::as_bytes(std::span{end.data(), end.size()}));
    part.commit();
}

void write_atomically(std::filesystem::path const& path, std::string_view text)
{
    write_atomically(path, std::as_bytes(std::span{text.data(), text.size()}));
}

}  // namespace stampede
