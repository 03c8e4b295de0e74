// The integer round step by step: the greatest clearing vector, or Furfine's cascade, once nobody else fails.
// Sources: Eisenberg, Noe 2001; Rogers, Veraart 2013; Furfine 2003, through model/graphs/clearing (clearing_test.cpp).

#include <catch2/catch.hpp>

#include "tests/analytic/integer_systems.hpp"

using namespace stampede;
using namespace stampede::cases;
using Catch::Matchers::WithinAbs;

TEST_CASE("a chain clears to the unit", "[analytic][clearing]")
{
    IntegerObligations const chain = system_of({60, 0, 0}, {debt(0, 1, 100), debt(1, 2, 100)}, {0, 0, 0});
    Outcome const fair = run(chain, *eisenberg_noe());
    CHECK(fair.last.paid == amounts({60, 60}));
    CHECK(fair.last.provision == amounts({40, 40}));
    CHECK(fair.failed == std::vector<bool>{true, true, false});
    CHECK(fair.steps == 2);  // one wave a step
    CHECK(fair.last.recovery[1].value() == Approx(0.6));
    CHECK(fair.last.recovery[2].value() == 1);
    CHECK(run(chain, *rogers_veraart(0.5, 0.7)).last.paid == amounts({30, 21}));
    Outcome const fixed = run(chain, *furfine(0.4));
    CHECK(fixed.last.provision == amounts({40, 40}));
    CHECK(fixed.last.paid == amounts({60, 60}));
}

TEST_CASE("the three banks of the package example clear in millionths", "[analytic][clearing]")
{
    std::vector<Debt> debts;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            if (i != j)
                debts.push_back(debt(i, j, 500'000'000'000));
    IntegerObligations const banks = system_of({500'000'000'000, 625'000'000'000, 750'000'000'000}, debts,
                                               {1'500'000'000'000, 500'000'000'000, 500'000'000'000});
    Sums const fair = sums(banks, run(banks, *eisenberg_noe()).last);
    CHECK_THAT(static_cast<double>(fair.paid[0]) * 1e-12, WithinAbs(1.4732142857142858, 1e-11));
    CHECK_THAT(static_cast<double>(fair.paid[1]) * 1e-12, WithinAbs(1.4196428571428572, 1e-11));
    CHECK(fair.paid[2] == 1'500'000'000'000);
    Sums const costly = sums(banks, run(banks, *rogers_veraart(0.5, 0.7)).last);
    CHECK_THAT(static_cast<double>(costly.paid[0]) * 1e-12, WithinAbs(0.5020199620, 1e-10));
    CHECK_THAT(static_cast<double>(costly.paid[1]) * 1e-12, WithinAbs(0.5147049378, 1e-10));
    CHECK_THAT(static_cast<double>(costly.paid[2]) * 1e-12, WithinAbs(0.5653806135, 1e-10));
}

TEST_CASE("rounds of a random system lead to its clearing vector", "[analytic][clearing]")
{
    bool const costs = GENERATE(false, true);
    auto const rule = costs ? rogers_veraart(0.5, 0.7) : eisenberg_noe();
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        CAPTURE(seed, costs);
        IntegerObligations const system = random_system(seed, 1e9);
        Clearing const expected = clear(in_double(system), rule->own_recovery(), rule->claim_recovery());
        Outcome const found = run(system, *rule);
        REQUIRE(found.failed == expected.defaults);
        Sums const all = sums(system, found.last);
        for (std::size_t i = 0; i < system.size(); ++i)
            REQUIRE_THAT(static_cast<double>(all.paid[i]), WithinAbs(expected.paid[i], 1e-9 * 1e9 + 30));
    }
}

TEST_CASE("a fixed loss gives Furfine's cascade, and no more cash than there is", "[analytic][clearing]")
{
    double const loss = GENERATE(1.0, 0.5, 0.05);
    auto const rule = furfine(loss);
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed, loss);
        IntegerObligations system = random_system(seed, 1e4);
        for (Debt& one : system.debts)
            one.owed = Amount{one.owed.value() / 20 * 20};  // losses are whole units
        Clearing const expected = default_cascade(in_double(system), Share{loss});
        Outcome const found = run(system, *rule);
        REQUIRE(found.failed == expected.defaults);
        Sums const all = sums(system, found.last);
        for (std::size_t d = 0; d < system.debts.size(); ++d) {
            Debt const& one = system.debts[d];
            double const written_off = found.failed[one.debtor.index()] ? loss : 0.0;
            REQUIRE(found.last.provision[d].value() ==
                    round_to_integer(written_off * static_cast<double>(one.owed.value())));
            REQUIRE(found.last.paid[d] + found.last.provision[d] <= one.owed);
        }
        for (std::size_t i = 0; i < system.size(); ++i)
            if (found.failed[i])
                REQUIRE(all.paid[i] <= system.own_assets[i].value() + all.received[i]);
    }
}
