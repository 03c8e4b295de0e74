// A bank that turns short deposits into long investments, through the whole engine by configuration alone.
// Source: Diamond, Dybvig, Journal of Political Economy 91(3), 1983, 401-419; numbers of Diamond, FRB Richmond Economic
// Quarterly 93(2), 2007, 189-200: one unit invested gives 1 at date 1 or R = 2 at date 2, c1 = 1.28 is promised at date
// 1, a quarter needs it. If f leave at date 1 those who wait get c2(f) = (1 - f c1) R / (1 - f).
// Tolerance: a payment is rounded to 1e-6 USD.

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

#include "tests/support/configured.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using testing::Configured;
using testing::validation_row;
using Json = nlohmann::json;

namespace {

constexpr auto source = "Diamond 2007";
constexpr double promise = 1.28, matured = 2, dollar_rounding = 1e-6;

double late_payoff(double f)
{
    return std::max(0.0, (1 - f * promise) * matured / (1 - f));
}

/// Everyone has paid in 1 USD and holds a promise of 1.28 at call; all of it is invested. Date 1 is an hour after the
/// start, date 2 a day. Nobody is frightened unless a rule is set.
Json bank(std::int64_t depositors, double impatient)
{
    Json world = testing::dollar_world(1.5);
    world["institutions"]["Bank"] = {
        {"kind", "bank"},
        {"hot", 0},
        {"residual_claims", true},
        {"wind_up", "24h"},
        {"placements", {{"investment", {{"share", 1 / promise}, {"wind_up_return", matured}}}}}};
    world["agents"]["depositors"] = {{"kind", "retail_user"},  {"count", depositors},
                                     {"venue", "Bank"},        {"coins", {{"USD", 1}}},
                                     {"balance", promise},     {"rule", {{"kind", "threshold"}}},
                                     {"panic_threshold", 2},   {"fear_memory", 0},
                                     {"redeposit_gap", 0},     {"attention", {{"mode", "every_step"}}},
                                     {"impatient", impatient}, {"impatient_at", "1h"}};
    return world;
}

/// As above, and everyone leaves who finds waiting worse, believing that so many leave.
Json believing(Json world, double belief)
{
    Json& depositors = world["agents"]["depositors"];
    depositors["rule"] = {
        {"kind", "diamond_dybvig"}, {"belief", belief}, {"promise", promise}, {"matured_return", matured}};
    depositors["panic_threshold"] = 0.5;
    return world;
}

constexpr std::int64_t before_date_2 = 23 * 6;

/// What everyone was paid up to a date [USD].
struct Payoffs {
    std::vector<double> date_1, date_2;
};

Payoffs realised(Configured& run)
{
    Payoffs payoffs;
    run.go(before_date_2);
    payoffs.date_1 = run.wallets("USD");
    run.finish();
    payoffs.date_2 = run.wallets("USD");
    for (std::size_t i = 0; i < payoffs.date_1.size(); ++i)
        payoffs.date_2[i] -= payoffs.date_1[i];
    return payoffs;
}

/// Payoffs of the people who are told apart by having been paid at date 1.
struct Sides {
    std::vector<double> early, late;

    explicit Sides(Payoffs const& payoffs)
    {
        for (std::size_t i = 0; i < payoffs.date_1.size(); ++i)
            if (payoffs.date_1[i] > 0)
                early.push_back(payoffs.date_1[i] + payoffs.date_2[i]);
            else
                late.push_back(payoffs.date_2[i]);
    }
};

void check_all(std::vector<double> const& payoffs, double expected)
{
    REQUIRE(!payoffs.empty());
    CHECK_THAT(*std::min_element(payoffs.begin(), payoffs.end()), WithinAbs(expected, dollar_rounding));
    CHECK_THAT(*std::max_element(payoffs.begin(), payoffs.end()), WithinAbs(expected, dollar_rounding));
}

}  // namespace

TEST_CASE("the bank pays c1 at date 1 and c2 of those who left at date 2", "[analytic][run]")
{
    auto const [f, c2] = GENERATE(table<double, double>({{0.25, 1.36 / 0.75}, {0.5, 1.44}, {0.6, 1.16}, {0.75, 0.32}}));
    CAPTURE(f);
    CHECK_THAT(late_payoff(f), WithinAbs(c2, 1e-12));
    constexpr std::int64_t depositors = 1000;
    Configured run{bank(depositors, f)};
    run.go(before_date_2);
    double const invested = 1 - f * promise;
    CHECK_THAT(run.owed("Bank", "outside"), WithinAbs(depositors * invested, dollar_rounding));
    CHECK(run.stored("Bank", "USD") == Approx(0).margin(dollar_rounding));

    Configured again{bank(depositors, f)};
    Sides const sides{realised(again)};
    CHECK(sides.early.size() == static_cast<std::size_t>(f * depositors));
    check_all(sides.early, promise);
    check_all(sides.late, c2);
    CHECK_THAT(std::accumulate(sides.late.begin(), sides.late.end(), 0.0),
               WithinAbs(depositors * invested * matured, 2 * dollar_rounding));
    CHECK(again.stored("Bank", "USD") == 0);
    CHECK(again.status("Bank") == Status::halted);
    validation_row(fmt::format("Diamond-Dybvig, paid at date 2 when {} left", f), source, c2, sides.late.front());
}

