// stampede reproduce: the file alone is enough, and an edit does not pass.

#include <catch2/catch.hpp>

#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// Results that no longer have anything beside them but themselves.
std::string orphan(TemporaryFolder const& folder, std::vector<std::string> arguments)
{
    std::string const file = write_lender(folder).string(), out = (folder.path() / "out.h5").string();
    arguments.insert(arguments.begin() + 1, file);
    arguments.insert(arguments.end(), {"--quiet", "--out", out});
    REQUIRE(command(arguments).code == 0);
    std::filesystem::remove(file);
    std::filesystem::remove(folder.path() / "prices.csv");
    return out;
}

/// The file with one number of one dataset changed.
void edit(std::string const& file, std::string const& dataset)
{
    Contents const before = ResultsFile{file}.file().contents();
    Contents after;
    for (auto const& [group, attributes] : before.groups())
        after.attributes(group) = attributes;
    for (auto const& [path, data] : before.datasets()) {
        Dataset changed = data;
        if (path == dataset)
            std::get<std::vector<double>>(changed.values).at(3) += 1;
        after.add(path, std::move(changed));
    }
    write_results(file, after);
}

}  // namespace

TEST_CASE("a run is reproduced from its file alone, an edited file is not", "[experiments][reproduce]")
{
    TemporaryFolder const folder;
    std::string const out =
        orphan(folder, {"run", "--set", "/record=[\"series\", \"events\", \"network\", \"agents\"]"});
    Ran const same = command({"reproduce", out, "--threads", "2"});
    CAPTURE(same.messages);
    CHECK(same.code == 0);
    CHECK(same.messages == out + ": one run made again, every dataset is equal bit for bit\n");

    edit(out, "/series/venue/claims_usd");
    Ran const edited = command({"reproduce", out});
    CAPTURE(edited.messages);
    CHECK(edited.code == 1);
    CHECK(edited.messages.find("run 0 comes out differently in 1 places") != std::string::npos);
    CHECK(edited.messages.find("/series/venue/claims_usd: 1 of 192 values differ, first at (0, 1, 1)") !=
          std::string::npos);
}

TEST_CASE("every run of an ensemble, or one of them, is reproduced", "[experiments][reproduce]")
{
    TemporaryFolder const folder;
    std::string const out = orphan(folder, {"ensemble", "--series", "--replicates", "3"});
    Ran const all = command({"reproduce", out});
    CAPTURE(all.messages);
    CHECK(all.code == 0);
    CHECK(all.messages == out + ": 3 runs made again, every dataset is equal bit for bit\n");
    CHECK(command({"reproduce", out, "--run", "2"}).code == 0);
    Ran const none = command({"reproduce", out, "--run", "3"});
    CHECK(none.code == 2);
    CHECK(none.messages == "error: --run 3: " + out + " holds 3 runs, from 0 to 2\n");
}

TEST_CASE("a configuration that was edited is refused", "[experiments][reproduce]")
{
    TemporaryFolder const folder;
    std::string const out = orphan(folder, {"run"});
    Contents contents = ResultsFile{out}.file().contents();
    for (auto& [name, value] : contents.attributes("/"))
        if (name == "config_json")
            value = one(text_of(contents.attributes_of("/"), "config_json") + " ");
    write_results(out, contents);
    Ran const ran = command({"reproduce", out});
    CHECK(ran.code == 3);
    CHECK(ran.messages.find("config_sha256 does not fit config_json") != std::string::npos);
}
