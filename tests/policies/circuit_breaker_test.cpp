// When a market stops, and how far its price may go.

#include "model/policies/circuit_breaker.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fields.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("no breaker never speaks", "[policies][circuit_breaker]")
{
    auto const none = made<CircuitBreaker>("none");
    CHECK(none->halt({1, 100}) == Duration{0});
    CHECK(none->window() == Duration{0});
    CHECK(none->corridor({100, 100}).low == 0);
    CHECK(none->corridor({100, 100}).high >= 1e300);
}

TEST_CASE("a halt follows a move of the trigger, up or down", "[policies][circuit_breaker]")
{
    auto const [mid, reference, stops] = GENERATE(table<double, double, bool>({
        {100, 100, false},
        {87.5, 100, true},  // 12.5 % down, the trigger itself
        {87.6, 100, false},
        {112.5, 100, true},
        {112.4, 100, false},
        {50, 0, false},  // no reference yet
    }));
    CAPTURE(mid, reference);
    auto const halt = made<CircuitBreaker>("halt", {{"trigger", 0.125}, {"window", 600}, {"cool_down", 900}});
    CHECK(halt->halt({mid, reference}) == Duration{stops ? 900.0 : 0.0});
    CHECK(halt->window() == Duration{600});
    CHECK(halt->corridor({mid, reference}).high >= 1e300);
}

TEST_CASE("a band holds the price around its reference", "[policies][circuit_breaker]")
{
    auto const band = made<CircuitBreaker>("band", {{"width", 0.125}, {"window", 300}});
    CHECK(band->corridor({40, 100}).low == 87.5);
    CHECK(band->corridor({40, 100}).high == 112.5);
    CHECK(band->halt({40, 100}) == Duration{0});
    CHECK(band->window() == Duration{300});
    CHECK(made<CircuitBreaker>("band", {{"width", 3}})->corridor({1, 10}).low == 0);
    CHECK(band->corridor({40, 0}).high >= 1e300);
}

TEST_CASE("the reference lies inside its corridor and never halts", "[policies][circuit_breaker]")
{
    for_all("corridor", [] {
        double const reference = *number(1e-6, 1e6), narrow = *number(0, 2), wide = narrow + *number(0, 2);
        auto const tight = made<CircuitBreaker>("band", {{"width", narrow}})->corridor({1, reference});
        auto const loose = made<CircuitBreaker>("band", {{"width", wide}})->corridor({1, reference});
        RC_ASSERT(loose.low <= tight.low && tight.low <= reference);
        RC_ASSERT(reference <= tight.high && tight.high <= loose.high);
        auto const halt = made<CircuitBreaker>("halt", {{"trigger", *number(1e-9, 2)}});
        RC_ASSERT(halt->halt({reference, reference}) == Duration{0});
    });
}
