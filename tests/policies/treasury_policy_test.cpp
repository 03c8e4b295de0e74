// What a treasury moves, in dollars worked out by hand.

#include "model/policies/treasury_policy.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/fields.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

using Numbers = std::map<std::string, double>;

struct TreasuryCase {
    std::string title, kind;
    Numbers numbers;
    TreasuryQuestion question;
    TreasuryMoves expected;
};

void check(TreasuryCase const& one)
{
    INFO(one.title);
    TreasuryMoves const moves = made<TreasuryPolicy>(one.kind, one.numbers)->moves(one.question);
    CHECK(moves.cold_to_hot == Approx(one.expected.cold_to_hot).margin(1e-9));
    CHECK(moves.recall == Approx(one.expected.recall).margin(1e-9));
    CHECK(moves.place == Approx(one.expected.place).margin(1e-9));
}

TreasuryQuestion any_question()
{
    TreasuryQuestion question;
    question.claims = *number(0, 1e3);
    question.unpaid = question.claims * *number(0, 1);
    question.hot = *number(0, 500);
    question.cold = *number(0, 500);
    question.arriving = *number(0, 100);
    question.placed = *number(0, 1e3);
    question.equity = *number(-100, 500);
    question.yearly_yield = *number(0, 0.3);
    question.daily_variance = *number(0, 0.01);
    question.drawdown = *number(0, 1);
    return question;
}

}  // namespace

TEST_CASE("a static treasury refills hot storage and raises what the queue lacks", "[policies][treasury_policy]")
{
    // claims, unpaid, hot, cold, arriving, placed
    for (TreasuryCase const& one : std::vector<TreasuryCase>{
             {"calm: hot is at its share", "static", {{"hot_share", 0.1}}, {1000, 0, 100, 400, 0, 500}, {0, 0, 0}},
             {"hot below its share", "static", {{"hot_share", 0.1}}, {1000, 0, 60, 400, 30, 500}, {10, 0, 0}},
             // 200 + 10 % of the other 800 are wanted hot; 60 are there
             {"a queue", "static", {{"hot_share", 0.1}}, {1000, 200, 60, 400, 0, 500}, {220, 0, 0}},
             {"cold is not enough", "static", {{"hot_share", 0.1}}, {1000, 600, 60, 400, 20, 500}, {400, 120, 0}},
             {"neither are the placements", "static", {{"hot_share", 0}}, {1000, 900, 0, 0, 0, 500}, {0, 500, 0}},
         })
        check(one);
}

TEST_CASE("a buffer is kept at its share of the claims", "[policies][treasury_policy]")
{
    Numbers const keep{{"hot_share", 0.1}, {"coverage", 0.4}};
    Numbers const place{{"hot_share", 0.1}, {"coverage", 0.4}, {"place", 1}, {"band", 0.05}};
    for (TreasuryCase const& one : std::vector<TreasuryCase>{
             {"too little is liquid", "buffer", keep, {1000, 0, 100, 150, 50, 700}, {0, 100, 0}},
             // once 200 are paid, 40 % of 800: 520 wanted, 300 there
             {"a queue is paid first", "buffer", keep, {1000, 200, 100, 150, 50, 700}, {130, 220, 0}},
             {"too much, but nothing is placed", "buffer", keep, {1000, 0, 300, 400, 0, 300}, {0, 0, 0}},
             // 700 liquid, 400 wanted, band 50: 250 to place; 200 of them are hot beyond the hot share
             {"too much is placed from hot", "buffer", place, {1000, 0, 300, 400, 0, 300}, {50, 0, 200}},
             {"inside the band", "buffer", place, {1000, 0, 250, 200, 0, 550}, {0, 0, 0}},
         })
        check(one);
}

