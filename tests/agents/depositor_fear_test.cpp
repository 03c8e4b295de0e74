// What a depositor carries from look to look in a whole world: fear, trust, a threshold and how often he looks, against
// hand calculation.

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/support/column_store.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

namespace {

/// Depositors with one dollar each at a venue that has it all, and of whom nobody is ever frightened.
Json calm_world(double days, int step_seconds, std::int64_t people)
{
    Json world = dollar_world(days);
    world["step_seconds"] = step_seconds;
    world["institutions"]["Venue"] = Json::object();
    world["agents"]["people"] = {{"kind", "retail_user"}, {"count", people},         {"venue", "Venue"},
                                 {"coins", {{"USD", 1}}}, {"panic_threshold", 20.0}, {"balance", 1000}};
    return world;
}

/// A column of the people, with the looks of sleepers made up for.
template <class T>
T of_row(Configured& run, std::string const& column, std::size_t row = 0)
{
    return saved(run.simulation()).value<T>("agents people/" + column, row);
}

double logistic_of(double z)
{
    return 1 / (1 + std::exp(-z));
}

/// Four standard deviations of the share of n people who are drawn with chance p.
double four_deviations(double p, double n)
{
    return 4 * std::sqrt(p * (1 - p) / n);
}

}  // namespace

// A gate that stays shut lifts the risk from r0 to r1. However often he looks, at a look t after the last one before
// it his fear is r1 + (r0 - r1) exp(-t / tau).
TEST_CASE("fear follows risk with its time constant, whenever somebody looks", "[agents][run]")
{
    auto const [mode, trust] = GENERATE(table<std::string, double>({
        {"every_step", 1.0},
        {"poisson", 0.9},  // awake, because his trust mends
        {"poisson", 1.0},  // may sleep
    }));
    CAPTURE(mode, trust);
    constexpr double tau = 10 * 3600, b0 = -2, b_gate = 1.5;
    constexpr int step = 600;
    Json world = calm_world(4, step, 1);
    Json& person = world["agents"]["people"];
    person["attention"] = {{"mode", mode}, {"per_day", 20}, {"size_exponent", 0}, {"dormant", 0}, {"alarm_factor", 0}};
    person["fear_memory"] = tau;
    person["trust"] = trust;
    person["rule"] = {{"kind", "logistic"}, {"b0", b0}, {"b_gate", b_gate}, {"b_trust", 0}};
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "1d"}, {"venue", "Venue"}, {"duration", "30d"}};
    double const r0 = logistic_of(b0), r1 = logistic_of(b0 + b_gate);

    Configured run{world};
    run.go(144);  // all before the gate
    CHECK_THAT(of_row<double>(run, "fear"), WithinAbs(r0, 1e-12));
    auto const before = of_row<std::int32_t>(run, "last_look");
    std::int32_t last = before;
    int looks = 0;
    while (!run.simulation().done()) {
        run.go(1);
        auto const now = of_row<std::int32_t>(run, "last_look");
        looks += now != last ? 1 : 0;
        last = now;
        double const elapsed = now < 144 ? 0 : static_cast<double>(now - before) * step;
        CHECK_THAT(of_row<double>(run, "fear"), WithinAbs(r1 + (r0 - r1) * std::exp(-elapsed / tau), 1e-12));
    }
    CHECK(looks >= 20);
    CHECK(run.gone("Venue") == 0);
}

// Trust is kept in 32 bits: each look rounds it by at most 2^-25.
TEST_CASE("trust falls with a refusal and with a promise that was not kept, and mends", "[agents][run]")
{
    auto const how = GENERATE(as<std::string>{}, "refusal", "promise");
    CAPTURE(how);
    constexpr int step = 6 * 3600;
    constexpr double recovery = 9 * 86400.0, at_first = 0.8, lost = 0.3;
    Json world = calm_world(10, step, 1);
    Json& person = world["agents"]["people"];
    person["attention"] = {{"mode", "every_step"}};
    person["trust"] = at_first;
    person["trust_lost"] = lost;
    person["trust_recovery"] = recovery;
    if (how == "refusal") {  // he needs his money, and there is none
        world["institutions"]["Venue"] = {{"hot", 0},
                                          {"cold", 0},
                                          {"grace", 0},
                                          {"placements", {{"loan", {{"share", 1}, {"time_to_cash", "900d"}}}}}};
        world["mechanisms"]["withdrawals"]["normal_delay"] = "1d";
        person["impatient"] = 1;
        person["impatient_at"] = "1d";
    }
    else
        world["shocks"] = {
            {"leak", {{"kind", "news"}, {"at", "1d"}, {"venue", "Venue"}, {"level", "leak"}}},
            {"words", {{"kind", "announcement"}, {"at", "2d"}, {"venue", "Venue"}, {"credibility", 0.5}}},
            {"gate", {{"kind", "gate"}, {"at", "3d"}, {"venue", "Venue"}}}};

    EventKind const blow = how == "refusal" ? EventKind::withdrawal_refused : EventKind::gate_closed;
    Configured run{world};
    double start = at_first, elapsed = 0;
    int blows = 0;
    for (int looks = 0; !run.simulation().done(); ++looks) {
        run.go(1);
        double expected = 1 - (1 - start) * std::exp(-elapsed / recovery);
        if (run.count(blow) > blows) {  // at the end of the step, after the look
            ++blows;
            expected *= 1 - lost;
            start = expected;
            elapsed = 0;
        }
        elapsed += step;
        CAPTURE(looks, blows);
        CHECK_THAT(static_cast<double>(of_row<float>(run, "trust")), WithinAbs(expected, (looks + 2) * 0x1p-25));
    }
    CHECK(blows == 1);
}

