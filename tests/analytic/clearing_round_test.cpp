// The integer round alone: no unit is made or lost, shares are pro rata, provisions only grow.
// Source: the properties that model/graphs/clearing_round.hpp states.

#include "model/graphs/clearing_round.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "tests/analytic/integer_systems.hpp"

using namespace stampede;
using namespace stampede::cases;
using Catch::Matchers::WithinAbs;

TEST_CASE("no unit is made: what is paid is what there is", "[analytic][clearing]")
{
    double const most = GENERATE(3.0, 20.0, 1e6, 1e16);
    auto const [own, claims] = GENERATE(table<double, double>({{1, 1}, {0.7, 1}, {0.5, 0.7}, {0, 0}}));
    auto const rule = rogers_veraart(own, claims);
    int failed_ones = 0;
    int inexact = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed, most, own, claims);
        IntegerObligations const system = random_system(seed, most);
        Draws const draws{seed, 2};
        std::vector<bool> failed(system.size());
        for (std::size_t i = 0; i < failed.size(); ++i)
            failed[i] = draws.uniform("fails", i) < 0.6;
        ClearingRound const round = clearing_round(system, failed, *rule);
        Sums const all = sums(system, round);
        for (std::size_t d = 0; d < system.debts.size(); ++d) {
            REQUIRE(round.paid[d] >= Amount{0});
            REQUIRE(round.paid[d] + round.provision[d] == system.debts[d].owed);
        }
        for (std::size_t i = 0; i < system.size(); ++i) {
            REQUIRE(round.external_paid[i] >= Amount{0});
            REQUIRE(round.external_paid[i] <= system.external_owed[i]);
            if (!failed[i]) {
                REQUIRE(all.paid[i] == all.open[i]);
                continue;
            }
            // Recoveries are tenths: their products are exact in integers.
            std::int64_t const means = static_cast<std::int64_t>(own * 10 + 0.5) * system.own_assets[i].value() / 10 +
                                       static_cast<std::int64_t>(claims * 10 + 0.5) * all.received[i] / 10;
            REQUIRE(all.paid[i] <= std::min(means, all.open[i]));
            ++failed_ones;
            inexact += all.paid[i] < std::min(means, all.open[i]);
            REQUIRE(std::min(means, all.open[i]) - all.paid[i] <= 9);
        }
    }
    CAPTURE(failed_ones, inexact, most, own, claims);
    CHECK(inexact * 50 <= failed_ones);  // rests stay only where everybody is owed a few units
    if (most > 1e3)
        CHECK(inexact == 0);
}

TEST_CASE("payments are pro rata to within the units of rounding", "[analytic][clearing]")
{
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        IntegerObligations const system = random_system(seed, 1e6);
        std::vector<bool> const failed(system.size(), true);
        ClearingRound const round = clearing_round(system, failed, *eisenberg_noe());
        Sums const all = sums(system, round);
        for (std::size_t d = 0; d < system.debts.size(); ++d) {
            std::size_t const i = system.debts[d].debtor.index();
            double const part = static_cast<double>(system.debts[d].owed.value()) / static_cast<double>(all.open[i]);
            REQUIRE_THAT(static_cast<double>(round.paid[d].value()),
                         WithinAbs(part * static_cast<double>(all.paid[i]), 12));
        }
    }
}

TEST_CASE("what was written off stays written off", "[analytic][clearing]")
{
    IntegerObligations system = system_of({90, 0}, {debt(0, 1, 50)}, {50, 0});
    system.debts[0].provision = Amount{20};
    ClearingRound const round = clearing_round(system, {true, false}, *eisenberg_noe());
    CHECK(round.paid == amounts({30}));  // 80 open, 90 there: both are paid what is open
    CHECK(round.external_paid == amounts({50, 0}));
    CHECK(round.provision == amounts({20}));
    CHECK(clearing_round(system, {true, false}, *furfine(0.1)).provision == amounts({20}));  // not 5
    CHECK(clearing_round(system, {true, false}, *furfine(0.5)).provision == amounts({25}));
    system.own_assets[0] = Amount{40};
    CHECK(clearing_round(system, {true, false}, *eisenberg_noe()).paid == amounts({15}));
}

TEST_CASE("a loop without a creditor outside pays in full or what it has", "[analytic][clearing]")
{
    std::int64_t const size = GENERATE(7, 1'000'000'007, 400'000'000'000'000'003);
    IntegerObligations const closed = system_of({0, 0}, {debt(0, 1, size), debt(1, 0, size)}, {0, 0});
    CHECK(clearing_round(closed, {true, true}, *eisenberg_noe()).paid == amounts({size, size}));
    CHECK(clearing_round(closed, {true, true}, *rogers_veraart(1, 0.5)).paid == amounts({0, 0}));

    // One unit leaks out: the greatest solution is that nothing is paid, but for the units that cannot be split.
    IntegerObligations const leaking = system_of({0, 0}, {debt(0, 1, size), debt(1, 0, size)}, {1, 0});
    ClearingRound const round = clearing_round(leaking, {true, true}, *eisenberg_noe());
    CHECK(round.paid[0] <= round.paid[1]);
    CHECK(round.external_paid[0] + round.paid[0] <= round.paid[1]);
}

TEST_CASE("a round refuses what is no system", "[analytic][clearing]")
{
    IntegerObligations const good = system_of({1, 1}, {debt(0, 1, 5)}, {0, 0});
    CHECK_THROWS_AS(clearing_round(good, {true}, *eisenberg_noe()), InputError);
    IntegerObligations bad = good;
    bad.debts[0].provision = Amount{6};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, *eisenberg_noe()), InputError);
    bad = good;
    bad.debts[0].creditor = InstitutionId{0};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, *eisenberg_noe()), InputError);
    bad = good;
    bad.own_assets[0] = Amount{-1};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, *eisenberg_noe()), InputError);
    bad = good;
    bad.external_owed[0] = Amount{std::int64_t{1} << 62};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, *eisenberg_noe()), InputError);
}