TEST_CASE("risk-adjusted placements follow yield less variance", "[policies][treasury_policy]")
{
    Numbers const rule{{"hot_share", 0.1}, {"base_share", 0.3}, {"risk_aversion", 2},   {"scale", 4},
                       {"band", 0.05},     {"stop_loss", 1},    {"value_at_risk", 1e9}, {"expected_shortfall", 1e9}};
    // yield 10 %, variance 0.0001 a day = 0.0365 a year: 0.3 + 4 (0.1 - 2 * 0.0365) = 0.408
    for (TreasuryCase const& one : std::vector<TreasuryCase>{
             {"far too little", "risk_adjusted", rule, {1000, 0, 500, 400, 0, 100, 50, 0.1, 1e-4, 0}, {0, 0, 308}},
             {"hot storage first", "risk_adjusted", rule, {1000, 0, 200, 400, 0, 100, 50, 0.1, 1e-4, 0}, {208, 0, 100}},
             {"far too much", "risk_adjusted", rule, {1000, 0, 100, 0, 0, 900, 50, 0.1, 1e-4, 0}, {0, 492, 0}},
             {"inside the band", "risk_adjusted", rule, {1000, 0, 100, 0, 0, 450, 50, 0.1, 1e-4, 0}, {0, 0, 0}},
             // 0.3 + 4 (0.1 - 2 * 0.365) < 0
             {"a storm", "risk_adjusted", rule, {1000, 0, 100, 0, 0, 450, 50, 0.1, 1e-3, 0}, {0, 450, 0}},
             // placements are right, but 300 are asked and 100 there
             {"a queue", "risk_adjusted", rule, {1000, 300, 100, 0, 0, 408, 50, 0.1, 1e-4, 0}, {0, 200, 0}},
         })
        check(one);
}

TEST_CASE("downside limits bound the placements", "[policies][treasury_policy]")
{
    Numbers rule{{"base_share", 1}, {"scale", 0}, {"band", 0}};
    TreasuryQuestion question{1000, 0, 0, 0, 0, 900, 60, 0.1, 4e-4, 0.2};  // deviation 2 % a day
    auto const recall = [&] { return made<TreasuryPolicy>("risk_adjusted", rule)->moves(question).recall; };

    rule["value_at_risk"] = 0.1;  // 2.326 * 2 % of what is placed is at most 6
    CHECK(recall() == Approx(900 - 6 / (2.3263478740408408 * 0.02)).epsilon(1e-12));
    rule["value_at_risk"] = 1e9;
    rule["expected_shortfall"] = 0.1;  // 2.665 * 2 % of what is placed is at most 6
    CHECK(recall() == Approx(900 - 6 / (2.665214220345808 * 0.02)).epsilon(1e-12));
    rule["expected_shortfall"] = 1e9;
    CHECK(recall() == 0);
    rule["stop_loss"] = 0.2;
    CHECK(recall() == 0);
    question.drawdown = 0.2001;
    CHECK(recall() == 900);
}

TEST_CASE("only a risk-adjusted treasury wants a forecast", "[policies][treasury_policy]")
{
    CHECK(made<TreasuryPolicy>("static")->forecast() == nullptr);
    CHECK(made<TreasuryPolicy>("buffer")->forecast() == nullptr);
    auto const policy = made<TreasuryPolicy>("risk_adjusted", {{"window", 3600}}, {{"forecast", "realised"}});
    REQUIRE(policy->forecast() != nullptr);
    std::vector<double> const prices{100, 110, 105};
    CHECK(policy->forecast()->daily_variance(prices, Duration{3600}) ==
          Approx(24 * std::pow(std::log(105.0 / 110), 2)).epsilon(1e-12));
    CHECK(roster<TreasuryPolicy>().find("risk_adjusted")->make()->forecast() != nullptr);
}