// Log-odds of thresholds are normal; whoever would run at birth has a threshold just above the risk of a calm day.
TEST_CASE("nobody runs at birth, and only those who would have are calmed", "[agents][run]")
{
    constexpr std::int64_t people = 20'000;
    constexpr double b0 = -1, b_trust = 0.5, mean = 0, sd = 2;  // coverage is 1
    Json world = calm_world(1, 3600, people);
    Json& crowd = world["agents"]["people"];
    crowd["panic_threshold"] = {{"kind", "normal"}, {"mean", mean}, {"sd", sd}};
    crowd["rule"] = {{"kind", "logistic"}, {"b0", b0}, {"b_trust", b_trust}};
    crowd["attention"] = {{"mode", "every_step"}};
    Configured run{world};
    run.go(1);
    ColumnStore const columns = saved(run.simulation());
    double const least = logistic_of(b0 - b_trust) * 1.0001;
    int raised = 0, lowered = 0;
    for (std::size_t row = 0; row < people; ++row) {
        auto const threshold = columns.value<double>("agents people/panic_threshold", row);
        raised += std::abs(threshold - least) < 1e-12 ? 1 : 0;
        lowered += threshold < least - 1e-12 ? 1 : 0;
    }
    double const expected = std::erfc((mean - std::log(least / (1 - least))) / sd / std::sqrt(2.0)) / 2;
    CHECK_THAT(raised / double{people}, WithinAbs(expected, four_deviations(expected, people)));
    CHECK(lowered == 0);
    run.finish();
    CHECK(run.gone("Venue") == 0);
}

// 0.4 (w / 5000)^-0.2 of accounts are dormant, the others look 3 (w / 5000)^0.3 times a day, 1 to 10 times. Rates are
// kept in units of 1/65536 a day.
TEST_CASE("larger accounts look more often, and fewer of them are dormant", "[agents][run]")
{
    auto const [usd, share, per_day] = GENERATE(table<double, double, double>({
        {5000, 0.4, 3.0},
        {160'000, 0.2, 3 * std::pow(2, 1.5)},       // 32 times
        {5000.0 / 32, 0.8, 3 * std::pow(2, -1.5)},  // 1/32
        {5000.0 / 1024, 0.95, 1.0},                 // 1.6 and 0.375 without the bounds
        {5000.0 * 1024, 0.1, 10.0},                 // 24 without the bound
    }));
    CAPTURE(usd, share);
    constexpr std::int64_t people = 20'000;
    Json world = calm_world(1, 3600, people);
    Json& crowd = world["agents"]["people"];
    crowd["balance"] = usd;
    crowd["attention"] = {
        {"per_day", 3},  {"size_exponent", 0.3}, {"reference_usd", 5000},   {"lowest", 1},
        {"highest", 10}, {"dormant", 0.4},       {"dormant_exponent", 0.2}, {"dormant_per_day", 0.05}};
    Configured run{world};
    ColumnStore const columns = saved(run.simulation());
    int dormant = 0, awake = 0;
    for (std::size_t row = 0; row < people; ++row) {
        double const rate = columns.value<std::uint32_t>("agents people/calendar/rate", row) / 65536.0;
        dormant += std::abs(rate - 0.05) < 1 / 65536.0 ? 1 : 0;
        awake += std::abs(rate - per_day) < 1 / 65536.0 ? 1 : 0;
    }
    CHECK(dormant + awake == people);
    CHECK_THAT(dormant / double{people}, WithinAbs(share, four_deviations(share, people)));
}
