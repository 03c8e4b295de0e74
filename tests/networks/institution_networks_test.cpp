// Each kind of institution graph against the law it is named for.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "model/base/check.hpp"
#include "tests/networks/structure.hpp"

using namespace stampede;
using namespace stampede::structure;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinRel;

namespace {

std::vector<int> debtors_of_each(std::vector<Link> const& links, std::uint32_t nodes)
{
    std::vector<int> count(nodes);
    for (Link const& link : links)
        ++count[link.creditor];
    return count;
}

bool has(std::vector<Link> const& links, std::uint32_t creditor, std::uint32_t debtor)
{
    return std::any_of(links.begin(), links.end(),
                       [&](Link const& link) { return link.creditor == creditor && link.debtor == debtor; });
}

std::string margins_json(std::uint32_t nodes)
{
    std::string all;
    for (std::uint32_t i = 0; i < nodes; ++i)
        all += (i == 0 ? "" : ",") + std::to_string(1 + i % 3);
    return "{\"lent\": [" + all + "], \"borrowed\": [" + all + "]}";
}

}  // namespace

TEST_CASE("every kind gives proper links that repeat with their luck", "[networks][institutions]")
{
    for (auto const& entry : roster<InstitutionNetwork>().entries()) {
        CAPTURE(entry.name);
        std::string const json = entry.name == "from_margins" ? margins_json(40) : "{}";
        auto const made = links(entry.name, 40, json);
        CHECK(made.empty() == (entry.name == "none"));
        CHECK(is_proper(made, 40));
        CHECK(digest(made) == digest(links(entry.name, 40, json)));
        if (entry.name != "from_margins" && entry.name != "core_periphery")
            CHECK(links(entry.name, 1).empty());
    }
    for (char const* const kind : {"core_periphery", "erdos_renyi", "barabasi_albert", "configuration"})
        CHECK(digest(links(kind, 40)) != digest(links(kind, 40, "{}", 1)));
}

TEST_CASE("a star has the first institution in every link", "[networks][institutions]")
{
    auto const both = links("star", 5);
    CHECK(both.size() == 8);
    auto const borrowing = links("star", 5, R"({"centre": "borrows", "size": 7})");
    REQUIRE(borrowing.size() == 4);
    for (std::uint32_t other = 1; other < 5; ++other) {
        CHECK(has(both, 0, other));
        CHECK(has(both, other, 0));
        CHECK(has(borrowing, other, 0));
        CHECK(borrowing[other - 1].weight == 7);
    }
    auto const lending = links("star", 5, R"({"centre": "lends"})");
    CHECK(lending.size() == 4);
    CHECK(has(lending, 0, 4));
}

TEST_CASE("a core deals with everyone, the periphery with the core", "[networks][institutions]")
{
    // The pure tiering of Craig and von Peter (2014).
    auto const tiers = links("core_periphery", 60, R"({"core": 6, "within_core": 1, "across": 0.5})");
    int within = 0, up = 0, down = 0;
    for (Link const& link : tiers) {
        within += link.creditor < 6 && link.debtor < 6 ? 1 : 0;
        up += link.creditor < 6 && link.debtor >= 6 ? 1 : 0;
        down += link.creditor >= 6 && link.debtor < 6 ? 1 : 0;
        CHECK((link.creditor < 6 || link.debtor < 6));
    }
    CHECK(within == 30);
    double const sd = std::sqrt(324 * 0.25);
    CHECK(std::abs(up - 162) < 5 * sd);
    CHECK(std::abs(down - 162) < 5 * sd);

    CHECK(links("core_periphery", 10, R"({"core": 10, "within_core": 1})").size() == 90);
    CHECK(links("core_periphery", 10, R"({"core": 0, "within_periphery": 1})").size() == 90);
    CHECK(links("core_periphery", 10, R"({"core": 4, "within_periphery": 1, "across": 1})").size() == 90);
    CHECK_THROWS_WITH(links("core_periphery", 2), Contains("core = 3"));
}

