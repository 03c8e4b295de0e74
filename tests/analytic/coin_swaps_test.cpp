// The virtual pool of an algorithmic coin against the figures of Terra's market module (M 6.3), as pure functions and
// through the engine.

#include "model/mechanisms/coin_swaps.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "model/policies/virtual_pool.hpp"
#include "tests/model/tiny_world.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using Deed = ScriptedClients::Deed;

namespace {

constexpr double blocks_per_day = 14400;

/// 18 billion of a coin with a sister token at 80 dollars, of which there are 343 million; no market. One step is so
/// many blocks of six seconds.
TinyWorld swapping(std::int64_t blocks, double base, double period)
{
    TinyWorld tiny{6 * blocks};
    InstitutionParameters& issuer = tiny.issuer("issuer", 18e9);
    issuer.kind = InstitutionKind::protocol;
    issuer.sister = "TOKEN";
    issuer.hot = Share{0};
    AssetParameters& token = tiny.declared.assets["TOKEN"];
    token.decimals = 6;
    token.price = Price{80};
    token.supply = 343e6;
    tiny.swaps.rules.base = base;
    tiny.swaps.rules.period = period;
    tiny.swaps.rules.least_spread = Share{0};
    tiny.swaps.rules.dilution = 0;
    return tiny;
}

}  // namespace

TEST_CASE("burning from equilibrium loses x / (B + x)", "[analytic][coin swaps]")
{
    auto const [x, spread] =
        GENERATE(table<double, double>({{1e6, 0.01961}, {5e6, 0.09091}, {10e6, 0.16667}, {50e6, 0.5}}));
    VirtualPool const pool{50e6, 0};
    CHECK_THAT(1 - pool.burnt(x) / x, WithinAbs(spread, 5e-6));
    CHECK_THAT(1 - pool.burnt(x) / x, WithinRel(x / (50e6 + x), 1e-12));
    validation_row(fmt::format("Terra, spread of {:.0f} M burnt at once", x / 1e6), "M 6.3", spread,
                   1 - pool.burnt(x) / x);
}

TEST_CASE("the pool keeps its product, burning and minting are each other's way back", "[analytic][coin swaps]")
{
    VirtualPool pool{50e6, 12e6};
    double const out = pool.burnt(7e6);
    pool.delta += 7e6;
    CHECK_THAT(pool.minted(out), WithinRel(7e6, 1e-12));
    CHECK_THAT(pool.spread(), WithinRel(1 - std::pow(50.0 / 69, 2), 1e-12));
}

TEST_CASE("the capacity of a pool goes with its base and the pace of its recovery", "[analytic][coin swaps]")
{
    double const may_2022 = daily_capacity(50e6, 36, blocks_per_day, 0.02);
    CHECK_THAT(may_2022 / 1e6, WithinAbs(203, 0.5));
    CHECK_THAT(daily_capacity(100e6, 18, blocks_per_day, 0.02) / may_2022, WithinRel(4.0, 1e-12));
    CHECK_THAT(daily_capacity(1e9, 1, blocks_per_day, 0.02) / may_2022, WithinRel(720.0, 1e-12));
    validation_row("Terra, burnt in a day at 2 %, millions", "M 6.3", 203, may_2022 / 1e6);
    validation_row("Terra, half-life at 36 blocks", "M 6.3", 24.6, half_life(36));
    validation_row("Terra, half-life at 18 blocks", "M 6.3", 12.1, half_life(18));
    CHECK_THAT(half_life(36), WithinAbs(24.6, 0.05));
    CHECK_THAT(half_life(18), WithinAbs(12.1, 0.05));
    CHECK_THAT(kept_after(half_life(36), 36), WithinRel(0.5, 1e-12));
}

TEST_CASE("coins burnt in one block bring tokens at the oracle's price less the spread", "[analytic][coin swaps]")
{
    auto const x = GENERATE(1e6, 5e6, 10e6, 50e6);
    TinyWorld tiny = swapping(1, 50e6, 36);
    std::size_t const ann = tiny.client("", "PAR", 100e6, "TOKEN");
    tiny.wish({0, ann, Deed::redeem, x});
    Running run = tiny.start();
    run.go();
    CHECK_THAT(run.money(ann) * 80 / x, WithinRel(1 - x / (50e6 + x), 1e-9));
    validation_row(fmt::format("Terra through the engine, spread of {:.0f} M burnt at once", x / 1e6), "M 6.3",
                   x / (50e6 + x), 1 - run.money(ann) * 80 / x);
    CHECK(run.claim(ann) == 100e6 - x);
    CHECK(run.world().ledger.supply(run.world().asset("PAR")) == coins(18e9 - x));
    CHECK_THAT(static_cast<double>(run.world().ledger.supply(run.world().asset("TOKEN")).value()) / tiny_unit,
               WithinRel(343e6 + run.money(ann), 1e-12));
    CHECK_THAT(run.world().coins.front().pool, WithinRel(x * 35 / 36, 1e-12));
    run.go(49);
    CHECK_THAT(run.world().coins.front().pool, WithinRel(x * std::pow(35.0 / 36, 50), 1e-9));
    CHECK_THAT(run.world().coins.front().redeems_at,
               WithinRel(1 - VirtualPool{50e6, run.world().coins.front().pool}.spread(), 1e-12));
}

