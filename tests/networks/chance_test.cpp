// The chance that builders share: kept cells are Bernoulli, orders and whole numbers uniform.

#include "networks/chance.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace stampede;

namespace {

std::vector<std::uint64_t> kept(std::uint64_t cells, double probability, std::uint64_t replicate)
{
    std::vector<std::uint64_t> all;
    DrawStream luck = Draws{1, replicate}.stream("chance test");
    for_kept_cells(cells, probability, luck, [&](std::uint64_t cell) { all.push_back(cell); });
    return all;
}

}  // namespace

TEST_CASE("every cell is kept with its probability, independently of its neighbour", "[networks][chance]")
{
    double const p = GENERATE(0.003, 0.2, 0.5, 0.97);
    constexpr std::uint64_t cells = 40;
    constexpr int replicates = 50'000;
    std::vector<int> count(cells), with_next(cells);
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        auto const found = kept(cells, p, replicate);
        REQUIRE(std::is_sorted(found.begin(), found.end()));
        for (std::size_t i = 0; i < found.size(); ++i) {
            REQUIRE(found[i] < cells);
            ++count[found[i]];
            with_next[found[i]] += i + 1 < found.size() && found[i + 1] == found[i] + 1 ? 1 : 0;
        }
    }
    double const sd = std::sqrt(p * (1 - p) / replicates);
    double const sd_pair = std::sqrt(p * p * (1 - p * p) / replicates);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        CAPTURE(p, cell);
        CHECK(std::abs(count[cell] / double{replicates} - p) < 5 * sd);
        if (cell + 1 < cells)
            CHECK(std::abs(with_next[cell] / double{replicates} - p * p) < 5 * sd_pair);
    }
}

TEST_CASE("the number of kept cells has the binomial's mean and variance", "[networks][chance]")
{
    constexpr std::uint64_t cells = 1'000'000'000'000;
    constexpr double p = 2e-10;  // 200 of a million million
    double sum = 0, squares = 0;
    constexpr int replicates = 4000;
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        auto const number = static_cast<double>(kept(cells, p, replicate).size());
        sum += number;
        squares += (number - 200) * (number - 200);
    }
    CHECK(std::abs(sum / replicates - 200) < 5 * std::sqrt(200.0 / replicates));
    CHECK(std::abs(squares / replicates / 200 - 1) < 5 * std::sqrt(2.0 / replicates));
}

TEST_CASE("cells at the ends of probability", "[networks][chance]")
{
    CHECK(kept(5, 1, 0) == std::vector<std::uint64_t>{0, 1, 2, 3, 4});
    CHECK(kept(5, 1.5, 0).size() == 5);
    CHECK(kept(1'000'000, 0, 0).empty());
    CHECK(kept(1'000'000, 1e-310, 0).empty());
    CHECK(kept(0, 0.5, 0).empty());
}

TEST_CASE("pairs and arrows are numbered without gaps", "[networks][chance]")
{
    DrawStream luck = Draws{}.stream("chance test");
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs, arrows;
    for_kept_pairs(4, 1, luck, [&](std::uint32_t a, std::uint32_t b) { pairs.emplace_back(a, b); });
    for_kept_arrows(3, 1, luck, [&](std::uint32_t a, std::uint32_t b) { arrows.emplace_back(a, b); });
    CHECK(pairs == decltype(pairs){{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}});
    CHECK(arrows == decltype(arrows){{0, 1}, {0, 2}, {1, 0}, {1, 2}, {2, 0}, {2, 1}});
    for_kept_pairs(1, 1, luck, [](std::uint32_t, std::uint32_t) { FAIL("one person makes no pair"); });
    for_kept_pairs(0, 1, luck, [](std::uint32_t, std::uint32_t) { FAIL("nobody makes no pair"); });
}

TEST_CASE("a shuffle gives every value every place, also across its blocks", "[networks][chance]")
{
    constexpr std::uint32_t size = 150;  // blocks are of 64
    constexpr int replicates = 30'000;
    std::vector<int> place_of_first(size), value_at_end(size);
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        std::vector<std::uint32_t> values(size);
        std::iota(values.begin(), values.end(), 0U);
        DrawStream luck = Draws{2, replicate}.stream("chance test");
        shuffle(values, luck);
        ++place_of_first[static_cast<std::size_t>(std::find(values.begin(), values.end(), 0U) - values.begin())];
        ++value_at_end[values.back()];
        if (replicate == 0) {
            std::sort(values.begin(), values.end());
            for (std::uint32_t i = 0; i < size; ++i)
                REQUIRE(values[i] == i);
        }
    }
    for (auto const& counts : {place_of_first, value_at_end}) {
        double chi = 0;
        for (int const count : counts)
            chi += (count - 200.0) * (count - 200.0) / 200.0;
        CHECK(std::abs(chi - 149) < 5 * std::sqrt(2 * 149.0));
    }
}
