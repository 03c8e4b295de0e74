// Every class of file that cannot be read or written has its own message and exit code, in the built program.

#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "output/results_file.hpp"
#include "output/seal.hpp"
#include "tests/experiments/command.hpp"
#include "tests/support/not_tested.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// What is started after this has to keep to the permissions of files, though it may still be root: the folder of the
/// sources may be closed to all others, as /root is.
bool bound_by_permissions()
{
    return ::getuid() != 0 || (::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) == 0 &&
                               ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0) == 0);
}

bool small_files_only()
{
    rlimit const limit{65536, 65536};
    return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

/// A results file of the lender, under the name given.
std::filesystem::path write_lender_results(TemporaryFolder const& folder, std::string const& name)
{
    std::filesystem::path const out = folder.path() / name;
    REQUIRE(command({"run", write_lender(folder).string(), "--quiet", "--out", out.string()}).code == 0);
    return out;
}

/// Commands that read results.
std::vector<std::vector<std::string>> readers(std::string const& file, std::string const& good)
{
    return {{"inspect", file}, {"report", file}, {"reproduce", file}, {"diff", file, good}, {"diff", good, file}};
}

void expect_refused(TemporaryFolder const& folder, std::string const& file, std::string const& good,
                    std::string const& told)
{
    std::vector<std::string> const before = names_in(folder.path());
    for (std::vector<std::string> const& arguments : readers(file, good)) {
        CAPTURE(arguments);
        Ran const ran = command(arguments);
        CHECK(ran.code == 3);
        CHECK(ran.data.empty());
        CHECK(without_folder(ran.messages, folder) == "error: " + told);
        CHECK(names_in(folder.path()) == before);
    }
}

/// The whole message about the table of prices.
std::string table_problem(std::string const& why)
{
    return "error: lender.json: 1 problem, nothing was run\n  /assets/BTC/path/file = \"prices.csv\"   " + why +
           "\nSee \"stampede describe assets\" for every name, unit, range and default.\n";
}

std::vector<std::string> run_to(std::filesystem::path const& file, std::filesystem::path const& out)
{
    return {"run", file.string(), "--quiet", "--out", out.string()};
}

}  // namespace

TEST_CASE("results that are none are told apart, and exit with 3", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string const good = write_lender_results(folder, "good.h5").string();
    std::ifstream in{good, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    std::filesystem::create_directory(folder.path() / "folder.h5");
    folder.write("empty.h5", "");
    folder.write("cut.h5", bytes.substr(0, 3000));
    auto const refused = [&](std::string const& name, std::string const& told) {
        expect_refused(folder, (folder.path() / name).string(), good, told);
    };
    refused("none.h5", "none.h5: no such file\n  Check the name.\n");
    refused("folder.h5", "folder.h5: is no plain file\n  Check the name.\n");
    refused("empty.h5", "empty.h5: is empty\n  Run the experiment again.\n");
    refused("lender.json", "lender.json: is not an HDF5 file\n  Name a file that stampede wrote.\n");
    refused("cut.h5",
            "cut.h5: is cut short (HDF5 says: truncated file: eof = 3000, sblock->base_addr = 0, stored_eof = " +
                std::to_string(bytes.size() - seal_length) + ")\n  Copy it again, or run the experiment again.\n");
}

TEST_CASE("results that may not be read are told, and exit with 3", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::string const good = write_lender_results(folder, "good.h5").string();
    std::filesystem::path const locked = folder.path() / "locked.h5";
    std::filesystem::copy_file(good, locked);
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    std::filesystem::permissions(locked, std::filesystem::perms::none);
    std::vector<std::string> const before = names_in(folder.path());
    for (std::vector<std::string> const& arguments : readers(locked.string(), good)) {
        CAPTURE(arguments);
        auto const ran = program_in_child(arguments, folder, bound_by_permissions);
        REQUIRE(ran);
        CHECK(ran->code == 3);
        CHECK(ran->data.empty());
        CHECK(ran->messages == "error: locked.h5: permission denied\n  Ask its owner for permission to read it.\n");
        CHECK(names_in(folder.path()) == before);
    }
}

TEST_CASE("results of another format or version are told apart, and exit with 3", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::filesystem::path const good = write_lender_results(folder, "good.h5");
    Contents contents = ResultsFile{good}.file().contents();
    auto const [attribute, value, told] = GENERATE(table<std::string, Values, std::string>({
        {"format_version", one(std::int64_t{0}),
         "other.h5: is a results file of format 0, older than format 1 which this program reads\n  Read it with "
         "stampede 0.1.0, which wrote it, or run the experiment again from its config_json.\n"},
        {"format_version", one(std::int64_t{2}),
         "other.h5: is a results file of format 2, newer than format 1 which this program reads\n  Read it with "
         "stampede 0.1.0, which wrote it, or run the experiment again from its config_json.\n"},
        {"format", one("other"),
         "other.h5: is not a stampede results file but other\n  Name a results file that stampede wrote.\n"},
    }));
    for (auto& [name, old] : contents.attributes("/"))
        if (name == attribute)
            old = value;
    write_contents(folder.path() / "other.h5", contents);
    expect_refused(folder, (folder.path() / "other.h5").string(), good.string(), told);
}

TEST_CASE("experiments that cannot be read exit with 2", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::filesystem::path const file = write_lender(folder);
    std::filesystem::create_directory(folder.path() / "folder.json");
    auto const run = [&](std::string const& name) {
        return program_in_child({"run", (folder.path() / name).string()}, folder).value();
    };
    Ran const missing = run("none.json"), no_file = run("folder.json");
    CHECK(missing.code == 2);
    CHECK(missing.messages == "error: none.json: no such file\n");
    CHECK(no_file.code == 2);
    CHECK(no_file.messages == "error: folder.json is a folder, not a file\n");

    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    std::filesystem::permissions(file, std::filesystem::perms::none);
    auto const locked = program_in_child({"run", file.string()}, folder, bound_by_permissions);
    REQUIRE(locked);
    CHECK(locked->code == 2);
    CHECK(locked->messages == "error: lender.json cannot be read: Permission denied\n");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"folder.json", "lender.json", "prices.csv"});
}

