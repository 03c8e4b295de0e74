// stampede new agent: what it writes into a checkout, and that it writes nothing when it refuses.
// That what it writes compiles and acts is the ctest entry new_agent (tests/new_agent.sh).

#include <catch2/catch.hpp>
#include <iterator>
#include <map>

#include "experiments/agent_names.hpp"
#include "tests/experiments/command.hpp"
#include "tests/places.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace fs = std::filesystem;

namespace {

std::string text_of(fs::path const& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// As much of the sources as the command looks at.
class Checkout {
  public:
    Checkout()
    {
        for (char const* const file :
             {"agents/roster.cpp", "agents/traders.hpp", "model/event.hpp", "experiments/templates/agents.hpp.txt",
              "experiments/templates/agents.cpp.txt", "experiments/templates/agent_test.cpp.txt"})
            folder_.write(file, text_of(source_dir() / file));
        folder_.write("tests/agents/fund_test.cpp", "");
        folder_.write("tests/model/queue_test.cpp", "");
    }
    [[nodiscard]] fs::path root() const { return folder_.path(); }
    [[nodiscard]] Ran make(std::string const& name) const
    {
        return command({"new", "agent", name, "--root", root().string()});
    }
    /// Every file with its text.
    [[nodiscard]] std::map<std::string, std::string> files() const
    {
        std::map<std::string, std::string> all;
        for (auto const& entry : fs::recursive_directory_iterator{root()})
            if (entry.is_regular_file())
                all[entry.path().lexically_relative(root()).string()] = text_of(entry.path());
        return all;
    }
    void write(std::string const& file, std::string const& text) const { folder_.write(file, text); }

  private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a new agent is three files and two lines in the roster", "[experiments][new]")
{
    Checkout const checkout;
    auto const before = checkout.files();
    Ran const ran = checkout.make("dip_fleer");
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    std::string printed;
    for (char const* const file :
         {"agents/dip_fleers.hpp", "agents/dip_fleers.cpp", "tests/agents/dip_fleer_test.cpp", "agents/roster.cpp"})
        printed += (checkout.root() / file).string() + "\n";
    CHECK(ran.data == printed);
    CHECK(ran.messages.find("stampede describe dip_fleer") != std::string::npos);

    auto after = checkout.files();
    CHECK(after.size() == before.size() + 3);
    CHECK(after["agents/dip_fleers.hpp"].find("class DipFleers final : public Population") != std::string::npos);
    CHECK(after["agents/dip_fleers.cpp"].find("Purpose{\"dip_fleer/wealth\"}") != std::string::npos);
    CHECK(after["tests/agents/dip_fleer_test.cpp"].find("[dip_fleer]") != std::string::npos);
    for (char const* const file :
         {"agents/dip_fleers.hpp", "agents/dip_fleers.cpp", "tests/agents/dip_fleer_test.cpp"}) {
        CAPTURE(file);
        CHECK(after[file].find('@') == after[file].find("@source"));  // no mark is left
    }
    std::string expected = before.at("agents/roster.cpp");
    expected.insert(expected.find("#include \"agents/funds.hpp\""), "#include \"agents/dip_fleers.hpp\"\n");
    expected.insert(expected.find("        }};"),
                    "            entry<Population, DipFleers>(\"dip_fleer\", \"sells after a fall\"),\n");
    CHECK(after["agents/roster.cpp"] == expected);

    auto const once = checkout.files();
    Ran const again = checkout.make("dip_fleer");
    CHECK(again.code == 2);
    CHECK(again.messages == "error: NAME = \"dip_fleer\"  is taken: agents/roster.cpp has it; take another name\n");
    CHECK(checkout.files() == once);
}

TEST_CASE("a name that will not do is refused with its reason, and nothing is written", "[experiments][new]")
{
    Checkout const checkout;
    auto const before = checkout.files();
    auto const [name, reason] = GENERATE(table<std::string, std::string>({
        {"HerdSeller", "must be lower-case letters, digits and single underscores"},
        {"herd-seller", "must be lower-case letters"},
        {"herd__seller", "must be lower-case letters"},
        {"herd_", "must be lower-case letters"},
        {"2nd_seller", "must be lower-case letters"},
        {"../seller", "must be lower-case letters"},
        {"", "must be lower-case letters"},
        {"a_seller_of_many_many_coins", "must not be longer than 24 letters"},
        {"class", "is a word of C++"},
        {"co_await", "is a word of C++"},
        {"herd_sellers", "must name one of them, not all"},
        {"fund", "is taken: agents/roster.cpp has it"},
        {"trader", "is taken: there is a file agents/traders.hpp"},
        {"queue", "is taken: there is a test tests/model/queue_test.cpp"},
        {"event", "is taken: model/event.hpp declares Events"},
    }));
    CAPTURE(name);
    Ran const ran = checkout.make(name);
    CHECK(ran.code == 2);
    CHECK(ran.data.empty());
    CHECK(ran.messages.find("error: NAME = \"" + name + "\"  " + reason) == 0);
    CHECK(std::count(ran.messages.begin(), ran.messages.end(), '\n') == 1);
    CHECK(checkout.files() == before);
}

TEST_CASE("sources that are not as they should be are left alone", "[experiments][new]")
{
    Checkout const checkout;
    SECTION("no checkout")
    {
        TemporaryFolder const elsewhere;
        Ran const ran = command({"new", "agent", "dip_fleer", "--root", elsewhere.path().string()});
        CHECK(ran.code == 2);
        CHECK(ran.messages.find("holds no sources of Stampede (agents/roster.cpp)") != std::string::npos);
        CHECK(fs::is_empty(elsewhere.path()));
    }
    SECTION("a folder inside the checkout will do")
    {
        CHECK(command({"new", "agent", "dip_fleer", "--root", (checkout.root() / "tests").string()}).code == 0);
        CHECK(fs::exists(checkout.root() / "agents/dip_fleers.cpp"));
    }
    SECTION("no template")
    {
        fs::remove(checkout.root() / "experiments/templates/agents.cpp.txt");
        auto const before = checkout.files();
        Ran const ran = checkout.make("dip_fleer");
        CHECK(ran.code == 2);
        CHECK(ran.messages.find("agents.cpp.txt  is missing") != std::string::npos);
        CHECK(checkout.files() == before);
    }
    SECTION("a roster of another form")
    {
        checkout.write("agents/roster.cpp", "#include \"model/population.hpp\"\n");
        auto const before = checkout.files();
        Ran const ran = checkout.make("dip_fleer");
        CHECK(ran.code == 2);
        CHECK(ran.messages.find("agents/roster.cpp  has no list") != std::string::npos);
        CHECK(checkout.files() == before);
    }
    SECTION("a folder that cannot be written to: what was written before it goes again")
    {
        fs::remove_all(checkout.root() / "tests/agents");
        checkout.write("tests/agents", "a file where a folder should be");
        auto const before = checkout.files();
        Ran const ran = checkout.make("dip_fleer");
        CAPTURE(ran.messages);
        CHECK(ran.code == 3);
        CHECK(ran.data.empty());
        CHECK(checkout.files() == before);
    }
}

TEST_CASE("the line that says what can be made new", "[experiments][new]")
{
    Ran const misspelt = command({"new", "agnt", "dip_fleer"});
    CHECK(misspelt.code == 2);
    CHECK(misspelt.messages ==
          "error: there is no command \"agnt\"; did you mean \"agent\"?\nSee \"stampede new --help\".\n");
    Ran const unnamed = command({"new", "agent"});
    CHECK(unnamed.code == 2);
    CHECK(unnamed.messages == "error: name is required\nSee \"stampede new agent --help\".\n");
}

TEST_CASE("names of an agent in files and code", "[experiments][new]")
{
    CHECK(plural("seller") == "sellers");
    CHECK(plural("hedge_fund_boss") == "hedge_fund_bosses");
    CHECK(plural("fox") == "foxes");
    CHECK(plural("flash_lady") == "flash_ladies");
    CHECK(plural("key_holder_of_a_day") == "key_holder_of_a_days");
    CHECK(plural("coach") == "coaches");
    AgentNames const names = agent_names("layer2_whale");
    CHECK(names.agents == "layer2_whales");
    CHECK(names.type == "Layer2Whales");
}