TEST_CASE("a delta-neutral treasury keeps its money at a share, with coins and their margin",
          "[policies][treasury_policy]")
{
    struct Case {
        std::string title;
        double claims, unpaid, money, coins, shorts, margin, bought;
    };
    // A coin costs 1.5 with its margin at a leverage of 2; a tenth of the claims is kept in money.
    for (Case const& one : std::vector<Case>{
             {"as it should be", 1000, 0, 100, 600, 600, 300, 0},
             {"a tenth was paid out", 900, 0, 0, 600, 600, 300, -60},
             {"a tenth waits", 1000, 100, 100, 600, 600, 300, -60},
             {"a tenth was minted", 1100, 0, 200, 600, 600, 300, 60},
             {"within the band", 1009, 0, 110, 600, 600, 300, 0},
             {"coins have fallen, and their margin has not come home", 1000, 0, 100, 420, 420, 480, 0},
             {"it has", 1000, 0, 370, 420, 420, 210, 180},
             {"coins have risen", 1000, 0, 100, 780, 780, 120, -180},
             {"half of the short was closed by force", 1000, 0, 250, 600, 300, 150, 0},
             {"coins were sold, and the short is not cut yet", 900, 0, 60, 540, 600, 300, 0},
             {"the queue is longer than what coins bring", 1000, 1000, 0, 60, 60, 30, -60},
         }) {
        INFO(one.title);
        TreasuryQuestion question;
        question.claims = one.claims;
        question.unpaid = one.unpaid;
        question.money = one.money;
        question.coins = one.coins;
        question.shorts = one.shorts;
        question.margin = one.margin;
        question.leverage = 2;
        auto const policy = made<TreasuryPolicy>("delta_neutral", {{"money_share", 0.1}, {"band", 0.02}});
        CHECK(policy->bought(question).value() == Approx(one.bought).margin(1e-9));
        CHECK(policy->hedged(one.coins) == one.coins);
    }
    CHECK_FALSE(made<TreasuryPolicy>("static")->bought(TreasuryQuestion{}).has_value());
}

TEST_CASE("moves are never negative and never more than is there", "[policies][treasury_policy]")
{
    for (std::string const kind : {"static", "buffer", "risk_adjusted", "delta_neutral"})
        for_all("moves of " + kind, [&] {
            Numbers numbers{{"hot_share", *number(0, 1)}};
            if (kind == "buffer")
                numbers.merge(Numbers{{"coverage", *number(0, 1.5)}, {"place", 1}, {"band", *number(0, 0.2)}});
            if (kind == "risk_adjusted")
                numbers.merge(Numbers{{"base_share", *number(0, 1)},
                                      {"scale", *number(0, 5)},
                                      {"stop_loss", *number(0, 1)},
                                      {"value_at_risk", *number(0, 2)}});
            TreasuryQuestion const question = any_question();
            TreasuryMoves const moves = made<TreasuryPolicy>(kind, numbers)->moves(question);
            RC_ASSERT(moves.cold_to_hot >= 0 && moves.cold_to_hot <= question.cold);
            RC_ASSERT(moves.recall >= 0 && moves.recall <= question.placed);
            RC_ASSERT(moves.place >= 0 && moves.place <= question.hot);
            RC_ASSERT(moves.recall == 0 || moves.place == 0);
        });
}

TEST_CASE("whoever raises money for a queue raises what it lacks", "[policies][treasury_policy]")
{
    for (std::string const kind : {"static", "buffer", "risk_adjusted", "delta_neutral"})
        for_all("queue of " + kind, [&] {
            TreasuryQuestion const question = any_question();
            TreasuryMoves const moves = made<TreasuryPolicy>(kind)->moves(question);
            double const lacking = question.unpaid - question.hot - question.cold - question.arriving;
            RC_ASSERT(moves.recall >= std::min(std::max(0.0, lacking), question.placed) - 1e-9);
        });
}

TEST_CASE("made moves bring a treasury to rest", "[policies][treasury_policy]")
{
    // Cold storage and recalls arrive at once: after two rounds nothing is left to do.
    for (std::string const kind : {"static", "buffer", "risk_adjusted", "delta_neutral"})
        for_all("rest of " + kind, [&] {
            Numbers const numbers = kind == "buffer" ? Numbers{{"place", 1}} : Numbers{};
            auto const policy = made<TreasuryPolicy>(kind, numbers);
            TreasuryQuestion question = any_question();
            for (int round = 0; round < 3; ++round) {
                TreasuryMoves const moves = policy->moves(question);
                question.hot += moves.cold_to_hot + moves.recall - moves.place;
                question.cold -= moves.cold_to_hot;
                question.placed += moves.place - moves.recall;
            }
            TreasuryMoves const moves = policy->moves(question);
            RC_ASSERT(moves.cold_to_hot + moves.recall + moves.place <= 1e-6);
        });
}