TEST_CASE("tables that cannot be read exit with 2", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::filesystem::path const file = write_lender(folder), table = folder.path() / "prices.csv";
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    std::filesystem::permissions(table, std::filesystem::perms::none);
    auto const locked = program_in_child({"run", file.string()}, folder, bound_by_permissions);
    REQUIRE(locked);
    CHECK(locked->code == 2);
    CHECK(locked->messages == table_problem("prices.csv cannot be read: Permission denied"));
    std::filesystem::remove(table);
    std::filesystem::create_directory(table);
    auto const no_file = program_in_child({"run", file.string()}, folder);
    CHECK(no_file->code == 2);
    CHECK(no_file->messages == table_problem("prices.csv is a folder, not a file"));
}

TEST_CASE("places that cannot be written to exit with 3", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::filesystem::path const file = write_lender(folder);
    std::filesystem::create_directory(folder.path() / "folder.h5");
    auto const run = [&](std::filesystem::path const& out) {
        return program_in_child(run_to(file, out), folder).value();
    };
    auto const [out, told] = GENERATE(table<std::string, std::string>({
        {"nowhere/out.h5",
         "nowhere/out.h5: there is no folder nowhere\n  Make the folder first, or name another place.\n"},
        {"folder.h5", "folder.h5: is a folder\n  Name a file, e.g. with the ending .h5.\n"},
        {"/dev/full", "/dev/full: is there already and is no plain file\n  Name another file.\n"},
        {"lender.json/out.h5",
         "lender.json/out.h5: there is no folder lender.json\n  Make the folder first, or name another place.\n"},
    }));
    Ran const ran = run(folder.path() / out);  // an absolute path stays what it is
    CHECK(ran.code == 3);
    CHECK(ran.data.empty());
    CHECK(ran.messages == "error: " + told);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"folder.h5", "lender.json", "prices.csv"});
}

TEST_CASE("a folder that may not be written to is told, and exits with 3", "[experiments][errors]")
{
    TemporaryFolder const folder;
    std::filesystem::path const file = write_lender(folder);
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
    auto const ran = program_in_child(run_to(file, folder.path() / "out.h5"), folder, bound_by_permissions);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    REQUIRE(ran);
    CHECK(ran->code == 3);
    CHECK(ran->messages ==
          "error: out.h5: cannot be written: Permission denied\n  Name a folder that you may write to.\n");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"lender.json", "prices.csv"});
}

TEST_CASE("a disk without space is told, exits with 3 and is left as it was", "[experiments][errors]")
{
    std::string const removed =
        "\n  The unfinished file was removed. Free some space or name a place that has some, then run again.\n";
    TemporaryFolder const folder;
    std::filesystem::path const file = write_lender(folder), disk = folder.path() / "disk";
    std::filesystem::create_directory(disk);
    folder.write("disk/out.h5", "the old file");
    auto const limited = program_in_child(run_to(file, disk / "out.h5"), folder, small_files_only);
    REQUIRE(limited);
    CHECK(limited->code == 3);
    CHECK(limited->messages == "error: disk/out.h5: cannot be written: File too large" + removed);
    CHECK(names_in(disk) == std::vector<std::string>{"out.h5"});

    // A mount in a name space of its own goes with the process; the list of names on it comes by a second program.
    auto const small_disk = [&] {
        return ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") == 0;
    };
    if (auto const full = program_in_child(run_to(file, disk / "new.h5"), folder, small_disk)) {
        CHECK(full->code == 3);
        CHECK(full->messages == "error: disk/new.h5: cannot be written: No space left on device" + removed);
    }
    else
        not_tested("no right to mount a small disk (a limited file size is tested)");
}
