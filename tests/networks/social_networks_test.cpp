// Each kind of social graph against the law it is named for.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "model/base/check.hpp"
#include "tests/networks/structure.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using namespace stampede::structure;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;

namespace {

double variance(std::vector<std::uint32_t> const& values, double mean)
{
    double sum = 0;
    for (std::uint32_t const value : values)
        sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size());
}

/// Share of people with at least this many contacts.
double share_with(std::vector<std::uint32_t> const& degrees, std::uint32_t least)
{
    auto const number = std::count_if(degrees.begin(), degrees.end(), [least](auto degree) { return degree >= least; });
    return static_cast<double>(number) / static_cast<double>(degrees.size());
}

}  // namespace

TEST_CASE("every kind gives a simple, symmetric graph that repeats with its luck", "[networks][social]")
{
    for (auto const& entry : roster<SocialNetwork>().entries()) {
        if (entry.name == "edge_list" || entry.name == "complete")
            continue;
        CAPTURE(entry.name);
        SocialGraph const graph = social(entry.name, 3000, {}, 0, 5);
        CHECK(graph.people() == 3000);
        CHECK(is_symmetric(graph));
        CHECK(is_simple(graph));
        CHECK(digest(graph) == digest(social(entry.name, 3000, {}, 0, 5)));
        if (entry.name != "none")
            CHECK(digest(graph) != digest(social(entry.name, 3000, {}, 1, 5)));
        CHECK(social(entry.name, 0).people() == 0);
        CHECK(social(entry.name, 1).degree(PersonId{0}) == 0);
    }
}

TEST_CASE("graphs are what they were", "[networks][social]")
{
    // Golden digests: a change here changes every result that hears of contacts.
    auto const [kind, expected] = GENERATE(table<std::string, std::uint64_t>({
        {"erdos_renyi", 0xf6e9d38bb9ca5ad5ULL},
        {"watts_strogatz", 0xa2fcb248cdb479a2ULL},
        {"barabasi_albert", 0x412df1ae92552b20ULL},
        {"configuration", 0x04471133c05044e1ULL},
        {"stochastic_block", 0xacf6e35c8eaf57efULL},
    }));
    CAPTURE(kind);
    CHECK(digest(social(kind, 1000, {}, 0, 4)) == expected);
}

TEST_CASE("none hears of nobody, complete of everybody", "[networks][social]")
{
    CHECK(mean_degree(social("none", 50)) == 0);
    CHECK(social("complete", 50).is_complete());
    CHECK(social("complete", 50).degree(PersonId{3}) == 49);
}

