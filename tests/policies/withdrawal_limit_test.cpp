// What may leave a venue in a step, against amounts worked out by hand.

#include "model/policies/withdrawal_limit.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/support/fields.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Duration five_minutes{300};

using Numbers = std::map<std::string, double>;

LimitQuestion any_question()
{
    return {*number(0, 1e10), *number(0, 1e10), Duration{*number(1, 86400)}};
}

}  // namespace

TEST_CASE("each venue limit pays what its formula says", "[policies][withdrawal_limit]")
{
    auto const [kind, numbers, claims, paid_today, expected] =
        GENERATE(table<std::string, Numbers, double, double, double>({
            {"none", {}, 1e9, 5e8, infinity},
            {"hourly_usd", {{"usd", 12e6}}, 1e9, 5e8, 1e6},       // 12 M an hour, a twelfth of an hour
            {"hourly_usd", {{"usd", 0}}, 1e9, 0, 0},              //
            {"hourly_share", {{"share", 0.06}}, 1e9, 5e8, 5e6},   // 6 % of 1 billion an hour
            {"daily_usd", {{"usd", 3e8}}, 1e9, 1e8, 2e8},         // what is left of the day's 300 M
            {"daily_usd", {{"usd", 3e8}}, 1e9, 4e8, 0},           // more was paid than the limit allows now
            {"daily_share", {{"share", 0.25}}, 6e8, 2e8, 0},      // a quarter of 800 M is gone
            {"daily_share", {{"share", 0.25}}, 7e8, 1e8, 1e8},    // half of it is left
            {"daily_share", {{"share", 1}}, 7e8, 1e8, infinity},  // the neutral value
        }));
    CAPTURE(kind, claims, paid_today);
    auto const limit = made<WithdrawalLimit>(kind, numbers);
    CHECK(limit->payable({claims, paid_today, five_minutes}) == Approx(expected).epsilon(1e-12));
}

TEST_CASE("each user limit pays what its formula says", "[policies][withdrawal_limit]")
{
    auto const [kind, numbers, balance, expected] = GENERATE(table<std::string, Numbers, double, double>({
        {"none", {}, 1e6, infinity},
        {"daily_usd", {{"usd", 28'800}}, 1e6, 100},  // a day has 288 steps of five minutes
        {"daily_usd", {{"usd", 28'800}}, 10, 100},   // the balance itself is the mechanism's business
        {"daily_share", {{"share", 0.1}}, 2880, 1},
        {"daily_share", {{"share", 0}}, 2880, 0},
    }));
    CAPTURE(kind, balance);
    CHECK(made<UserLimit>(kind, numbers)->payable(balance, five_minutes) == Approx(expected).epsilon(1e-12));
}

TEST_CASE("a tighter limit never pays more, none pays less than nothing", "[policies][withdrawal_limit]")
{
    for (std::string const kind : {"hourly_usd", "hourly_share", "daily_usd", "daily_share"})
        for_all("tighter " + kind, [&] {
            std::string const name = kind.ends_with("usd") ? "usd" : "share";
            double const most = name == "usd" ? 1e10 : 1;
            double const loose = *number(0, most);
            double const tight = loose * *number(0, 1);
            LimitQuestion const question = any_question();
            double const less = made<WithdrawalLimit>(kind, {{name, tight}})->payable(question);
            RC_ASSERT(less >= 0);
            RC_ASSERT(less <= made<WithdrawalLimit>(kind, {{name, loose}})->payable(question));
        });
    for (std::string const kind : {"daily_usd", "daily_share"})
        for_all("tighter for a user " + kind, [&] {
            std::string const name = kind.ends_with("usd") ? "usd" : "share";
            double const loose = *number(0, 1e5);
            double const tight = loose * *number(0, 1);
            double const balance = *number(0, 1e7);
            Duration const step{*number(1, 86400)};
            double const less = made<UserLimit>(kind, {{name, tight}})->payable(balance, step);
            RC_ASSERT(less >= 0);
            RC_ASSERT(less <= made<UserLimit>(kind, {{name, loose}})->payable(balance, step));
        });
}

TEST_CASE("a daily limit is used up by the same total however often it is asked", "[policies][withdrawal_limit]")
{
    for_all("daily totals", [] {
        double const claims = *number(1, 1e10), share = *number(0, 0.99);
        auto const limit = made<WithdrawalLimit>("daily_share", {{"share", share}});
        double paid = 0;
        for (int payment = 0; payment < 20; ++payment)
            paid += *number(0, 1) * limit->payable({claims - paid, paid, five_minutes});
        RC_ASSERT(paid <= share * claims * (1 + 1e-12));
        paid += limit->payable({claims - paid, paid, five_minutes});
        RC_ASSERT(paid == Approx(share * claims).epsilon(1e-12).margin(1e-6));
    });
}

TEST_CASE("capacities are in time, not in steps", "[policies][withdrawal_limit]")
{
    for_all("steps add up", [] {
        double const claims = *number(0, 1e10);
        int const parts = *whole(1, 100);
        for (char const* const kind : {"hourly_usd", "hourly_share"}) {
            auto const limit = made<WithdrawalLimit>(kind);
            double const once = limit->payable({claims, 0, Duration{3600}});
            double const often = parts * limit->payable({claims, 0, Duration{3600.0 / parts}});
            RC_ASSERT(often == Approx(once).epsilon(1e-12));
        }
    });
}
