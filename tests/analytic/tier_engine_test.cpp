// Published ladders of maintenance margin and leverage through the whole engine, by configuration alone. The same as
// pure functions: margin_schedule_test.cpp.

#include <fmt/format.h>

#include "tests/analytic/case_file.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using Json = nlohmann::json;

namespace {

/// Coins of the settlement asset for one of a table, so that its 8 decimals tell the stated tolerance of 1e-9 well.
constexpr double finer = 100;

/// A market of coins at 1 with a published ladder in finer money, so that sizes are notionals.
/// @param any_leverage  none is refused
PerpVenue ladder_of(Json const& tiers, bool any_leverage)
{
    Json from, rate, leverage;
    for (Json const& tier : tiers) {
        from.push_back(finer * tier.at("min_notional").get<double>());
        rate.push_back(tier.at("maintenance_rate"));
        leverage.push_back(any_leverage ? Json(1000) : tier.at("max_leverage"));
    }
    PerpVenue venue{.price = 1};
    venue.tiers = {{"from", from}, {"rate", rate}, {"leverage", leverage}};
    return venue;
}

/// Whether a position of this notional stands with so much margin, both in the settlement asset.
bool stands(PerpVenue const& venue, double notional, double margin)
{
    Json world = leverage_world(venue, 8);
    double const size = venue.inverse ? notional * venue.price : notional / venue.price;
    add_holder(world, "holder", size, venue.price, margin);
    Configured run{world};
    run.go(1);
    LeverageView const seen{run};
    double const left = seen.size("holder");
    CHECK((left == 0 || std::abs(left - size) < 1e-7));
    return left != 0;
}

/// A position of this notional needs just the maintenance that a venue states.
void check_kept(PerpVenue const& venue, double notional, double kept, double hair)
{
    CAPTURE(notional, kept, hair);
    CHECK(stands(venue, notional, kept + hair));
    CHECK_FALSE(stands(venue, notional, kept - hair));
}

}  // namespace

TEST_CASE("positions stand on a hair more than the maintenance of their tier, and fall on a hair less",
          "[analytic][leverage][margin]")
{
    for (Json const& ladder : cases::all("maintenance_margin_tiers.json"))
        for (Json const& probe : ladder.at("probes")) {
            double const notional = probe.at("notional"), kept = probe.at("maintenance_margin");
            if (!(kept > 0))
                continue;  // nobody can hold nothing
            // From 8 million on the last digits of a double are larger than the stated tolerance.
            double const hair = std::max(1e-9, kept < 8e6 ? 0 : 1e-15 * kept);
            check_kept(ladder_of(ladder.at("tiers"), true), finer * notional, finer * kept, finer * hair);
            validation_row(fmt::format("maintenance through the engine, notional {:.8g}", notional), "freqtrade",
                           fmt::format("{:.10g} +- {:.1e}", kept, hair), "there");
        }
}

TEST_CASE("who asks for any leverage is born with the largest of his tier", "[analytic][leverage][margin]")
{
    for (Json const& ladder : cases::all("maintenance_margin_tiers.json"))
        for (Json const& probe : ladder.at("probes")) {
            double const notional = finer * probe.at("notional").get<double>();
            CAPTURE(notional);
            if (!(notional > 0))
                continue;
            Json world = leverage_world(ladder_of(ladder.at("tiers"), false), 8);
            add_holder(world, "holder", notional, 1, notional / 1000);
            Configured run{world};
            LeverageView const seen{run};
            Position const held = seen.of("holder");
            double const leverage = static_cast<double>(held.cost.value()) / static_cast<double>(held.margin.value());
            CHECK_THAT(leverage, WithinRel(probe.at("max_leverage").get<double>(), 1e-6));
        }
}

// Binance BTCUSDT, March 2021, as kept in a public gist: rate and deduction of each tier as printed, held in the middle
// and at the end of it; M 1.1.
TEST_CASE("the engine keeps the margins of Binance BTCUSDT of March 2021", "[analytic][leverage][margin]")
{
    struct Tier {
        double to, rate, deduction;
    };
    std::vector<Tier> const printed = {{50e3, 0.004, 0},        {250e3, 0.005, 50},     {1e6, 0.01, 1300},
                                       {10e6, 0.025, 16300},    {20e6, 0.05, 266300},   {50e6, 0.1, 1266300},
                                       {100e6, 0.125, 2516300}, {200e6, 0.15, 5016300}, {300e6, 0.25, 25016300},
                                       {500e6, 0.5, 100016300}};
    PerpVenue venue{.price = 1};
    venue.tiers = {{"from", {0}}, {"rate", Json::array()}, {"leverage", Json::array()}};
    for (Tier const& tier : printed) {
        venue.tiers["rate"].push_back(tier.rate);
        venue.tiers["leverage"].push_back(1000);
        if (&tier != &printed.back())
            venue.tiers["from"].push_back(tier.to);
    }
    double from = 0;
    for (Tier const& tier : printed) {
        for (double const notional : {(from + tier.to) / 2, tier.to}) {
            double const kept = notional * tier.rate - tier.deduction;
            check_kept(venue, notional, kept, 1e-9 * kept);
        }
        validation_row(fmt::format("maintenance through the engine, Binance 2021 up to {:.0f}", tier.to), "M 1.1",
                       fmt::format("{:.10g} +- 1e-9 of it", tier.to * tier.rate - tier.deduction), "there");
        from = tier.to;
    }
}

// COIN-M: from 50 BTC 5 % against 2.5 %, whose deduction is 0.56: 1.81 BTC; M 1.1. Notionals are in coins, here in
// finer ones.
TEST_CASE("the engine keeps a margin with a deduction in coins", "[analytic][leverage][margin]")
{
    double const second = 0.56 / (0.025 - 0.004);  // where a tier of 2.5 % has the deduction 0.56
    PerpVenue venue{.price = 50000 / finer, .inverse = true, .depth = 1e8};
    venue.tiers = {
        {"from", {0, finer * second, finer * 50}}, {"rate", {0.004, 0.025, 0.05}}, {"leverage", {1000, 1000, 1000}}};
    auto const check = [&](double coins, double kept) {
        check_kept(venue, finer * coins, finer * kept, finer * 1e-9);
        validation_row(fmt::format("maintenance through the engine, COIN-M, {} BTC", coins), "M 1.1",
                       fmt::format("{:.10g} +- 1e-9", kept), "there");
    };
    check(40, 40 * 0.025 - 0.56);
    check(50, 50 * 0.05 - 1.81);
    check(60, 60 * 0.05 - 1.81);
}