TEST_CASE("more than can be paid at date 1 leaves nothing for date 2", "[analytic][run]")
{
    constexpr double f = 0.9;
    Configured run{bank(1000, f)};
    Sides const sides{realised(run)};
    check_all(sides.early, 1 / f);
    check_all(sides.late, 0);
}

TEST_CASE("leaving becomes the best response where realised payoffs cross", "[analytic][run]")
{
    // Bisection over how many of 2,000 leave, with what the engine then pays the two sides.
    constexpr std::int64_t depositors = 2000;
    auto const leaving_pays = [](std::int64_t leavers) {
        Configured run{bank(depositors, static_cast<double>(leavers) / depositors)};
        Sides const sides{realised(run)};
        REQUIRE(static_cast<std::int64_t>(sides.early.size()) == leavers);
        return sides.early.front() > sides.late.front() + dollar_rounding;
    };
    std::int64_t waits = depositors / 4, leaves = depositors * 3 / 4;
    REQUIRE(!leaving_pays(waits));
    REQUIRE(leaving_pays(leaves));
    while (leaves - waits > 1) {
        std::int64_t const middle = (waits + leaves) / 2;
        (leaving_pays(middle) ? leaves : waits) = middle;
    }
    double const tipping = static_cast<double>(waits) / depositors;
    CHECK(tipping == (matured - promise) / (promise * (matured - 1)));  // 0.5625, where both sides get the same
    validation_row("Diamond-Dybvig, share of leavers at which leaving is best", source, 0.5625, tipping);
}

TEST_CASE("a belief beyond the tipping point fulfils itself", "[analytic][run]")
{
    constexpr std::int64_t depositors = 1000;
    SECTION("0.55: only those leave who need their money")
    {
        Configured run{believing(bank(depositors, 0.25), 0.55)};
        Sides const sides{realised(run)};
        CHECK(run.gone("Bank") == depositors / 4);
        check_all(sides.early, promise);
        check_all(sides.late, late_payoff(0.25));
        validation_row("Diamond-Dybvig, share that leaves believing 0.55", source, 0.25,
                       static_cast<double>(run.gone("Bank")) / depositors);
    }
    SECTION("0.57: everybody leaves, and gets less than was promised or than waiting would have brought")
    {
        Configured run{believing(bank(depositors, 0.25), 0.57)};
        Sides const sides{realised(run)};
        CHECK(run.gone("Bank") == depositors);
        check_all(sides.early, 1);
        CHECK(sides.late.empty());
        validation_row("Diamond-Dybvig, share that leaves believing 0.57", source, 1,
                       static_cast<double>(run.gone("Bank")) / depositors);
    }
}

TEST_CASE("suspension after a quarter ends the run", "[analytic][run]")
{
    constexpr std::int64_t depositors = 1000;
    Json const suspension = {{"kind", "after_share"}, {"share", 0.25}};
    SECTION("seen withdrawals do not tip anybody: who waits gets no less than promised")
    {
        // More need their money than the tipping point, so that without suspension everybody runs after them.
        Json world = believing(bank(depositors, 0.57), 0);
        Configured open{world};
        open.finish();
        CHECK(open.gone("Bank") == depositors);

        world["mechanisms"]["withdrawals"]["gate"] = suspension;
        Configured run{world};
        Sides const sides{realised(run)};
        CHECK(run.count(EventKind::gate_closed) == 1);
        CHECK(run.gone("Bank") == 570);
        CHECK(sides.late.size() == 430);
        check_all(sides.late, late_payoff(0.25));
        validation_row("Diamond-Dybvig with suspension, least paid to who waits", source, late_payoff(0.25),
                       *std::min_element(sides.late.begin(), sides.late.end()));
    }
    SECTION("even if everybody asks, nobody who could wait loses")
    {
        Json world = believing(bank(depositors, 0.25), 0.57);
        world["mechanisms"]["withdrawals"]["gate"] = suspension;
        Configured run{world};
        Payoffs const payoffs = realised(run);
        // All ask together, so each is paid a quarter of the promise at once and the rest matures.
        check_all(payoffs.date_1, 0.25 * promise);
        check_all(payoffs.date_2, 0.75 * late_payoff(0.25));
        CHECK(0.25 * promise + 0.75 * late_payoff(0.25) > promise);
    }
}
