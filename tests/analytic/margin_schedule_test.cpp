// Maintenance margin is the integral of a marginal rate: continuous at every edge, equal to every venue's table.

#include "model/margin_schedule.hpp"

#include "model/base/check.hpp"
#include "tests/analytic/case_file.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

MarginSchedule schedule_of(cases::Json const& tiers)
{
    std::vector<MarginTier> all;
    for (auto const& tier : tiers)
        all.push_back({tier.at("min_notional"), tier.at("maintenance_rate"), tier.at("max_leverage")});
    return MarginSchedule{all};
}

}  // namespace

TEST_CASE("published ladders: deductions, margins and leverage at the probes", "[analytic][margin]")
{
    for (auto const& ladder : cases::all("maintenance_margin_tiers.json")) {
        MarginSchedule const schedule = schedule_of(ladder.at("tiers"));
        for (std::size_t tier = 0; tier < schedule.tiers().size(); ++tier)
            CHECK_THAT(schedule.deduction_of(tier),
                       WithinAbs(ladder.at("tiers").at(tier).at("maintenance_amount").get<double>(), 1e-9));
        for (auto const& probe : ladder.at("probes")) {
            double const notional = probe.at("notional");
            CAPTURE(notional);
            CHECK_THAT(schedule.maintenance(notional), WithinAbs(probe.at("maintenance_margin").get<double>(), 1e-9));
            CHECK(schedule.rate(notional) == probe.at("maintenance_rate").get<double>());
            CHECK(schedule.max_leverage(notional) == probe.at("max_leverage").get<double>());
        }
    }
}

// Binance BTCUSDT, March 2021, as kept in a public gist; M 1.1.
TEST_CASE("the deductions of Binance BTCUSDT of March 2021", "[analytic][margin]")
{
    MarginSchedule const schedule{{{0, 0.004, 125},
                                   {50e3, 0.005, 100},
                                   {250e3, 0.01, 50},
                                   {1e6, 0.025, 20},
                                   {10e6, 0.05, 10},
                                   {20e6, 0.1, 5},
                                   {50e6, 0.125, 4},
                                   {100e6, 0.15, 3},
                                   {200e6, 0.25, 2},
                                   {300e6, 0.5, 1}}};
    double const expected[] = {0, 50, 1300, 16300, 266300, 1266300, 2516300, 5016300, 25016300, 100016300};
    for (std::size_t tier = 0; tier < std::size(expected); ++tier)
        CHECK_THAT(schedule.deduction_of(tier), WithinAbs(expected[tier], 1e-6));
}

// COIN-M: floor 50 BTC, 5 % against 2.5 %, deduction before 0.56: 1.81 BTC; M 1.1.
TEST_CASE("a deduction in coins", "[analytic][margin]")
{
    double const second = 0.56 / (0.025 - 0.004);  // where a tier of 2.5 % has the deduction 0.56
    MarginSchedule const schedule{{{0, 0.004, 125}, {second, 0.025, 20}, {50, 0.05, 10}}};
    CHECK_THAT(schedule.deduction_of(1), WithinAbs(0.56, 1e-12));
    CHECK_THAT(schedule.deduction_of(2), WithinAbs(1.81, 1e-12));
}

TEST_CASE("margin is continuous and convex in the notional", "[analytic][margin]")
{
    MarginSchedule const schedule{{{0, 0.01, 100}, {1000, 0.02, 50}, {5000, 0.1, 10}}};
    for (double const edge : {1000.0, 5000.0})
        CHECK_THAT(schedule.maintenance(edge), WithinRel(schedule.maintenance(edge * (1 - 1e-13)), 1e-12));
    for (double notional = 0; notional < 9000; notional += 100)
        CHECK(schedule.maintenance(notional + 200) - schedule.maintenance(notional + 100) >=
              schedule.maintenance(notional + 100) - schedule.maintenance(notional) - 1e-9);
}

TEST_CASE("a schedule that makes no sense is refused", "[analytic][margin]")
{
    CHECK_THROWS_AS((MarginSchedule{{{1, 0.01, 100}}}), InputError);
    CHECK_THROWS_AS((MarginSchedule{{{0, 1.0, 1}}}), InputError);
    CHECK_THROWS_AS((MarginSchedule{{{0, 0.02, 50}, {100, 0.01, 100}}}), InputError);
    CHECK_THROWS_AS((MarginSchedule{{{0, 0.01, 50}, {0, 0.02, 100}}}), InputError);
    CHECK_THROWS_AS((MarginSchedule{{{0, 0.01, 0.5}}}), InputError);
    CHECK_THROWS_AS(MarginSchedule{std::vector<MarginTier>{}}, InputError);
}
