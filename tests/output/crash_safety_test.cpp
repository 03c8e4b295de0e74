// kill -9 at any moment: a name without ".part" is whole, always.

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "output/compare.hpp"
#include "output/results_file.hpp"
#include "tests/output/sample_results.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Starts a process that writes file after file and kills it when file number `last` has been begun.
/// @param wait  between the moment that file is seen and the kill [us]
void write_and_kill(std::filesystem::path const& folder, Contents const& contents, int last, useconds_t wait)
{
    pid_t const writer = ::fork();
    REQUIRE(writer >= 0);
    if (writer == 0)
        for (int i = 0;; ++i)
            write_results(folder / (std::to_string(i) + ".h5"), contents);
    std::filesystem::path const file = folder / (std::to_string(last) + ".h5");
    std::filesystem::path const part = file.string() + ".part";
    while (::access(part.c_str(), F_OK) != 0 && ::access(file.c_str(), F_OK) != 0) {
        if (::waitpid(writer, nullptr, WNOHANG) != 0)
            FAIL("the writer ended by itself");
        ::usleep(20);
    }
    ::usleep(wait);
    ::kill(writer, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(writer, &status, 0) == writer);
    REQUIRE(WIFSIGNALED(status));
}

/// Files under a final name must be readable and right; returns how many there are and how many parts.
std::pair<int, int> inspect(std::filesystem::path const& folder, Contents const& contents)
{
    std::pair<int, int> seen{0, 0};
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        CAPTURE(entry.path());
        if (entry.path().extension() == ".part") {
            ++seen.second;
            continue;
        }
        ++seen.first;
        CHECK(differences(ResultsFile{entry.path()}.file(), contents).empty());
    }
    return seen;
}

}  // namespace

TEST_CASE("a killed writer never leaves an unreadable file under a final name", "[output][crash]")
{
    Contents const contents = sample_results({.run = 0, .steps = 40, .rows = 3'000});
    int whole = 0;
    int parts = 0;
    for (int round = 0; round < 10; ++round) {
        TemporaryFolder const folder;
        write_and_kill(folder.path(), contents, 1, static_cast<useconds_t>(50 * round));
        auto const [files, leftovers] = inspect(folder.path(), contents);
        whole += files;
        parts += leftovers;
        write_results(folder / "1.h5", contents);  // the next run gets past what was left behind
        CHECK(differences(ResultsFile{folder / "1.h5"}.file(), contents).empty());
    }
    UNSCOPED_INFO(whole << " whole files, " << parts << " parts left behind");
    CHECK(whole >= 10);
    CHECK(parts > 0);  // the kills did hit writers at work
}
