// What holds of every family of rules: names, meanings, ranges, and the default spelt out equals the default left out.

#include <catch2/catch.hpp>
#include <set>

#include "model/policies/circuit_breaker.hpp"
#include "model/policies/clearing_rule.hpp"
#include "model/policies/gate.hpp"
#include "model/policies/haircut_rule.hpp"
#include "model/policies/treasury_policy.hpp"
#include "model/policies/volatility_forecast.hpp"
#include "model/policies/withdrawal_limit.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using namespace stampede::testing;

TEMPLATE_TEST_CASE("every rule of a family says what it is and starts inside its ranges", "[policies][roster]",
                   WithdrawalLimit, UserLimit, Gate, ExitFee, CircuitBreaker, VolatilityForecast, TreasuryPolicy,
                   ClearingRule, HaircutRule)
{
    auto const& family = roster<TestType>();
    REQUIRE(!family.entries().empty());
    CHECK(!family.family().empty());
    std::set<std::string_view> names;
    for (auto const& entry : family.entries()) {
        CAPTURE(family.family(), entry.name);
        CHECK(names.insert(entry.name).second);
        CHECK(!entry.meaning.empty());
        auto const rule = entry.make();
        for (SeenField const& field : fields_of(*rule)) {
            CAPTURE(field.path, field.value);
            CHECK(!field.meaning.empty());
            for (double const value : field.numbers) {
                CHECK(value >= field.range.low);
                CHECK(value <= field.range.high);
            }
        }
    }
}

TEMPLATE_TEST_CASE("visiting a rule changes nothing", "[policies][roster]", WithdrawalLimit, UserLimit, Gate, ExitFee,
                   CircuitBreaker, VolatilityForecast, TreasuryPolicy, ClearingRule, HaircutRule)
{
    for (auto const& entry : roster<TestType>().entries()) {
        auto const rule = entry.make();
        auto const first = fields_of(*rule);
        CHECK(fields_of(*rule) == first);
        CHECK(fields_of(*entry.make()) == first);
    }
}

TEMPLATE_TEST_CASE("the default spelt out equals the default left out", "[policies][roster]", WithdrawalLimit,
                   UserLimit, Gate, ExitFee, CircuitBreaker, VolatilityForecast, TreasuryPolicy, ClearingRule,
                   HaircutRule)
{
    Choice<TestType> silent, outspoken;
    REQUIRE(outspoken.choose(roster<TestType>().entries().front().name));
    CHECK(silent.kind() == outspoken.kind());
    CHECK(typeid(*silent) == typeid(*outspoken));
    CHECK(fields_of(silent) == fields_of(outspoken));
    CHECK(!outspoken.choose("no such rule"));
    CHECK(fields_of(silent) == fields_of(outspoken));
}
