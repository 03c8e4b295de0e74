// kill -9 at random moments of the built program: what has its final name is whole, and the same command goes on to
// the results of a run that nobody disturbed.

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "model/base/draws.hpp"
#include "output/checkpoint.hpp"
#include "output/compare.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;
using Seconds = std::chrono::duration<double>;

namespace {

/// The built program at work, saying nothing.
class Child {
  public:
    explicit Child(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), program().string());
        std::vector<char*> words;
        for (std::string& argument : arguments)
            words.push_back(argument.data());
        words.push_back(nullptr);
        posix_spawn_file_actions_t silence;
        REQUIRE(posix_spawn_file_actions_init(&silence) == 0);
        REQUIRE(posix_spawn_file_actions_addopen(&silence, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0);
        REQUIRE(posix_spawn_file_actions_addopen(&silence, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0);
        REQUIRE(posix_spawn(&process_, words[0], &silence, nullptr, words.data(), environ) == 0);
        posix_spawn_file_actions_destroy(&silence);
    }
    /// Sends SIGKILL and waits for the end.
    /// @return whether it came in time; a program that was faster must have ended well
    bool kill()
    {
        ::kill(process_, SIGKILL);
        int const status = end();
        if (WIFSIGNALED(status))
            return true;
        CHECK(WEXITSTATUS(status) == 0);
        return false;
    }
    void expect_success()
    {
        int const status = end();
        REQUIRE(WIFEXITED(status));
        REQUIRE(WEXITSTATUS(status) == 0);
    }

  private:
    int end()
    {
        int status = 0;
        REQUIRE(waitpid(process_, &status, 0) == process_);
        return status;
    }

    pid_t process_ = 0;
};

/// What was found over all kills.
struct Sights {
    int kills = 0, checkpoints = 0, results = 0;
};

/// Reads everything in a folder that has a final name.
void read_all(std::filesystem::path const& folder, Sights& seen)
{
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
        CAPTURE(entry.path());
        auto const ending = entry.path().extension();
        if (ending == ".checkpoint") {
            CHECK_NOTHROW(read_checkpoint(entry.path()));
            ++seen.checkpoints;
        }
        if (ending == ".h5" && entry.is_regular_file()) {
            CHECK_NOTHROW(ResultsFile{entry.path()}.file().contents());
            ++seen.results;
        }
    }
}

/// Two commands that do the same: undisturbed, and killed again and again.
class Ordeal {
  public:
    explicit Ordeal(std::vector<std::string> command) : command_{std::move(command)}
    {
        auto const begin = std::chrono::steady_clock::now();
        Child{command_into(whole_)}.expect_success();
        time_ = std::chrono::steady_clock::now() - begin;
        std::filesystem::create_directory(out_.parent_path());
    }

    /// Starts and kills until so many kills came in time, some of them after something was kept, then lets the command
    /// finish.
    Sights endure(int kills)
    {
        Sights seen;
        Draws const luck{50, 0};
        for (std::uint64_t start = 0; seen.kills < kills || seen.checkpoints + seen.results == 0; ++start) {
            REQUIRE(seen.kills < 20 * kills);
            Child child{command_into(out_)};
            std::this_thread::sleep_for(time_ * luck.uniform("kills", 0, start));
            if (child.kill())
                ++seen.kills;
            else
                complete();
            read_all(out_.parent_path(), seen);
        }
        Child{command_into(out_)}.expect_success();
        complete();
        return seen;
    }

  private:
    [[nodiscard]] std::vector<std::string> command_into(std::filesystem::path const& out) const
    {
        std::vector<std::string> words = command_;
        words.insert(words.begin() + 1, lender_.string());
        words.insert(words.end(), {"--out", out.string()});
        return words;
    }
    /// The command came to its end: its results are those of the undisturbed one, and nothing else is left.
    void complete() const
    {
        ResultsFile const one{whole_}, other{out_};
        for (Difference const& difference : differences(one.file(), other.file()))
            FAIL_CHECK(difference.path << ": " << difference.what);
        std::filesystem::remove(out_);
        CHECK(std::filesystem::is_empty(out_.parent_path()));
    }

    std::vector<std::string> command_;
    TemporaryFolder folder_;
    std::filesystem::path lender_ = write_lender(folder_), whole_ = folder_.path() / "whole.h5",
                          out_ = folder_.path() / "killed" / "out.h5";
    Seconds time_{};
};

Ordeal long_run()
{
    return Ordeal{{"run", "--set", "/agents/depositors/count=3000", "--checkpoint-every", "12h"}};
}

Ordeal many_runs()
{
    return Ordeal{{"ensemble", "--set", "/agents/depositors/count=1500", "--replicates", "4", "--threads", "2"}};
}

}  // namespace

TEST_CASE("a run killed at ten moments goes on to the same results", "[experiments][crash]")
{
    CHECK(long_run().endure(10).checkpoints > 0);
}

TEST_CASE("an ensemble killed at ten moments goes on to the same results", "[experiments][crash]")
{
    CHECK(many_runs().endure(10).results > 0);
}

TEST_CASE("runs and ensembles killed at fifty moments go on to the same results", "[.long][experiments][crash]")
{
    CHECK(long_run().endure(50).checkpoints > 0);
    CHECK(many_runs().endure(50).results > 0);
}
