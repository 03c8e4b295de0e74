// Who is closed when nobody takes over: published queues and shares.

#include "model/policies/adl_rule.hpp"

#include <array>
#include <numeric>

#include "model/haircuts.hpp"
#include "model/ledger.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Draws const draws{7, 0};

std::unique_ptr<AdlRule> rule(std::string_view kind, std::map<std::string, double> numbers = {},
                              std::map<std::string, std::string> texts = {})
{
    auto made = roster<AdlRule>().find(kind)->make();
    testing::set(*made, std::move(numbers), std::move(texts));
    return made;
}

/// A short at mark 90 with a maintenance rate of 0.5 %, in whole dollars.
AdlCandidate short_at_90(double size, double entry, double margin)
{
    double const profit = size * (entry - 90);
    return {Units{round_to_integer(size)},
            size * 90,
            size * entry,
            profit,
            margin + profit,
            margin,
            0.005 * size * 90,
            true};
}

std::vector<AdlCandidate> four_shorts()
{
    return {short_at_90(1, 100, 10), short_at_90(1, 120, 60), short_at_90(2, 95, 5), short_at_90(1, 85, 20)};
}

std::vector<std::int64_t> plain(std::vector<Units> const& closed)
{
    std::vector<std::int64_t> all;
    for (Units const one : closed)
        all.push_back(one.value());
    return all;
}

/// Order in which a queue closes whole positions: the one that is first closed by a growing need.
std::vector<std::size_t> order_of(AdlRule const& queue, std::vector<AdlCandidate> const& candidates)
{
    std::vector<std::size_t> order;
    std::int64_t whole = 0;
    for (AdlCandidate const& candidate : candidates)
        whole += candidate.size.value();
    std::vector<std::int64_t> before(candidates.size(), 0);
    for (std::int64_t needed = 1; needed <= whole; ++needed) {
        auto const now = plain(queue.closes(Units{needed}, candidates, draws, 1));
        for (std::size_t i = 0; i < now.size(); ++i)
            if (before[i] == 0 && now[i] > 0)
                order.push_back(i);
        before = now;
    }
    return order;
}

}  // namespace

// The ordering of four shorts at mark 90; M 1.5.
TEST_CASE("the scores of three venues and the orders they give", "[analytic][adl]")
{
    std::vector<AdlCandidate> const all = four_shorts();
    double const bitmex[] = {0.45, 0.25, 0.63158, -0.00980};
    double const hyperliquid[] = {5.0, 1.33333, 12.66667, 5.66667};
    double const binance[] = {0.0225, 0.0025, 0.12, 0};
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK_THAT(bitmex_score(all[i]), WithinAbs(bitmex[i], 5e-6));
        CHECK_THAT(hyperliquid_score(all[i]), WithinAbs(hyperliquid[i], 5e-6));
        CHECK_THAT(binance_score(all[i]), WithinAbs(binance[i], 5e-6));
    }
    using Order = std::vector<std::size_t>;
    CHECK(order_of(*rule("queue", {}, {{"score", "bitmex"}}), all) == Order{2, 0, 1, 3});
    CHECK(order_of(*rule("queue", {}, {{"score", "binance"}}), all) == Order{2, 0, 1, 3});
    CHECK(order_of(*rule("queue", {{"winners_only", 0}}, {{"score", "hyperliquid"}}), all) == Order{2, 3, 0, 1});
    CHECK(order_of(*rule("queue", {}, {{"score", "hyperliquid"}}), all) == Order{2, 0, 1, 3});
    // Profit / margin: 1, 0.5, 2, -0.25; times notional: 90, 45, 360, -22.5.
    for (std::size_t i = 0; i < all.size(); ++i) {
        double const gain = std::array{1.0, 0.5, 2.0, -0.25}[i], leveraged = std::array{90.0, 45.0, 360.0, -22.5}[i];
        CHECK(return_score(all[i]) == gain);
        CHECK(leveraged_profit_score(all[i]) == leveraged);
    }
    CHECK(order_of(*rule("queue", {}, {{"score", "return"}}), all) == Order{2, 0, 1, 3});
    CHECK(order_of(*rule("queue", {}, {{"score", "leveraged_profit"}}), all) == Order{2, 0, 1, 3});
}