TEST_CASE("Erdos-Renyi: binomial degrees, every pair alike", "[networks][social]")
{
    constexpr std::uint32_t people = 50'000;
    SocialGraph const graph = social("erdos_renyi", people, {{"degree", 10}});
    auto const found = degrees(graph);
    double const mean = mean_degree(graph);
    CHECK(std::abs(mean - 10) < 5 * std::sqrt(20.0 / people));                          // 2 E / n, Var E = n 10 / 2
    CHECK(std::abs(variance(found, 10) / 10 - 1) < 5 * std::sqrt((2 + 0.1) / people));  // Poisson up to 1e-4
    double probability = std::exp(-10.0);
    for (std::uint32_t k = 0; k < 25; probability *= 10.0 / ++k) {
        auto const share = static_cast<double>(std::count(found.begin(), found.end(), k)) / people;
        CAPTURE(k);
        CHECK(std::abs(share - probability) < 5 * std::sqrt(probability / people) + 3e-4);
    }

    std::vector<int> count(36);
    for (std::uint64_t replicate = 0; replicate < 20'000; ++replicate) {
        SocialGraph const small = social("erdos_renyi", 6, {{"degree", 1.5}}, replicate);
        for (std::uint32_t one = 0; one < 6; ++one)
            for (std::uint32_t const other : small.contacts(PersonId{one}))
                ++count[6 * one + other];
    }
    for (std::uint32_t one = 0; one < 6; ++one)
        for (std::uint32_t other = 0; other < 6; ++other)  // p = 1.5 / 5
            CHECK(std::abs(count[6 * one + other] / 20'000.0 - (one == other ? 0 : 0.3)) <
                  5 * std::sqrt(0.21 / 20'000));

    CHECK(mean_degree(social("erdos_renyi", 30, {{"degree", 29}})) == 29);
    CHECK(mean_degree(social("erdos_renyi", 30, {{"degree", 0}})) == 0);
}

TEST_CASE("Watts-Strogatz without rewiring is the ring", "[networks][social]")
{
    SocialGraph const ring = social("watts_strogatz", 100, {{"degree", 6}, {"rewiring", 0}});
    for (std::uint32_t person = 0; person < 100; ++person)
        for (std::uint32_t step = 1; step <= 3; ++step) {
            CHECK(are_contacts(ring, person, (person + step) % 100));
            CHECK(are_contacts(ring, person, (person + 100 - step) % 100));
        }
    CHECK(mean_degree(ring) == 6);
    CHECK_THAT(clustering(ring), WithinAbs(3.0 * (6 - 2) / (4.0 * (6 - 1)), 1e-12));  // Watts, Strogatz 1998
}

TEST_CASE("Watts-Strogatz: rewiring moves contacts and makes none", "[networks][social]")
{
    constexpr std::uint32_t people = 20'000;
    double const start = 3.0 * (10 - 2) / (4.0 * (10 - 1));
    for (double const rewiring : {0.02, 0.1, 0.4}) {
        SocialGraph const graph = social("watts_strogatz", people, {{"degree", 10}, {"rewiring", rewiring}});
        CAPTURE(rewiring);
        CHECK(mean_degree(graph) == 10);
        auto const found = degrees(graph);
        CHECK(*std::min_element(found.begin(), found.end()) >= 5);  // everyone keeps what one brings
        // Barrat, Weigt, Eur. Phys. J. B 13, 2000: C = C(0) (1 - rewiring)^3 up to 1/n
        CHECK_THAT(clustering(graph), WithinAbs(start * std::pow(1 - rewiring, 3), 0.01));
    }
    SocialGraph const random = social("watts_strogatz", people, {{"degree", 10}, {"rewiring", 1}});
    CHECK(is_simple(random));
    CHECK(mean_degree(random) == 10);
    CHECK(clustering(random) < 0.003);
    CHECK_THAT(variance(degrees(random), 10), WithinAbs(5, 0.3));  // 5 of one's own and Poisson(5) by others
}

TEST_CASE("Watts-Strogatz: more rewiring moves the same contacts and more", "[networks][social]")
{
    SocialGraph const ring = social("watts_strogatz", 2000, {{"rewiring", 0}});
    SocialGraph const some = social("watts_strogatz", 2000, {{"rewiring", 0.1}});
    SocialGraph const more = social("watts_strogatz", 2000, {{"rewiring", 0.3}});
    int kept = 0, lost_again = 0;
    for (std::uint32_t person = 0; person < 2000; ++person)
        for (std::uint32_t const contact : ring.contacts(PersonId{person}))
            if (are_contacts(more, person, contact)) {
                ++kept;
                lost_again += are_contacts(some, person, contact) ? 0 : 1;
            }
    CHECK(kept > 10'000);    // 0.7 of 16000
    CHECK(lost_again < 40);  // only those that chance brought back
}

TEST_CASE("Barabasi-Albert: the degree law of preferential attachment", "[networks][social]")
{
    constexpr std::uint32_t people = 200'000;
    SocialGraph const graph = social("barabasi_albert", people, {{"degree", 8}});
    // A clique of 5 and 4 links from every later person.
    CHECK(boost::num_edges(graph.rows()) == 2 * (10 + std::uint64_t{people - 5} * 4));
    auto const found = degrees(graph);
    CHECK(*std::min_element(found.begin(), found.end()) == 4);
    for (std::uint32_t const k : {5U, 6U, 8U, 12U, 20U, 40U, 80U, 160U}) {
        double const law = 4.0 * 5.0 / (k * (k + 1.0));  // P(degree >= k), m = 4
        CAPTURE(k);
        CHECK(std::abs(share_with(found, k) / law - 1) < 0.01 + 5 / std::sqrt(law * people));
    }

    // Hubs are anywhere among the people: those of the first venue are not better connected.
    double first = 0, top = 0;
    auto const highest = *std::max_element(found.begin(), found.end());
    for (std::uint32_t person = 0; person < people / 10; ++person)
        first += found[person];
    for (std::uint32_t person = 0; person < people; ++person)
        top = found[person] == highest ? person : top;
    CHECK_THAT(first / (people / 10.0), WithinAbs(8, 0.8));
    CHECK(top > people / 1000.0);
}

TEST_CASE("Barabasi-Albert: a newcomer finds the elders in proportion to their links", "[networks][social]")
{
    // Three people and one link each: 0-1 stand, the third joins either alike; the fourth joins the middle one (two of
    // four ends) with probability 1/2, so the middle of three has 3 contacts in half of the cases.
    int stars = 0;
    for (std::uint64_t replicate = 0; replicate < 20'000; ++replicate) {
        auto const found = degrees(social("barabasi_albert", 4, {{"degree", 2}}, replicate));
        stars += *std::max_element(found.begin(), found.end()) == 3 ? 1 : 0;
    }
    CHECK(std::abs(stars / 20'000.0 - 0.5) < 5 * std::sqrt(0.25 / 20'000));
}

TEST_CASE("configuration: degrees as drawn, but for the few erased", "[networks][social]")
{
    constexpr std::uint32_t people = 20'000;
    auto const regular = degrees(social("configuration", people, {{"degree", 6}}));
    CHECK(*std::max_element(regular.begin(), regular.end()) == 6);
    // Erased: (d-1)/2 loops and (d-1)^2/4 repeats expected in all, two ends each.
    auto const ends = std::accumulate(regular.begin(), regular.end(), std::uint64_t{0});
    CHECK(static_cast<double>(6 * people - ends) < 2 * (2.5 + 6.25 + 5 * std::sqrt(8.75)));

    SocialGraph const heavy = social("configuration", people);  // Pareto, minimum 4, exponent 2.5
    CHECK(is_simple(heavy));
    auto const found = degrees(heavy);
    for (std::uint32_t const k : {5U, 8U, 12U, 20U, 40U}) {
        double const law = std::pow(4 / (k - 0.5), 2.5);
        CAPTURE(k);
        CHECK(std::abs(share_with(found, k) / law - 1) < 0.03 + 5 / std::sqrt(law * people));
    }
    auto const odd = degrees(social("configuration", 3, {{"degree", 1}}));
    CHECK(std::accumulate(odd.begin(), odd.end(), 0U) <= 2);
}

TEST_CASE("stochastic block: the share of contacts inside a venue", "[networks][social]")
{
    constexpr std::uint32_t people = 30'000;
    double const share = GENERATE(0.0, 0.4, 0.9, 1.0);
    constexpr std::uint16_t venues = 5;
    SocialGraph const graph = social("stochastic_block", people, {{"degree", 10}, {"share", share}}, 0, venues);
    auto const venue = equal_venues(people, venues);
    std::uint64_t inside = 0;
    for (std::uint32_t person = 0; person < people; ++person)
        for (std::uint32_t const contact : graph.contacts(PersonId{person}))
            inside += venue[person] == venue[contact] ? 1U : 0U;
    double const expected = share + (1 - share) / venues;
    double const all = static_cast<double>(boost::num_edges(graph.rows()));
    CAPTURE(share);
    CHECK(std::abs(mean_degree(graph) - 10) < 5 * std::sqrt(20.0 / people));
    CHECK(std::abs(static_cast<double>(inside) / all - expected) <
          5 * std::sqrt(2 * expected * (1 - expected) / all) + 1e-3);  // contacts come in pairs of directions
    CHECK_THAT(variance(degrees(graph), 10), WithinAbs(10, 0.6));
}

TEST_CASE("stochastic block: communities of any size, scattered or absent", "[networks][social]")
{
    auto const network = testing::made<SocialNetwork>("stochastic_block", {{"degree", 6}, {"share", 1}});
    // Venue 3 has two people only, venue 5 one, the rest is venue 0.
    std::vector<std::uint16_t> venue(1000, 0);
    venue[100] = venue[900] = 3;
    venue[500] = 5;
    SocialGraph const graph = network->build(1000, venue, Draws{1, 0});
    CHECK(is_simple(graph));
    CHECK(graph.degree(PersonId{500}) == 0);
    REQUIRE(graph.degree(PersonId{100}) == 1);
    CHECK(graph.contacts(PersonId{100})[0] == 900);

    SocialGraph const one = network->build(1000, {}, Draws{1, 0});
    CHECK(std::abs(mean_degree(one) - 6) < 5 * std::sqrt(12.0 / 1000));
}

TEST_CASE("degrees that cannot be are refused with the numbers", "[networks][social]")
{
    CHECK_THROWS_WITH(social("erdos_renyi", 10, {{"degree", 10}}), Contains("erdos_renyi") && Contains("10 people"));
    CHECK_THROWS_WITH(social("watts_strogatz", 100, {{"degree", 7}}), Contains("degree = 7 must be even"));
    CHECK_THROWS_AS(social("watts_strogatz", 8, {{"degree", 8}}), InputError);
    CHECK_THROWS_AS(social("barabasi_albert", 100, {{"degree", 3}}), InputError);
    CHECK_THROWS_AS(social("stochastic_block", 5, {{"degree", 6}}), InputError);
    CHECK(mean_degree(social("watts_strogatz", 9, {{"degree", 8}, {"rewiring", 1}})) == 8);  // complete: all stay
    CHECK(mean_degree(social("barabasi_albert", 5, {{"degree", 4}})) < 4);
}