TEST_CASE("Erdos-Renyi links are Poisson for either side", "[networks][institutions]")
{
    constexpr std::uint32_t nodes = 3000;
    auto const made = links("erdos_renyi", nodes, R"({"degree": 4})");
    double const mean = static_cast<double>(made.size()) / nodes;
    CHECK(std::abs(mean - 4) < 5 * std::sqrt(4.0 / nodes));
    auto const out = debtors_of_each(made, nodes);
    double squares = 0;
    for (int const number : out)
        squares += (number - 4.0) * (number - 4.0);
    CHECK(std::abs(squares / nodes / 4 - 1) < 5 * std::sqrt(2.25 / nodes));
    CHECK(links("erdos_renyi", 4, R"({"degree": 3})").size() == 12);
    CHECK_THROWS_AS(links("erdos_renyi", 4, R"({"degree": 3.5})"), InputError);
}

TEST_CASE("Barabasi-Albert links: the first are hubs, either side lends", "[networks][institutions]")
{
    constexpr std::uint32_t nodes = 2000;
    auto const made = links("barabasi_albert", nodes, R"({"links": 3})");
    CHECK(made.size() == 6 + (nodes - 4) * 3);
    std::vector<int> partners(nodes);
    int newcomer_lends = 0;
    for (Link const& link : made) {
        ++partners[link.creditor];
        ++partners[link.debtor];
        newcomer_lends += link.creditor > link.debtor ? 1 : 0;
    }
    double const count = static_cast<double>(made.size());
    CHECK(std::abs(newcomer_lends / count - 0.5) < 5 * std::sqrt(0.25 / count));
    double const first = std::accumulate(partners.begin(), partners.begin() + 20, 0.0) / 20;
    CHECK(first > 40);  // a node's degree grows as m sqrt(t / age): about 3 sqrt(2000 / 10) for the tenth
    CHECK_THROWS_AS(links("barabasi_albert", 3, R"({"links": 3})"), InputError);
}

TEST_CASE("configuration links keep the drawn numbers of debtors", "[networks][institutions]")
{
    constexpr std::uint32_t nodes = 2000;
    auto const made = links("configuration", nodes, R"({"debtors": 3, "creditors": 3})");
    CHECK(made.size() <= 3 * nodes);
    CHECK(made.size() > 3 * nodes - 40);  // erased: about 3 loops and 3 repeats
    auto const out = debtors_of_each(made, nodes);
    CHECK(*std::max_element(out.begin(), out.end()) == 3);
    auto const short_side = links("configuration", nodes, R"({"debtors": 3, "creditors": 1})");
    CHECK(short_side.size() <= nodes);
    CHECK(short_side.size() > nodes - 20);
}

TEST_CASE("sizes are drawn for links, or for creditors and spread evenly", "[networks][institutions]")
{
    auto const by_link =
        links("erdos_renyi", 200, R"({"degree": 5, "size": {"kind": "uniform", "low": 10, "high": 20}})");
    for (Link const& link : by_link)
        REQUIRE((link.weight >= 10 && link.weight <= 20));
    CHECK(by_link[0].weight != by_link[1].weight);

    auto const by_creditor = links("erdos_renyi", 200, R"({"degree": 5, "size": 60, "size_of": "creditor"})");
    std::vector<double> lent(200);
    for (Link const& link : by_creditor)
        lent[link.creditor] += link.weight;
    auto const out = debtors_of_each(by_creditor, 200);
    for (std::uint32_t i = 0; i < 200; ++i) {
        CAPTURE(i, out[i]);
        if (out[i] > 0)
            CHECK_THAT(lent[i], WithinRel(60.0, 1e-12));
    }
}

TEST_CASE("links from margins are those of the chosen matrix", "[networks][institutions]")
{
    std::string const anand = R"("lent": [7,5,3,1,3,0,1], "borrowed": [4,5,5,0,0,2,4])";
    CHECK(links("from_margins", 7, "{" + anand + "}").size() == 26);
    CHECK(links("from_margins", 7, "{" + anand + R"(, "method": "minimum_density"})").size() < 12);
    CHECK_THROWS_WITH(links("from_margins", 6, "{" + anand + "}"), Contains("6 institutions") && Contains("7 totals"));
    CHECK_THROWS_AS(links("from_margins", 2, R"({"lent": [1, 2], "borrowed": [1, 1]})"), InputError);
}
