// The roster of clearing rules and what each answers by default.

#include "model/policies/clearing_rule.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "model/base/roster.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;

TEST_CASE("clearing rules answer in shares", "[analytic][clearing]")
{
    Choice<ClearingRule> rule;
    CHECK(rule.kind() == "eisenberg_noe");
    CHECK(rule->own_recovery() == Share{1});
    CHECK(rule->claim_recovery() == Share{1});
    CHECK(rule->fixed_loss() < 0);

    REQUIRE(rule.choose("rogers_veraart"));
    CHECK(rule->own_recovery() == Share{0.9});  // James 1991: direct costs are a tenth of a failed bank's assets
    CHECK(rule->claim_recovery() == Share{0.9});
    CHECK(rule->fixed_loss() < 0);

    REQUIRE(rule.choose("furfine"));
    CHECK(rule->fixed_loss() == 0.4);
    CHECK(!rule.choose("furfin"));
    CHECK(rule.kinds().size() == 3);
}

TEST_CASE("clearing rules take their parameters by name", "[analytic][clearing]")
{
    auto const costly = testing::made<ClearingRule>("rogers_veraart", {{"alpha", 0.5}, {"beta", 0.7}});
    CHECK(costly->own_recovery() == Share{0.5});
    CHECK(costly->claim_recovery() == Share{0.7});
    CHECK(testing::made<ClearingRule>("furfine", {{"loss_given_default", 1}})->fixed_loss() == 1);
    CHECK_THROWS_AS(testing::made<ClearingRule>("eisenberg_noe", {{"alpha", 1}}), BrokenInvariant);
}