// M 6.3: what 203 million a day do to the pool of May 2022, four times as much does to that of Proposal 1164, and 720
// times as much to that of the emergency proposal: the last coin of a block loses 2 %.
TEST_CASE("a steady flow holds the pool where its recovery takes as much", "[analytic][coin swaps]")
{
    auto const [base, period, ratio] =
        GENERATE(table<double, double, double>({{50e6, 36, 1}, {100e6, 18, 4}, {1e9, 1, 720}}));
    CAPTURE(base, period);
    double const capacity = 203.0508e6 * ratio, flow = capacity / blocks_per_day;
    TinyWorld tiny = swapping(1, base, period);
    std::size_t const ann = tiny.client("", "PAR", 1e9, "TOKEN");
    auto const steps = static_cast<std::int64_t>(20 * period);  // e^-20 is left of how it began
    for (std::int64_t step = 0; step <= steps; ++step)
        tiny.wish({step, ann, Deed::redeem, flow});
    Running run = tiny.start();
    run.go(steps);
    double const held = run.world().coins.front().pool, before = run.money(ann);
    CHECK_THAT(held + flow, WithinRel(flow * period, 1e-6));
    double const spread = VirtualPool{base, held + flow}.spread();
    CHECK_THAT(spread, WithinAbs(0.02, 1e-7));
    run.go();
    double const brought = (run.money(ann) - before) * 80 / flow;
    CHECK_THAT(brought, WithinRel(base * base / ((base + held) * (base + held + flow)), 1e-6));
    validation_row(fmt::format("Terra through the engine, spread at {:.0f} M a day, {:.0f} M and {} blocks",
                               capacity / 1e6, base / 1e6, period),
                   "M 6.3", 0.02, spread);
}

TEST_CASE("steps of sixty and of thirty seconds burn alike", "[analytic][coin swaps]")
{
    double brought[2];
    for (std::int64_t const blocks : {10, 5}) {
        TinyWorld tiny = swapping(blocks, 50e6, 36);
        std::size_t const ann = tiny.client("", "PAR", 100e6, "TOKEN");
        for (std::int64_t step = 0; step * blocks < 100; ++step)
            tiny.wish({step, ann, Deed::redeem, 1e6 * static_cast<double>(blocks)});
        Running run = tiny.start();
        run.go(100 / blocks);
        brought[blocks == 10 ? 0 : 1] = run.money(ann);
    }
    CHECK_THAT(brought[0], WithinRel(brought[1], 1e-9));
}

TEST_CASE("new tokens make each a smaller part of the same whole", "[analytic][coin swaps]")
{
    TinyWorld tiny = swapping(1, 1e9, 36);
    tiny.swaps.rules.dilution = 1;
    std::size_t const ann = tiny.client("", "PAR", 3e9, "TOKEN");
    tiny.wish({0, ann, Deed::redeem, 3e9});
    Running run = tiny.start();
    run.go(3);
    AssetId const token = run.world().asset("TOKEN");
    double const supply = static_cast<double>(run.world().ledger.supply(token).value()) / tiny_unit;
    CHECK(supply > 343e6);
    CHECK_THAT(run.world().price(token).value() * supply, WithinRel(80 * 343e6, 1e-9));
}

TEST_CASE("the oracle is late, and the least spread is always taken", "[analytic][coin swaps]")
{
    TinyWorld tiny = swapping(10, 1e12, 36);
    tiny.swaps.rules.least_spread = Share{0.005};
    tiny.swaps.rules.oracle_lag = Duration{120};
    tiny.shock("fall", "price_jump", {{"change", -0.5}, {"at", 300}}, {{"asset", "TOKEN"}});
    std::size_t const ann = tiny.client("", "PAR", 4000, "TOKEN");
    for (std::int64_t const step : {4, 5, 6, 7, 8})
        tiny.wish({step, ann, Deed::redeem, 800});
    Running run = tiny.start();
    run.go(4);
    std::vector<double> brought;
    for (int i = 0; i < 5; ++i) {
        double const before = run.money(ann);
        run.go();
        brought.push_back(run.money(ann) - before);
    }
    CHECK_THAT(brought.front(), WithinAbs(800 * 0.995 / 80, 1e-5));
    CHECK_THAT(brought[1], WithinAbs(800 * 0.995 / 80, 1e-5));  // the price has halved, the oracle has not heard
    CHECK_THAT(brought.back(), WithinAbs(800 * 0.995 / 40, 1e-5));
}

TEST_CASE("tokens buy coins back at no better than the least spread", "[analytic][coin swaps]")
{
    TinyWorld tiny = swapping(1, 50e6, 36);
    tiny.swaps.rules.least_spread = Share{0.005};
    std::size_t const ann = tiny.client("", "PAR", 100e6, "TOKEN");
    tiny.wish({0, ann, Deed::redeem, 10e6});
    tiny.wish({1, ann, Deed::mint, 1000});
    Running run = tiny.start();
    run.go();
    double const before = run.claim(ann);
    run.go();
    CHECK_THAT(run.claim(ann) - before, WithinRel(1000 * 80 * 0.995, 1e-9));
    CHECK(run.count(EventKind::coins_minted) == 1);
}
