// The rows of a social graph against a list of lists built the slow way, and what Boost.Graph sees of them.

#include "model/graphs/social.hpp"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <catch2/catch.hpp>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "tests/networks/structure.hpp"

using namespace stampede;

namespace {

using Lists = std::vector<std::vector<std::uint32_t>>;

std::vector<Contact> random_contacts(std::uint32_t people, std::size_t count)
{
    DrawStream luck = Draws{1, people}.stream("social graph test");
    std::vector<Contact> contacts;
    for (std::size_t i = 0; i < count; ++i)
        contacts.push_back({static_cast<std::uint32_t>(luck() % people), static_cast<std::uint32_t>(luck() % people)});
    return contacts;
}

Lists slowly(std::uint32_t people, std::vector<Contact> const& contacts, Repeats repeats)
{
    Lists lists(people);
    for (auto const [one, other] : contacts)
        if (one != other) {
            lists[one].push_back(other);
            lists[other].push_back(one);
        }
    if (repeats == Repeats::erase)
        for (auto& row : lists) {
            std::sort(row.begin(), row.end());
            row.erase(std::unique(row.begin(), row.end()), row.end());
        }
    return lists;
}

Lists rows_of(SocialGraph const& graph)
{
    Lists lists;
    for (std::uint32_t person = 0; person < graph.people(); ++person) {
        auto const row = graph.contacts(PersonId{person});
        lists.emplace_back(row.begin(), row.end());
    }
    return lists;
}

}  // namespace

TEST_CASE("rows hold every contact both ways, in the order of the list", "[networks][social_graph]")
{
    // 4096 people make one group of the sort, 4097 two; few people and many contacts give loops and repeats.
    std::uint32_t const people = GENERATE(1U, 2U, 5U, 300U, 4096U, 4097U, 20'000U);
    std::size_t const count = GENERATE(0U, 1U, 40'000U);
    auto const contacts = random_contacts(people, count);
    CAPTURE(people, count);
    for (Repeats const repeats : {Repeats::count, Repeats::erase}) {
        SocialGraph const graph{people, contacts, repeats};
        REQUIRE(graph.people() == people);
        CHECK(rows_of(graph) == slowly(people, contacts, repeats));
    }
}

TEST_CASE("the sort's groups grow with the number of people", "[networks][social_graph]")
{
    constexpr std::uint32_t people = (1U << 22U) + 5;  // the first size with groups of more than 4096
    std::vector<Contact> contacts;
    for (std::uint32_t person = 1; person < people; person += 97)
        contacts.push_back({person, person * 7 % people});
    SocialGraph const graph{people, contacts};
    std::uint64_t ends = 0;
    for (auto const [one, other] : contacts) {
        REQUIRE(structure::are_contacts(graph, one, other));
        REQUIRE(structure::are_contacts(graph, other, one));
        ends += one != other ? 2 : 0;
    }
    CHECK(boost::num_edges(graph.rows()) == ends);
}

TEST_CASE("a social graph is a Boost graph", "[networks][social_graph]")
{
    // A path 0-1-2-3 and a pair 4-5: distances from 0 by Boost's breadth-first search.
    SocialGraph const graph{6, {{0, 1}, {2, 1}, {2, 3}, {4, 5}}};
    CHECK(boost::num_vertices(graph.rows()) == 6);
    CHECK(boost::num_edges(graph.rows()) == 8);
    std::vector<int> distance(6, -1);
    distance[0] = 0;
    boost::breadth_first_search(
        graph.rows(), boost::vertex(0, graph.rows()),
        boost::visitor(boost::make_bfs_visitor(boost::record_distances(distance.data(), boost::on_tree_edge{}))));
    CHECK(distance == std::vector<int>{0, 1, 2, 3, -1, -1});
}

TEST_CASE("graphs that store nothing", "[networks][social_graph]")
{
    SocialGraph const nobody;
    CHECK(nobody.people() == 0);
    CHECK(SocialGraph(0, {}).people() == 0);
    SocialGraph const alone{3, {}};
    CHECK(alone.contacts(PersonId{2}).empty());
    CHECK(alone.degree(PersonId{2}) == 0);

    SocialGraph const complete = SocialGraph::complete(1'000'000);
    CHECK(complete.is_complete());
    CHECK(complete.contacts(PersonId{5}).empty());
    CHECK(complete.degree(PersonId{5}) == 999'999);
}

TEST_CASE("eight bytes a person and four a direction are held", "[networks][social_graph]")
{
    auto const contacts = random_contacts(10'000, 50'000);
    SocialGraph const graph{10'000, contacts};
    auto const& rows = graph.rows().m_forward;
    CHECK(rows.m_rowstart.capacity() == 10'001);
    CHECK(rows.m_column.capacity() <= 100'000);
}

TEST_CASE("a contact of somebody who is not there breaks the model", "[networks][social_graph]")
{
    CHECK_THROWS_AS(SocialGraph(3, {{0, 3}}), BrokenInvariant);
    CHECK_THROWS_AS(SocialGraph(3, {{4'000'000'000U, 1}}), BrokenInvariant);
}
