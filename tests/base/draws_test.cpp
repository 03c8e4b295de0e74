// Keyed luck: what a draw depends on, that it is spread evenly, and that nobody changes it unnoticed.

#include "model/base/draws.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using namespace stampede;

namespace {

/// Pearson's statistic of counts that should all be alike, in standard deviations from its mean.
double chi_square_score(std::vector<std::uint64_t> const& counts)
{
    double const expected = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0})) /
                            static_cast<double>(counts.size());
    double sum = 0;
    for (std::uint64_t const count : counts)
        sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected) / expected;
    double const freedom = static_cast<double>(counts.size()) - 1;
    return (sum - freedom) / std::sqrt(2 * freedom);
}

std::vector<std::uint64_t> order_of(std::uint64_t size, Draws const& draws, Purpose purpose)
{
    Permutation const permutation{size, draws, purpose};
    std::vector<std::uint64_t> order;
    for (std::uint64_t i = 0; i < size; ++i)
        order.push_back(permutation(i));
    return order;
}

}  // namespace

TEST_CASE("the generator is Philox4x32-10", "[base][draws]")
{
    // Known answer of Random123 (kat_vectors): counter 0, key 0 -> 6627e8d5 e169c58d bc57ac4c 9b00dbd8. The key is
    // xored with the mixed purpose (SplitMix64 of 0 for a purpose of code 0), which is undone here.
    std::uint64_t const mixed_zero = 0xe220a8397b1dcdafULL;
    DrawStream stream{mixed_zero, 0, 0};
    CHECK(stream() == 0xe169c58d6627e8d5ULL);
    CHECK(stream() == 0x9b00dbd8bc57ac4cULL);
}

TEST_CASE("the n-th draw of a stream is the draw with counter n", "[base][draws]")
{
    Draws const draws{42, 7};
    for (std::uint64_t const owner : {std::uint64_t{0}, std::uint64_t{5}, ~std::uint64_t{0}}) {
        DrawStream stream = draws.stream("stream test", owner);
        for (std::uint64_t n = 0; n < 101; ++n)
            CHECK(stream() == draws.bits("stream test", owner, n));
    }
    DrawStream stream = draws.stream("stream test");
    CHECK(stream.uniform() == draws.uniform("stream test", 0, 0));
    CHECK(stream.uniform() == draws.uniform("stream test", 0, 1));
}

TEST_CASE("seed, replicate, purpose, party, owner and counter each change every draw", "[base][draws]")
{
    Draws const draws{1, 0};
    std::vector<std::vector<std::uint64_t>> families(7);
    for (std::uint64_t i = 0; i < 4096; ++i) {
        families[0].push_back(draws.bits("a", 0, i));
        families[1].push_back(draws.bits("a", i + 1, 0));
        families[2].push_back(draws.bits("b", 0, i));
        families[3].push_back(Draws(2, 0).bits("a", 0, i));
        families[4].push_back(Draws(1, 1).bits("a", 0, i));
        families[5].push_back(draws.bits(Purpose{"a"}.of("b"), 0, i));
        families[6].push_back(draws.bits(Purpose{"b"}.of("a"), 0, i));
    }
    std::set<std::uint64_t> all;
    for (auto const& family : families)
        all.insert(family.begin(), family.end());
    CHECK(all.size() == 7 * 4096);

    // Half of the 64 bits differ between families on average: sd of the mean is 4 / sqrt(4096) = 0.0625.
    for (std::size_t other = 1; other < families.size(); ++other) {
        int differing = 0;
        for (std::size_t i = 0; i < 4096; ++i)
            differing += std::popcount(families[0][i] ^ families[other][i]);
        CAPTURE(other);
        CHECK(std::abs(differing / 4096.0 - 32) < 0.3);
    }
}

TEST_CASE("draws are spread evenly over owners and over counters", "[base][draws]")
{
    Draws const draws{3, 0};
    constexpr std::uint64_t many = 1U << 18U;
    std::vector<std::uint64_t> by_owner(256), by_counter(256), by_low_bits(256), pairs(256);
    for (std::uint64_t i = 0; i < many; ++i) {
        ++by_owner[static_cast<std::size_t>(draws.uniform("even", i) * 256)];
        ++by_counter[static_cast<std::size_t>(draws.uniform("even", 1, i) * 256)];
        ++by_low_bits[draws.bits("even", i) % 256];
        auto const row = static_cast<std::size_t>(draws.uniform("even", i) * 16);
        auto const column = static_cast<std::size_t>(draws.uniform("even", i + 1) * 16);
        ++pairs[16 * row + column];
    }
    for (auto const& counts : {by_owner, by_counter, by_low_bits, pairs})
        CHECK(std::abs(chi_square_score(counts)) < 5);
}

