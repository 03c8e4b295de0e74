// When a venue shuts, for how long, and what leaving costs.

#include "model/policies/gate.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fields.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

using Numbers = std::map<std::string, double>;
constexpr Duration hour{3600};

GateQuestion any_question()
{
    return {*number(0, 2), *number(0, 2), *number(0, 1), *number(0, 1), Duration{*number(0, 1e6)}};
}

}  // namespace

TEST_CASE("each gate shuts at its trigger", "[policies][gate]")
{
    // coverage, asked in 24 h, unpaid, paid since the start, dry for
    auto const [kind, numbers, question, shut] = GENERATE(table<std::string, Numbers, GateQuestion, bool>({
        {"none", {}, {0, 9, 9, 1, Duration{1e9}}, false},
        {"coverage", {{"below", 0.1}}, {0.0999, 0, 0, 0, Duration{0}}, true},
        {"coverage", {{"below", 0.1}}, {0.1, 9, 9, 1, Duration{1e9}}, false},
        {"coverage", {{"below", 0}}, {0, 9, 9, 1, Duration{1e9}}, false},  // the neutral value
        {"outflow", {{"above", 0.25}}, {1, 0.26, 0, 0, Duration{0}}, true},
        {"outflow", {{"above", 0.25}}, {0, 0.25, 9, 1, Duration{1e9}}, false},
        {"dry", {}, {1, 0, 0.011, 0, Duration{8 * 3600}}, true},  // eight hours, more than 1 %
        {"dry", {}, {0, 9, 0.011, 1, Duration{8 * 3600 - 1}}, false},
        {"dry", {}, {0, 9, 0.01, 1, Duration{8 * 3600}}, false},
        {"after_share", {{"share", 0.25}}, {1, 0, 0, 0.25, Duration{0}}, true},
        {"after_share", {{"share", 0.25}}, {0, 9, 9, 0.2499, Duration{1e9}}, false},
    }));
    CAPTURE(kind, question.coverage, question.outflow_share, question.queue_share, question.paid_share);
    CHECK(made<Gate>(kind, numbers)->shuts(question) == shut);
}

TEST_CASE("a gate stays shut for its duration, 0 means for good", "[policies][gate]")
{
    for (char const* const kind : {"coverage", "outflow", "dry"}) {
        CHECK(made<Gate>(kind, {{"duration", 7200}})->duration() == Duration{7200});
        CHECK(made<Gate>(kind, {{"duration", 0}})->duration() > Duration{1e300});
    }
    CHECK(made<Gate>("after_share")->duration() > Duration{1e300});
}

TEST_CASE("only the suspension bounds what is paid at all", "[policies][gate]")
{
    CHECK(made<Gate>("after_share", {{"share", 0.25}})->payable_share() == 0.25);
    for (char const* const kind : {"none", "coverage", "outflow", "dry"})
        CHECK(made<Gate>(kind)->payable_share() > 1e200);
}

TEST_CASE("a venue that looks worse is not opened again", "[policies][gate]")
{
    for_all("monotone", [] {
        GateQuestion const better = any_question();
        GateQuestion const worse{better.coverage * *number(0, 1), better.outflow_share + *number(0, 1),
                                 better.queue_share + *number(0, 1), better.paid_share + *number(0, 1),
                                 better.dry_for + Duration{*number(0, 1e5)}};
        for (char const* const kind : {"none", "coverage", "outflow", "dry", "after_share"}) {
            auto const gate = made<Gate>(kind);
            RC_ASSERT(!gate->shuts(better) || gate->shuts(worse));
        }
    });
}

TEST_CASE("fees are parts of a payout", "[policies][gate]")
{
    CHECK(made<ExitFee>("none")->fee({}) == Share{0});
    CHECK(made<ExitFee>("fixed", {{"share", 0.005}})->fee({}) == Share{0.005});
    auto const swing = made<ExitFee>("swing", {{"factor", 0.03}, {"threshold", 0.04}});
    CHECK(swing->fee({1, 0.04, 0, 0, hour}) == Share{0});
    CHECK(swing->fee({1, 0.05, 0, 0, hour}) == Share{0.03});
    for_all("in [0, 1]", [] {
        GateQuestion const question = any_question();
        auto const fixed = made<ExitFee>("fixed", {{"share", *number(0, 1)}});
        auto const swinging = made<ExitFee>("swing", {{"factor", *number(0, 1)}, {"threshold", *number(0, 1)}});
        for (ExitFee const* const fee : {fixed.get(), swinging.get()}) {
            double const part = fee->fee(question).value();
            RC_ASSERT(part >= 0 && part <= 1);
        }
    });
}

// Leavers hold `leaving` of `units` and are paid (1 - fee) of their value; to pay, the venue sells and loses `cost` of
// what it sells. With fee = cost the value per unit of the others is what it was.
TEST_CASE("swing pricing leaves the value of those who stay unchanged", "[policies][gate]")
{
    auto const stayers_value = [](double value, double units, double leaving, double fee, double cost) {
        double const paid = (1 - fee) * leaving * value / units;
        return (value - paid / (1 - cost)) / (units - leaving);
    };
    SECTION("exactly, in numbers without rounding")
    {
        auto const swing = made<ExitFee>("swing", {{"factor", 0.03125}, {"threshold", 0.05}});
        double const fee = swing->fee({1, 256.0 / 1024, 0, 0, hour}).value();
        CHECK(stayers_value(2048, 1024, 256, fee, 0.03125) == 2.0);
        CHECK(stayers_value(2048, 1024, 256, 0, 0.03125) < 2.0);  // without it, those who stay pay
    }
    SECTION("for any size and cost")
    {
        for_all("stayers", [&] {
            double const units = *number(1, 1e6), value = *number(1, 1e6), cost = *number(0, 0.2);
            double const leaving = units * *number(0.06, 0.9);
            auto const swing = made<ExitFee>("swing", {{"factor", cost}, {"threshold", 0.05}});
            double const fee = swing->fee({1, leaving / units, 0, 0, hour}).value();
            RC_ASSERT(stayers_value(value, units, leaving, fee, cost) == Approx(value / units).epsilon(1e-12));
        });
    }
}
