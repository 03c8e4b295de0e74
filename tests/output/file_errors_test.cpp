// Files that cannot be written or read: said what and why, nothing left behind, nothing destroyed.

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "output/atomic_file.hpp"
#include "output/hdf5_file.hpp"
#include "output/output_error.hpp"
#include "output/results_file.hpp"
#include "output/seal.hpp"
#include "tests/experiments/command.hpp"
#include "tests/output/sample_results.hpp"
#include "tests/support/not_tested.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;

namespace {

constexpr int not_possible_here = 77;

/// Runs `action` in a child process, which may give up rights or space; what it throws comes back by a pipe.
/// @param prepare  false if this machine does not allow it
std::string error_in_child(std::function<bool()> const& prepare, std::function<void()> const& action)
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    pid_t const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (!prepare())
            ::_exit(not_possible_here);
        std::string const error = output_error(action);
        ssize_t const written = ::write(ends[1], error.data(), error.size());
        ::_exit(written == static_cast<ssize_t>(error.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string text(4096, '\0');
    ssize_t const length = ::read(ends[0], text.data(), text.size());
    ::close(ends[0]);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == not_possible_here));
    return WEXITSTATUS(status) == 0 ? text : "not possible here";
}

void write_text(std::filesystem::path const& path, std::string const& text)
{
    std::ofstream{path, std::ios::binary} << text;
}

std::string error_of_reading(std::filesystem::path const& path)
{
    return output_error([&] { (void)ResultsFile{path}.file().contents(); });
}

bool limit_file_size()
{
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit const limit{65536, 65536};
    return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

}  // namespace

