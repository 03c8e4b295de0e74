// Contacts read from a file: what is read, and what a bad file is told.

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "tests/experiments/temporary_folder.hpp"
#include "tests/networks/structure.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using Catch::Matchers::Contains;

namespace {

SocialGraph read(std::string const& text, std::uint32_t people)
{
    testing::TemporaryFolder const folder;
    auto const file = folder.write("contacts.csv", text);
    return testing::made<SocialNetwork>("edge_list", {}, {{"file", file.string()}})->build(people, {}, Draws{});
}

}  // namespace

TEST_CASE("a list of contacts is read in either direction and once", "[networks][contact_list]")
{
    SocialGraph const graph = read("person,person\n# a comment\n0,1\n\n 2 , 1 \r\n1,0\n3,0", 5);
    CHECK(graph.people() == 5);
    CHECK(structure::is_symmetric(graph));
    CHECK(structure::is_simple(graph));
    CHECK(structure::degrees(graph) == std::vector<std::uint32_t>{2, 2, 1, 1, 0});
    CHECK(structure::are_contacts(graph, 1, 2));
}

TEST_CASE("a bad list of contacts is refused with file and line", "[networks][contact_list]")
{
    CHECK_THROWS_WITH(read("0,1\n1,5\n", 5), Contains("contacts.csv, line 2") && Contains("outside 0 .. 4"));
    CHECK_THROWS_WITH(read("0,1\n\n1;2\n", 5), Contains("contacts.csv, line 3") && Contains("\"1;2\""));
    CHECK_THROWS_WITH(read("0,1\n1,2,3\n", 5), Contains("line 2"));
    CHECK_THROWS_WITH(read("0,-1\n", 5), Contains("line 1"));
    CHECK_THROWS_WITH(read("0,1.5\n", 5), Contains("line 1"));
    CHECK_THROWS_WITH(read("0,99999999999\n", 5), Contains("line 1"));
    CHECK_THROWS_WITH(read("0,1\nperson,person\n", 5), Contains("line 2"));
    CHECK_THROWS_WITH(read("3,3\n", 5), Contains("line 1") && Contains("oneself"));

    auto const network = testing::made<SocialNetwork>("edge_list", {}, {{"file", "no/such/file.csv"}});
    CHECK_THROWS_WITH(network->build(5, {}, Draws{}), Contains("no/such/file.csv"));
    CHECK_THROWS_AS(network->build(5, {}, Draws{}), InputError);
}
