#include "tests/networks/structure.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/json_fields.hpp"
#include "tests/support/fields.hpp"

namespace stampede::structure {
namespace {

std::vector<std::uint32_t> sorted_row(SocialGraph const& graph, std::uint32_t person)
{
    auto const row = graph.contacts(PersonId{person});
    std::vector<std::uint32_t> sorted(row.begin(), row.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

std::uint64_t folded(std::uint64_t sum, std::uint64_t value)
{
    return (sum ^ value) * 0x100000001b3ULL;
}

}  // namespace

SocialGraph social(std::string_view kind, std::uint32_t people, std::map<std::string, double> numbers,
                   std::uint64_t replicate, std::uint16_t venues)
{
    auto const network = testing::made<SocialNetwork>(kind, std::move(numbers));
    return network->build(people, equal_venues(people, venues), Draws{1, replicate});
}

std::vector<Link> links(std::string_view kind, std::uint32_t nodes, std::string const& json, std::uint64_t replicate)
{
    auto const network = roster<InstitutionNetwork>().find(kind)->make();
    InputFiles files;
    Problems problems{"test"};
    read_fields(nlohmann::json::parse(json), visit_of(*network), files, problems);
    INFO((problems.none() ? "" : problems.message()));
    REQUIRE(problems.none());
    return network->build(nodes, Draws{1, replicate});
}

std::vector<std::uint16_t> equal_venues(std::uint32_t people, std::uint16_t venues)
{
    std::vector<std::uint16_t> venue_of(people);
    for (std::uint32_t person = 0; person < people; ++person)
        venue_of[person] = static_cast<std::uint16_t>(std::uint64_t{person} * venues / people);
    return venue_of;
}

std::vector<std::uint32_t> degrees(SocialGraph const& graph)
{
    std::vector<std::uint32_t> all;
    for (std::uint32_t person = 0; person < graph.people(); ++person)
        all.push_back(graph.degree(PersonId{person}));
    return all;
}

double mean_degree(SocialGraph const& graph)
{
    return static_cast<double>(boost::num_edges(graph.rows())) / graph.people();
}

bool are_contacts(SocialGraph const& graph, std::uint32_t one, std::uint32_t other)
{
    auto const row = graph.contacts(PersonId{one});
    return std::find(row.begin(), row.end(), other) != row.end();
}

bool is_symmetric(SocialGraph const& graph)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> there, back;
    for (std::uint32_t person = 0; person < graph.people(); ++person)
        for (std::uint32_t const contact : graph.contacts(PersonId{person})) {
            there.emplace_back(person, contact);
            back.emplace_back(contact, person);
        }
    std::sort(there.begin(), there.end());
    std::sort(back.begin(), back.end());
    return there == back;
}

bool is_simple(SocialGraph const& graph)
{
    for (std::uint32_t person = 0; person < graph.people(); ++person) {
        auto const row = sorted_row(graph, person);
        if (std::adjacent_find(row.begin(), row.end()) != row.end() ||
            std::binary_search(row.begin(), row.end(), person))
            return false;
    }
    return true;
}

double clustering(SocialGraph const& graph)
{
    double sum = 0;
    for (std::uint32_t person = 0; person < graph.people(); ++person) {
        auto const row = sorted_row(graph, person);
        double closed = 0;
        for (std::uint32_t const one : row)
            for (std::uint32_t const other : graph.contacts(PersonId{one}))
                closed += std::binary_search(row.begin(), row.end(), other) ? 1 : 0;
        double const pairs = static_cast<double>(row.size()) * (static_cast<double>(row.size()) - 1);
        sum += pairs > 0 ? closed / pairs : 0;
    }
    return sum / graph.people();
}

std::uint64_t digest(SocialGraph const& graph)
{
    std::uint64_t sum = folded(0xcbf29ce484222325ULL, graph.people());
    for (std::uint32_t person = 0; person < graph.people(); ++person)
        for (std::uint32_t const contact : graph.contacts(PersonId{person}))
            sum = folded(sum, std::uint64_t{person} << 32U | contact);
    return sum;
}

std::uint64_t digest(std::vector<Link> const& links)
{
    std::uint64_t sum = 0xcbf29ce484222325ULL;
    for (Link const& link : links) {
        sum = folded(sum, std::uint64_t{link.creditor} << 32U | link.debtor);
        sum = folded(sum, std::bit_cast<std::uint64_t>(link.weight));
    }
    return sum;
}

bool is_proper(std::vector<Link> const& links, std::uint32_t nodes)
{
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    return std::all_of(links.begin(), links.end(), [&](Link const& link) {
        return link.creditor < nodes && link.debtor < nodes && link.creditor != link.debtor && link.weight > 0 &&
               pairs.emplace(link.creditor, link.debtor).second;
    });
}

}  // namespace stampede::structure
