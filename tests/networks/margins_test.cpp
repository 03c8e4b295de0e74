// Reconstruction from margins: the published seven banks of Anand, Craig and von Peter (2015), p. 628, and its
// properties.

#include "networks/institutions/margins.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "model/base/check.hpp"
#include "tests/analytic/toy_networks.hpp"

using namespace stampede;
using Catch::Matchers::Contains;
using Catch::Matchers::WithinAbs;

namespace {

Margins const anand7{{7, 5, 3, 1, 3, 0, 1}, {4, 5, 5, 0, 0, 2, 4}};

Margins random_margins(std::size_t nodes, std::uint64_t replicate)
{
    DrawStream luck = Draws{3, replicate}.stream("margins test");
    Margins margins{std::vector<double>(nodes), std::vector<double>(nodes)};
    for (std::size_t i = 0; i < 3 * nodes; ++i) {  // totals of a real network, so they can be met
        auto const from = static_cast<std::size_t>(luck() % nodes);
        auto const to = (from + 1 + static_cast<std::size_t>(luck() % (nodes - 1))) % nodes;
        double const amount = 1 / (luck.uniform() + 0.01);
        margins.lent[from] += amount;
        margins.borrowed[to] += amount;
    }
    return margins;
}

void check_fits(ExposureMatrix const& exposure, Margins const& margins)
{
    double const total = std::accumulate(margins.lent.begin(), margins.lent.end(), 0.0);
    for (std::size_t i = 0; i < margins.lent.size(); ++i) {
        double column = 0;
        for (auto const& row : exposure)
            column += row[i];
        CHECK_THAT(std::accumulate(exposure[i].begin(), exposure[i].end(), 0.0),
                   WithinAbs(margins.lent[i], 1e-9 * total));
        CHECK_THAT(column, WithinAbs(margins.borrowed[i], 1e-9 * total));
        CHECK(exposure[i][i] == 0);
        for (double const entry : exposure[i])
            CHECK(entry >= 0);
    }
}

int links_in(ExposureMatrix const& exposure)
{
    int links = 0;
    for (auto const& row : exposure)
        for (double const entry : row)
            links += entry > 0 ? 1 : 0;
    return links;
}

}  // namespace

TEST_CASE("maximum entropy gives the published matrix of seven banks", "[networks][margins]")
{
    ExposureMatrix const exposure = maximum_entropy(anand7);
    check_fits(exposure, anand7);
    std::vector<double> const first{0, 2.53, 2.18, 0, 0, 0.74, 1.55};
    for (std::size_t j = 0; j < first.size(); ++j)
        CHECK_THAT(exposure[0][j], WithinAbs(first[j], 0.005));  // printed with two decimals
    int published = 0;
    for (toy::Line const& line : toy::lines("net_toy_expected.csv", "anand7")) {
        auto const lender = static_cast<std::size_t>(line.at("item")[0] - 'a');
        auto const borrower = static_cast<std::size_t>(line.at("item")[2] - 'a');
        CAPTURE(line.at("item"));
        CHECK_THAT(exposure[lender][borrower], WithinAbs(std::stod(line.at("value")), 0.0051));
        ++published;
    }
    CHECK(published > 20);
}

TEST_CASE("maximum entropy is a product of row and column factors", "[networks][margins]")
{
    // Off the diagonal x_ij x_kl = x_il x_kj, which with the margins determines the maximum.
    auto const margins = random_margins(12, 0);
    ExposureMatrix const x = maximum_entropy(margins);
    check_fits(x, margins);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 3; k < 6; ++k)
            for (std::size_t j = 6; j < 9; ++j)
                for (std::size_t l = 9; l < 12; ++l)
                    CHECK_THAT(x[i][j] * x[k][l], Catch::Matchers::WithinRel(x[i][l] * x[k][j], 1e-9));
}

TEST_CASE("minimum density fits the margins on few links", "[networks][margins]")
{
    // The published solutions of the seven banks have 9 links; a tree over 6 lenders and 5 borrowers has 10.
    ExposureMatrix const sparse = minimum_density(anand7, Draws{1, 0});
    check_fits(sparse, anand7);
    CHECK(links_in(sparse) <= 9);

    for (std::uint64_t replicate = 0; replicate < 20; ++replicate) {
        std::size_t const nodes = 5 + 5 * replicate;
        auto const margins = random_margins(nodes, replicate);
        ExposureMatrix const exposure = minimum_density(margins, Draws{1, replicate});
        CAPTURE(nodes);
        check_fits(exposure, margins);
        CHECK(links_in(exposure) <= static_cast<int>(2 * nodes) + 1);
        CHECK(exposure == minimum_density(margins, Draws{1, replicate}));
    }
}

TEST_CASE("minimum density when one bank is left with itself", "[networks][margins]")
{
    // The largest lends 6 and borrows 6 of 12: everything must pass through it, whoever is served first.
    Margins const hub{{6, 2, 2, 2}, {6, 2, 2, 2}};
    ExposureMatrix const exposure = minimum_density(hub, Draws{1, 0});
    check_fits(exposure, hub);
    CHECK(links_in(exposure) == 6);
    // Two by two: a ring or two pairs.
    Margins const even{{1, 1, 1, 1}, {1, 1, 1, 1}};
    ExposureMatrix const pairs = minimum_density(even, Draws{1, 0});
    check_fits(pairs, even);
    CHECK(links_in(pairs) == 4);
}

TEST_CASE("margins that no network has are refused", "[networks][margins]")
{
    CHECK_THROWS_WITH(maximum_entropy({{1, 2}, {1, 1}}), Contains("all lent = 3") && Contains("all borrowed = 2"));
    CHECK_THROWS_WITH(maximum_entropy({{1, -2}, {1, -2}}), Contains("institution 1"));
    CHECK_THROWS_WITH(minimum_density({{5, 1}, {5, 1}}, Draws{}), Contains("institution 0"));
    CHECK_THROWS_AS(maximum_entropy({{1}, {1, 0}}), InputError);
    CHECK(links_in(maximum_entropy({{0, 0}, {0, 0}})) == 0);
    CHECK(links_in(minimum_density({{}, {}}, Draws{})) == 0);
}
