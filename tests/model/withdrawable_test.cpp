// How much of a claim may leave while it stands behind open positions.

#include <catch2/catch.hpp>

#include "model/cross_standing.hpp"
#include "tests/model/cross_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;

TEST_CASE("collateral leaves only as far as the margin of open positions stays", "[model][cross]")
{
    CrossWorld world;
    long_on_coins(world, 3);
    world.starts();
    AccountId const coins = world.account().collateral.front().account;
    // Ten coins at 100 need a hundredth; 0.9 of a coin counts, and 270 of them are there.
    CHECK_THAT(static_cast<double>(withdrawable(world.tiny.world(), coins).value()) * 1e-6,
               WithinAbs((270 - 10) / 90.0, 1e-5));
    world.jump("COIN", 0.8);  // 216 count, 200 are lost, 8 are needed
    CHECK_THAT(static_cast<double>(withdrawable(world.tiny.world(), coins).value()) * 1e-6,
               WithinAbs((216 - 200 - 8) / 72.0, 1e-5));
    CHECK(world.size(0) == 10);
}

TEST_CASE("collateral without positions leaves like any claim", "[model][cross]")
{
    CrossWorld world;
    world.held = {{"COIN-PERP", 0, 100}};
    world.coins = 3;
    world.starts();
    AccountId const coins = world.account().collateral.front().account;
    CHECK(withdrawable(world.tiny.world(), coins) == Amount{3'000'000});
    CHECK(withdrawable(world.tiny.world(), world.account().money) == Amount{0});
}