TEST_CASE("uniform draws stay inside their ends", "[base][draws]")
{
    Draws const draws{4, 0};
    double lowest = 1, highest = 0, sum = 0;
    constexpr std::uint64_t many = 100'000;
    for (std::uint64_t i = 0; i < many; ++i) {
        double const inner = draws.inner_uniform("ends", i);
        REQUIRE((inner > 0 && inner < 1));
        double const outer = draws.uniform("ends", i);
        REQUIRE((outer >= 0 && outer < 1));
        lowest = std::min(lowest, outer);
        highest = std::max(highest, outer);
        sum += outer;
    }
    CHECK(lowest < 1e-4);
    CHECK(highest > 1 - 1e-4);
    CHECK(std::abs(sum / many - 0.5) < 5 * std::sqrt(1.0 / 12 / many));
}

TEST_CASE("a permutation names everyone once", "[base][draws]")
{
    std::vector<std::uint64_t> sizes(130);
    std::iota(sizes.begin(), sizes.end(), std::uint64_t{1});
    for (std::uint64_t const size : {255U, 256U, 257U, 1000U, 4095U, 4096U, 4097U, 65536U, 65537U, 100'000U})
        sizes.push_back(size);
    for (std::uint64_t const size : sizes) {
        std::vector<std::uint64_t> order = order_of(size, Draws{5, size}, "order");
        std::sort(order.begin(), order.end());
        std::vector<std::uint64_t> all(size);
        std::iota(all.begin(), all.end(), std::uint64_t{0});
        CAPTURE(size);
        CHECK(order == all);
    }
}

TEST_CASE("permutations of different purposes and replicates are unrelated", "[base][draws]")
{
    std::vector<std::uint64_t> const order = order_of(10'000, Draws{6, 0}, "order");
    CHECK(order == order_of(10'000, Draws{6, 0}, "order"));
    for (auto const& other : {order_of(10'000, Draws{6, 0}, "other"), order_of(10'000, Draws{6, 1}, "order"),
                              order_of(10'000, Draws{7, 0}, "order")}) {
        int same = 0;
        for (std::size_t i = 0; i < order.size(); ++i)
            same += order[i] == other[i] ? 1 : 0;
        CHECK(same < 8);  // Poisson of mean 1
    }
}

TEST_CASE("every order of a few comes up equally often", "[base][draws]")
{
    constexpr std::uint64_t replicates = 48'000;
    std::vector<std::uint64_t> orders(256);
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
        auto const order = order_of(4, Draws{8, replicate}, "few");
        ++orders[order[0] + 4 * order[1] + 16 * order[2] + 64 * order[3]];
    }
    orders.erase(std::remove(orders.begin(), orders.end(), std::uint64_t{0}), orders.end());
    CHECK(orders.size() == 24);
    CHECK(std::abs(chi_square_score(orders)) < 5);
}

TEST_CASE("two of many go to every pair of places equally often", "[base][draws]")
{
    std::uint64_t const size = GENERATE(9U, 24U, 64U, 256U, 512U, 1000U);
    std::vector<std::uint64_t> pairs(64);
    for (std::uint64_t replicate = 0; replicate < 60'000; ++replicate) {
        Permutation const order{size, Draws{9, replicate}, "pairs"};
        ++pairs[8 * (order(0) % 8) + order(1) % 8];
    }
    // Residues modulo 8 are not equally common, nor can two share a place: expected counts by enumeration.
    double score = 0;
    for (std::uint64_t a = 0; a < 8; ++a)
        for (std::uint64_t b = 0; b < 8; ++b) {
            auto const in = [size](std::uint64_t residue) { return static_cast<double>((size - residue + 7) / 8); };
            double const ways = in(a)*in(b) - (a == b ? in(a) : 0);
            double const expected = 60'000 * ways / (static_cast<double>(size) * static_cast<double>(size - 1));
            double const found = static_cast<double>(pairs[8 * a + b]);
            score += expected > 0 ? (found - expected) * (found - expected) / expected : found;
        }
    CAPTURE(size, score);
    CHECK(score < 63 + 5 * std::sqrt(2 * 63.0));
}

TEST_CASE("a party's purpose is neither the other way round nor that of another party", "[base][draws]")
{
    std::set<std::uint64_t> codes;
    for (char const* const purpose : {"a", "b", "threshold", "wealth", ""})
        for (char const* const party : {"a", "b", "threshold", "wealth", ""})
            codes.insert(Purpose{purpose}.of(party).code());
    CHECK(codes.size() == 25);
    CHECK(Purpose{"a"}.of("b").of("c").code() != Purpose{"a"}.of("c").of("b").code());
}

TEST_CASE("luck is what it was", "[base][draws]")
{
    // Golden values: a change here changes every result of every experiment.
    Draws const draws{20221108, 3};
    CHECK(draws.bits("golden", 0) == 0x363f01deeb8e1079ULL);
    CHECK(draws.bits("golden", 12345, 6) == 0x50c0b503a06b78e4ULL);
    CHECK(draws.bits(Purpose{"golden"}.of("party"), 1, 1) == 0xbc147f690c62cc09ULL);
    CHECK(order_of(8, draws, "golden") == std::vector<std::uint64_t>{4, 2, 0, 6, 7, 1, 5, 3});
}
