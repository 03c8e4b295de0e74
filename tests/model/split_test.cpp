// Integer shares: exact sums, nobody above his weight, and chance only where there is a tie.

#include <catch2/catch.hpp>
#include <numeric>

#include "model/base/check.hpp"
#include "model/ledger.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

std::vector<Amount> amounts(std::vector<std::int64_t> const& values)
{
    std::vector<Amount> made;
    for (std::int64_t const value : values)
        made.emplace_back(value);
    return made;
}

std::vector<Amount> parts_of(std::int64_t total, std::vector<Amount> const& weights, std::uint64_t owner = 0)
{
    return split(Amount{total}, weights, Draws{1, 0}, "test/split", owner);
}

Amount sum_of(std::vector<Amount> const& parts)
{
    return std::accumulate(parts.begin(), parts.end(), Amount{0});
}

std::vector<Amount> any_weights(std::int64_t most)
{
    std::vector<Amount> weights;
    std::size_t const count = *whole<std::size_t>(1, 40);
    for (std::size_t i = 0; i < count; ++i)
        weights.emplace_back(*whole<std::int64_t>(0, most));
    weights.emplace_back(*whole<std::int64_t>(1, most));
    return weights;
}

}  // namespace

TEST_CASE("the largest remainders get the units that are left", "[model][split]")
{
    CHECK(parts_of(7, amounts({30, 50, 20})) == amounts({2, 4, 1}));  // 2.1, 3.5, 1.4
    CHECK(parts_of(3, amounts({30, 50, 20})) == amounts({1, 1, 1}));  // 0.9, 1.5, 0.6
    CHECK(parts_of(100, amounts({30, 50, 20})) == amounts({30, 50, 20}));
    CHECK(parts_of(0, amounts({0, 0})) == amounts({0, 0}));
    CHECK_THROWS_AS(parts_of(1, amounts({0, 0})), BrokenInvariant);
}

TEST_CASE("parts sum to the whole and stay within a unit of their share", "[model][split]")
{
    for (std::int64_t const most : {std::int64_t{5}, std::int64_t{1000}, std::int64_t{1} << 56})
        for_all("sums up to " + std::to_string(most), [&] {
            auto const weights = any_weights(most);
            std::int64_t const whole_sum = sum_of(weights).value();
            std::int64_t const total = *whole<std::int64_t>(0, whole_sum);
            auto const parts = parts_of(total, weights);
            RC_ASSERT(sum_of(parts).value() == total);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                RC_ASSERT(parts[i].value() >= 0 && parts[i] <= weights[i]);
                double const share = static_cast<double>(total) * static_cast<double>(weights[i].value()) /
                                     static_cast<double>(whole_sum);
                double const rounding = 1 + 1e-12 * share;
                RC_ASSERT(std::abs(static_cast<double>(parts[i].value()) - share) <= rounding);
            }
        });
}

TEST_CASE("more can be split than the weights hold", "[model][split]")
{
    for_all("scaled up", [] {
        auto const weights = any_weights(1000);
        std::int64_t const total = *whole<std::int64_t>(0, std::int64_t{1} << 60);
        RC_ASSERT(sum_of(parts_of(total, weights)).value() == total);
    });
}

TEST_CASE("a higher weight never gets less", "[model][split]")
{
    for_all("monotone", [] {
        auto const weights = any_weights(50);
        auto const parts = parts_of(*whole<std::int64_t>(0, sum_of(weights).value()), weights);
        for (std::size_t i = 0; i < parts.size(); ++i)
            for (std::size_t j = 0; j < parts.size(); ++j)
                RC_ASSERT(weights[i] <= weights[j] || parts[i] >= parts[j]);
    });
}

TEST_CASE("equal weights tie and a keyed draw decides, fairly", "[model][split]")
{
    // One unit for four equals: 4000 draws, each expected 1000 times, standard deviation sqrt(4000 * 3 / 16) = 27.
    auto const weights = amounts({1, 1, 1, 1});
    std::vector<int> won(4, 0);
    for (std::uint64_t owner = 0; owner < 4000; ++owner) {
        auto const parts = parts_of(1, weights, owner);
        REQUIRE(parts == parts_of(1, weights, owner));
        for (std::size_t i = 0; i < 4; ++i)
            won[i] += static_cast<int>(parts[i].value());
    }
    for (int const times : won)
        CHECK(times == Approx(1000).margin(4 * 27.4));
}