// BitMEX, "Auto-Deleveraging Example": six longs, a short of 20 liquidated; M 1.5.
TEST_CASE("the queue of six longs", "[analytic][adl]")
{
    double const sizes[] = {10, 10, 20, 30, 20, 10}, ranks[] = {3, 6, 1, 4, 5, 2};
    std::vector<AdlCandidate> longs;
    for (std::size_t i = 0; i < 6; ++i)
        longs.push_back({Units{round_to_integer(sizes[i])}, 100, 100, ranks[i], 100, 100, 1, false});
    CHECK(plain(rule("queue")->closes(Units{20}, longs, draws, 1)) == std::vector<std::int64_t>{0, 10, 0, 0, 10, 0});
    std::vector<std::size_t> const order = order_of(*rule("queue"), longs);
    CHECK(order == std::vector<std::size_t>{1, 4, 3, 0, 5, 2});
    // It prints 80, 20, 100, 60, 40, 80 %.
    CHECK(queue_quintiles(sizes, order) == std::vector<int>{4, 1, 5, 3, 2, 4});
}

// Chitra, arXiv 2512.01112: five accounts, theta 0.5; M 2.2.
TEST_CASE("five accounts: queue and pro rata", "[analytic][adl]")
{
    std::vector<double> const profits = {8, 4, 0.5}, equities = {10, 5, 1};
    std::vector<std::size_t> const order = {1, 0, 2};
    double const budget = 0.5 * 15;
    auto const after = [&](std::vector<double> const& haircuts) {
        std::vector<double> left;
        for (std::size_t i = 0; i < profits.size(); ++i)
            left.push_back(equities[i] - haircuts[i] * profits[i]);
        return left;
    };
    std::vector<double> const queue = queue_haircuts(profits, order, budget);
    cases::check_close(queue, {0.4375, 1, 0}, 1e-12);
    cases::check_close(after(queue), {6.5, 1, 1}, 1e-12);
    std::vector<double> const shared = pro_rata_haircuts(profits, budget);
    cases::check_close(shared, {0.6, 0.6, 0.6}, 1e-12);
    cases::check_close(after(shared), {5.2, 2.6, 0.7}, 1e-12);
}

// M 2.1.
TEST_CASE("water-filling with caps", "[analytic][adl]")
{
    std::vector<double> const profits = {8, 4, 0.5};
    cases::check_close(capped_haircuts(profits, std::vector<double>{1, 1, 1}, 7.5), {0.6, 0.6, 0.6}, 1e-12);
    cases::check_close(capped_haircuts(profits, std::vector<double>{0.5, 1, 1}, 7.5), {0.5, 0.777778, 0.777778}, 1e-6);
    CHECK_THROWS_AS(capped_haircuts(profits, std::vector<double>{0.1, 0.1, 0.1}, 7.5), InputError);
    // The same as a rule: shorts of 800, 400 and 50 at 90, of which only the first is large.
    std::vector<AdlCandidate> const all = {short_at_90(800, 91, 800), short_at_90(400, 91, 400),
                                           short_at_90(50, 91, 50)};
    CHECK(plain(rule("capped", {{"cap", 0.5}, {"from", 50000}})->closes(Units{750}, all, draws, 1)) ==
          std::vector<std::int64_t>{400, 311, 39});
    CHECK(plain(rule("capped", {{"cap", 0.5}})->closes(Units{750}, all, draws, 1)) ==
          std::vector<std::int64_t>{480, 240, 30});
    std::vector<double> const risky =
        weighted_haircuts(profits, std::vector<double>{1, 1, 1}, std::vector<double>{1, 4, 0}, 6);
    CHECK_THAT(risky[0] * 8 + risky[1] * 4, WithinRel(6.0, 1e-12));
    CHECK_THAT(risky[1], WithinRel(std::min(1.0, 4 * risky[0]), 1e-12));
    CHECK(risky[2] == 0);
}

