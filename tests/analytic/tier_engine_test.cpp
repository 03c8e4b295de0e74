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

/// A market of coins at 1 with a published ladder, so that sizes are notionals. @param any_leverage  none is refused
PerpVenue ladder_of(Json const& tiers, bool any_leverage)
{
    Json from, rate, leverage;
    for (Json const& tier : tiers) {
        from.push_back(tier.at("min_notional"));
        rate.push_back(tier.at("maintenance_rate"));
        leverage.push_back(any_leverage ? Json(1000) : tier.at("max_leverage"));
    }
    PerpVenue venue{.price = 1};
    venue.tiers = {{"from", from}, {"rate", rate}, {"leverage", leverage}};
    return venue;
}

/// Whether a position of this notional stands with so much margin.
bool stands(PerpVenue const& venue, double notional, double margin)
{
    Json world = leverage_world(venue, 8);
    add_holder(world, "holder", notional, 1, margin);
    Configured run{world};
    run.go(1);
    LeverageView const seen{run};
    double const left = seen.size("holder");
    CHECK((left == 0 || std::abs(left - notional) < 1e-7));
    return left != 0;
}

}  // namespace

TEST_CASE("positions stand on a hair more than the maintenance of their tier, and fall on a hair less",
          "[analytic][leverage][margin]")
{
    for (Json const& ladder : cases::all("maintenance_margin_tiers.json"))
        for (Json const& probe : ladder.at("probes")) {
            double const notional = probe.at("notional"), kept = probe.at("maintenance_margin");
            CAPTURE(notional);
            if (!(kept > 0))
                continue;                                       // nobody can hold nothing
            double const hair = std::max(2.5e-8, 1e-9 * kept);  // units of 1e-8
            CHECK(stands(ladder_of(ladder.at("tiers"), true), notional, kept + hair));
            CHECK_FALSE(stands(ladder_of(ladder.at("tiers"), true), notional, kept - hair));
            validation_row(fmt::format("maintenance through the engine, notional {:.8g}", notional), "freqtrade",
                           fmt::format("{:.10g} +- {:.0e}", kept, hair), "there");
        }
}

TEST_CASE("who asks for any leverage is born with the largest of his tier", "[analytic][leverage][margin]")
{
    for (Json const& ladder : cases::all("maintenance_margin_tiers.json"))
        for (Json const& probe : ladder.at("probes")) {
            double const notional = probe.at("notional");
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