TEST_CASE("a file too large for its place leaves nothing and keeps the old one", "[output][errors]")
{
    TemporaryFolder const folder;
    write_text(folder / "results.h5", "the old file");
    Contents const contents = sample_results({.run = 0, .steps = 3, .rows = 100'000});
    std::string const error = error_in_child(limit_file_size, [&] { write_results(folder / "results.h5", contents); });

    CHECK_THAT(error, Contains("results.h5: cannot be written: File too large") && Contains("Free some space"));
    CHECK(names_in(folder.path()) == std::vector<std::string>{"results.h5"});
    CHECK(bytes_of(folder / "results.h5") == "the old file");
}

TEST_CASE("a full disk is named and leaves nothing behind", "[output][errors]")
{
    TemporaryFolder const folder;
    Contents const contents = sample_results({.run = 0, .steps = 3, .rows = 100'000});
    std::string left = "?";
    std::string const error = error_in_child(
        [&] {
            return ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") == 0;
        },
        [&] {
            try {
                write_results(folder / "results.h5", contents);
            }
            catch (OutputError const& error_here) {
                throw OutputError{error_here.what(), "names left", std::to_string(names_in(folder.path()).size())};
            }
        });
    if (error == "not possible here") {
        not_tested("no right to mount a small disk (the test of a limited file size stands in)");
        return;
    }
    CHECK_THAT(error,
               Contains("results.h5: cannot be written: No space left on device") && Contains("Free some space"));
    CHECK_THAT(error, Contains("names left\n  0"));
}

TEST_CASE("places that cannot be written to are named", "[output][errors]")
{
    TemporaryFolder const folder;
    write_text(folder / "file", "");
    std::filesystem::create_directory(folder / "folder.h5");
    auto const error_at = [](std::filesystem::path const& path) {
        return output_error([&] { write_results(path, sample_results()); });
    };
    CHECK_THAT(error_at(folder / "no/results.h5"),
               Contains("no/results.h5: cannot be written: No such file") && Contains("Make the folder first"));
    CHECK_THAT(error_at(folder / "file/results.h5"), Contains("Not a directory") && Contains("Make the folder"));
    CHECK_THAT(error_at(folder / "folder.h5"), Contains("is there already and is no plain file"));
    CHECK_THAT(error_at("/dev/null"), Contains("is there already and is no plain file"));

    std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
    std::string const error = error_in_child([] { return ::getuid() != 0 || ::setuid(65534) == 0; },
                                             [&] { write_results(folder / "results.h5", sample_results()); });
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    CHECK_THAT(error, Contains("Permission denied") && Contains("a folder that you may write to"));
}

TEST_CASE("a .part left behind is overwritten, one in use is respected", "[output][errors]")
{
    TemporaryFolder const folder;
    write_text(folder / "table.csv.part", std::string(100'000, 'x'));
    write_atomically(folder / "table.csv", "a,b\n");
    CHECK(bytes_of(folder / "table.csv") == "a,b\n");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"table.csv"});

    int const other = ::open((folder / "table.csv.part").c_str(), O_WRONLY | O_CREAT, 0666);
    REQUIRE(::flock(other, LOCK_EX) == 0);
    CHECK_THAT(output_error([&] { write_atomically(folder / "table.csv", "c,d\n"); }),
               Contains("table.csv: another process is writing this file"));
    ::close(other);
    CHECK(bytes_of(folder / "table.csv") == "a,b\n");
}

TEST_CASE("a link is written through, not replaced", "[output][errors]")
{
    TemporaryFolder const folder;
    write_text(folder / "real.csv", "old");
    std::filesystem::create_symlink("real.csv", folder / "link.csv");
    write_atomically(folder / "link.csv", "new");
    CHECK(std::filesystem::is_symlink(folder / "link.csv"));
    CHECK(bytes_of(folder / "real.csv") == "new");
}

TEST_CASE("files that are not there, empty, or of another kind are told apart", "[output][errors]")
{
    TemporaryFolder const folder;
    write_text(folder / "empty.h5", "");
    write_text(folder / "text.h5", "{\"format\": \"stampede-experiment\"}");
    Hdf5File foreign;
    foreign.add_group("/", {});
    foreign.add_dataset("/x", {std::vector<double>{1}, {1}, {}, {}});
    write_atomically(folder / "foreign.h5", foreign.bytes());

    CHECK_THAT(error_of_reading(folder / "none.h5"), Contains("none.h5: no such file"));
    CHECK_THAT(error_of_reading(folder.path()), Contains("is no plain file"));
    CHECK_THAT(error_of_reading(folder / "empty.h5"), Contains("empty.h5: is empty"));
    CHECK_THAT(error_of_reading(folder / "text.h5"), Contains("text.h5: is not an HDF5 file"));
    CHECK_THAT(error_of_reading(folder / "foreign.h5"), Contains("foreign.h5: is not a stampede results file"));
}

TEST_CASE("files of another version are refused by name", "[output][errors]")
{
    TemporaryFolder const folder;
    std::int64_t const version = GENERATE(0, 2);
    Contents contents = sample_results();
    for (auto& [name, value] : contents.attributes("/"))
        if (name == "format_version")
            value = one(version);
    write_contents(folder / "results.h5", contents);
    CHECK_THAT(error_of_reading(folder / "results.h5"),
               Contains("is a results file of format " + std::to_string(version)) &&
                   Contains(version == 0 ? "older than format 1" : "newer than format 1") &&
                   Contains("stampede 0.1.0, which wrote it"));
}

TEST_CASE("a file cut short anywhere is refused", "[output][errors]")
{
    TemporaryFolder const folder;
    write_results(folder / "whole.h5", sample_results());
    std::string const whole = bytes_of(folder / "whole.h5");
    for (std::size_t const length : {std::size_t{4}, std::size_t{8}, std::size_t{40}, std::size_t{48}, std::size_t{500},
                                     whole.size() / 2, whole.size() - seal_length - 1, whole.size() - 1}) {
        CAPTURE(length);
        write_text(folder / "cut.h5", whole.substr(0, length));
        std::string const error = error_of_reading(folder / "cut.h5");
        CHECK_THAT(error, Contains("cut.h5: is "));
        if (length == whole.size() - 1)
            CHECK_THAT(error, Contains("is cut short\n"));
        else if (length >= 48)
            CHECK_THAT(error, Contains("is cut short (HDF5 says: truncated file"));
    }
}

// HDF5 itself goes round for ever in a heap of texts whose bytes are zeros.
TEST_CASE("whatever byte is damaged, the file is refused before HDF5 reads it", "[output][errors]")
{
    TemporaryFolder const folder;
    write_results(folder / "whole.h5", sample_results());
    std::string const whole = bytes_of(folder / "whole.h5");
    for (std::size_t at = 8; at < whole.size() - seal_length; at += 997) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 4);
        write_text(folder / "bad.h5", bytes);
        CHECK_THAT(error_of_reading(folder / "bad.h5"),
                   Contains("bad.h5: is damaged: its bytes are not those that were written\n  Copy it again"));
    }
    std::string bytes = whole;
    std::size_t const heap = bytes.find("GCOL");
    REQUIRE(heap != std::string::npos);
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(heap) + 16, 512, '\0');
    write_text(folder / "bad.h5", bytes);
    CHECK_THAT(error_of_reading(folder / "bad.h5"), Contains("is damaged"));
}

TEST_CASE("a file that HDF5 changed has no seal and is read", "[output][errors]")
{
    TemporaryFolder const folder;
    write_results(folder / "results.h5", sample_results());
    std::string const whole = bytes_of(folder / "results.h5");
    write_text(folder / "unsealed.h5", whole.substr(0, whole.size() - seal_length));
    CHECK(error_of_reading(folder / "unsealed.h5").empty());
}

TEST_CASE("a damaged chunk is refused with the name of its dataset", "[output][errors]")
{
    TemporaryFolder const folder;
    write_results(folder / "results.h5", sample_results({.run = 0, .steps = 3, .rows = 60'000}));
    std::string whole = bytes_of(folder / "results.h5");
    whole.resize(whole.size() - seal_length);    // as if others had written it
    std::string const zlib_header = "\x78\x5e";  // RFC 1950: deflate, 32K window, a fast level
    std::size_t named = 0;
    for (std::size_t at = whole.find(zlib_header); at != std::string::npos && named < 3;
         at = whole.find(zlib_header, at + 100)) {
        std::string bytes = whole;
        bytes[at + 20] = static_cast<char>(bytes[at + 20] ^ 0x55);
        write_text(folder / "results.h5", bytes);
        std::string const error = error_of_reading(folder / "results.h5");  // two such bytes may also be no chunk's
        CHECK_THAT(error, Contains("is damaged"));
        named += error.find("results.h5/events/") == std::string::npos ? 0 : 1;
    }
    CHECK(named == 3);
}