// Hyperliquid's waves of 10 October 2025: the pro-rata haircut is need / capacity; M 2.4.
TEST_CASE("the haircut of two waves", "[analytic][adl]")
{
    CHECK_THAT(pro_rata_haircuts(std::vector<double>{261289318.81}, 2266239.82)[0], WithinRel(0.008673297, 1e-6));
    CHECK_THAT(pro_rata_haircuts(std::vector<double>{600e6, 43417039.33}, 5584123.65)[1], WithinRel(0.008678856, 1e-6));
}

// Deribit; M 1.6.
TEST_CASE("socialised loss claws back, but not more than there is", "[analytic][adl]")
{
    std::vector<double> const profits = {8, 4, 0.5};
    CHECK(clawback_rate(15, profits) == 1);
    CHECK_THAT(15 - clawback_rate(15, profits) * 12.5, WithinAbs(2.5, 1e-12));
    CHECK_THAT(clawback_rate(7.5, profits), WithinAbs(0.6, 1e-12));
    CHECK(clawback_rate(7.5, std::vector<double>{}) == 0);
}

// Drift: 11 lost of 120 deposited is a haircut of 0.0917 for all, rounded up at 1e-10. Through the engine:
// failing_venues_test.
TEST_CASE("the fraction by which a loss is spread over deposits", "[analytic][adl]")
{
    int done = 0;
    for (auto const& one : cases::all("liquidation_sizing_and_socialised_loss.json"))
        if (one.at("kind") == "deposit_loss_socialised_fraction") {
            std::vector<double> const deposits{one.at("total_deposits").get<double>()};
            CHECK_THAT(clawback_rate(one.at("loss"), deposits),
                       WithinAbs(one.at("haircut_fraction").get<double>(), one.at("abs_tolerance").get<double>()));
            ++done;
        }
    CHECK(done >= 1);
}

// Bybit: two coins sold at 8,700 that were taken over at 8,730 and 8,680; M 1.3.
TEST_CASE("what the engine wins and loses goes through the fund", "[analytic][adl]")
{
    double const net = (8700 - 8730) + (8700 - 8680);
    CHECK(net == -10);
    FundWaterfall const enough = pay_from_fund(100, -net), empty = pay_from_fund(4, -net);
    CHECK(enough.fund_after == 90);
    CHECK(enough.left == 0);
    CHECK(empty.fund_pays == 4);
    CHECK(empty.left == 6);
}

TEST_CASE("every rule closes what is needed, in whole units, and nobody more than it has", "[analytic][adl]")
{
    std::vector<AdlCandidate> const all = {short_at_90(1000, 100, 10000), short_at_90(17, 120, 600),
                                           short_at_90(203, 95, 5000), short_at_90(1001, 85, 20000),
                                           short_at_90(3, 200, 10)};
    for (auto const& entry : roster<AdlRule>().entries())
        for (std::int64_t const needed : {0, 1, 7, 500, 1300, 2224, 5000}) {
            CAPTURE(entry.name, needed);
            std::vector<std::int64_t> const closed = plain(entry.make()->closes(Units{needed}, all, draws, 3));
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < all.size(); ++i) {
                CHECK(closed[i] >= 0);
                CHECK(closed[i] <= all[i].size.value());
                sum += closed[i];
            }
            CHECK(sum == std::min<std::int64_t>(needed, 2224));
        }
}

TEST_CASE("the order of candidates changes nobody's lot", "[analytic][adl]")
{
    std::vector<AdlCandidate> const all = four_shorts();
    std::vector<AdlCandidate> const turned{all.rbegin(), all.rend()};
    for (auto const& entry : roster<AdlRule>().entries()) {
        CAPTURE(entry.name);
        auto const closed = plain(entry.make()->closes(Units{3}, all, draws, 3));
        auto other = plain(entry.make()->closes(Units{3}, turned, draws, 3));
        std::reverse(other.begin(), other.end());
        if (entry.name == "queue")
            CHECK(closed == other);
        CHECK(std::accumulate(closed.begin(), closed.end(), std::int64_t{0}) ==
              std::accumulate(other.begin(), other.end(), std::int64_t{0}));
    }
}
