// The integer round of a step: exact sums, and the greatest clearing vector once nobody else fails.
// Sources: Eisenberg, Noe 2001; Rogers, Veraart 2013; Furfine 2003, through model/graphs/clearing (clearing_test.cpp).

#include "model/graphs/clearing_round.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/graphs/clearing.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;

namespace {

/// A rule with any parameters.
class AnyRule final : public ClearingRule {
  public:
    AnyRule(double own, double claims, double loss = -1) : own_{own}, claims_{claims}, loss_{loss} {}
    [[nodiscard]] Share own_recovery() const override { return own_; }
    [[nodiscard]] Share claim_recovery() const override { return claims_; }
    [[nodiscard]] double fixed_loss() const override { return loss_; }

  private:
    Share own_, claims_;
    double loss_;
};

AnyRule const eisenberg_noe{1, 1};

Debt debt(std::size_t debtor, std::size_t creditor, std::int64_t owed)
{
    return {InstitutionId::of(debtor), InstitutionId::of(creditor), Amount{owed}, Amount{0}};
}

std::vector<Amount> amounts(std::vector<std::int64_t> const& values)
{
    return {values.begin(), values.end()};
}

IntegerObligations system_of(std::vector<std::int64_t> const& own, std::vector<Debt> debts,
                             std::vector<std::int64_t> const& external)
{
    return {amounts(own), std::move(debts), amounts(external), std::vector<Amount>(own.size())};
}

// Two to nine institutions; amounts up to `most`.
IntegerObligations random_system(std::uint64_t seed, double most)
{
    auto stream = Draws{seed, 1}.stream("clearing_round");
    std::size_t const n = 2 + stream() % 8;
    auto const amount = [&](double chance) {
        double const u = stream.uniform();
        double const size = stream.uniform();
        return u < chance ? static_cast<std::int64_t>(most * size) : std::int64_t{0};
    };
    std::vector<std::int64_t> own, external;
    std::vector<Debt> debts;
    for (std::size_t i = 0; i < n; ++i) {
        own.push_back(amount(0.7));
        external.push_back(amount(0.7));
        for (std::size_t j = 0; j < n; ++j)
            if (std::int64_t const owed = amount(0.4); i != j && owed > 0)
                debts.push_back(debt(i, j, owed));
    }
    return system_of(own, std::move(debts), external);
}

Obligations in_double(IntegerObligations const& system)
{
    std::size_t const n = system.size();
    Obligations same{std::vector(n, std::vector<double>(n, 0.0)), {}, {}};
    for (std::size_t i = 0; i < n; ++i) {
        same.external_assets.push_back(static_cast<double>(system.own_assets[i].value()));
        same.external_liabilities.push_back(static_cast<double>(system.external_owed[i].value()));
    }
    for (Debt const& one : system.debts)
        same.liabilities[one.debtor.index()][one.creditor.index()] += static_cast<double>(one.owed.value());
    return same;
}

// Owed and paid by every institution, and what it receives.
struct Sums {
    std::vector<std::int64_t> open, paid, received;
};

Sums sums(IntegerObligations const& system, ClearingRound const& round)
{
    Sums all{std::vector<std::int64_t>(system.size()), std::vector<std::int64_t>(system.size()),
             std::vector<std::int64_t>(system.size())};
    for (std::size_t i = 0; i < system.size(); ++i) {
        all.open[i] = (system.external_owed[i] - system.external_provision[i]).value();
        all.paid[i] = round.external_paid[i].value();
    }
    for (std::size_t d = 0; d < system.debts.size(); ++d) {
        all.open[system.debts[d].debtor.index()] += (system.debts[d].owed - system.debts[d].provision).value();
        all.paid[system.debts[d].debtor.index()] += round.paid[d].value();
        all.received[system.debts[d].creditor.index()] += round.paid[d].value();
    }
    return all;
}

// Those whose books do not cover what they owe once provisions are taken.
std::vector<bool> insolvent(IntegerObligations const& system)
{
    std::vector<Amount> equity = system.own_assets;
    for (std::size_t i = 0; i < system.size(); ++i) equity[i] -= system.external_owed[i];
    for (Debt const& one : system.debts) {
        equity[one.creditor.index()] += one.owed - one.provision;
        equity[one.debtor.index()] -= one.owed;
    }
    std::vector<bool> flags;
    for (Amount const left : equity) flags.push_back(left < Amount{0});
    return flags;
}

struct Outcome {
    ClearingRound last;
    std::vector<bool> failed;
    int steps = 0;
};

// What the contagion phase does: test solvency, clear one round, book provisions, until nobody else fails.
Outcome run(IntegerObligations system, ClearingRule const& rule)
{
    Outcome outcome{{}, std::vector<bool>(system.size(), false), 0};
    while (true) {
        std::vector<bool> next = insolvent(system);
        for (std::size_t i = 0; i < next.size(); ++i) next[i] = next[i] || outcome.failed[i];
        bool const news = next != outcome.failed;
        outcome.failed = next;
        outcome.last = clearing_round(system, outcome.failed, rule);
        for (std::size_t d = 0; d < system.debts.size(); ++d) {
            REQUIRE(outcome.last.provision[d] >= system.debts[d].provision);
            system.debts[d].provision = outcome.last.provision[d];
        }
        system.external_provision = outcome.last.external_provision;
        if (!news)
            return outcome;
        ++outcome.steps;
    }
}

}  // namespace

TEST_CASE("a chain clears to the unit", "[analytic][clearing]")
{
    IntegerObligations const chain = system_of({60, 0, 0}, {debt(0, 1, 100), debt(1, 2, 100)}, {0, 0, 0});
    Outcome const fair = run(chain, eisenberg_noe);
    CHECK(fair.last.paid == amounts({60, 60}));
    CHECK(fair.last.provision == amounts({40, 40}));
    CHECK(fair.failed == std::vector<bool>{true, true, false});
    CHECK(fair.steps == 2);  // one wave a step
    CHECK(fair.last.recovery[1].value() == Approx(0.6));
    CHECK(fair.last.recovery[2].value() == 1);
    CHECK(run(chain, AnyRule{0.5, 0.7}).last.paid == amounts({30, 21}));
    Outcome const fixed = run(chain, AnyRule{1, 1, 0.4});
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
    Sums const fair = sums(banks, run(banks, eisenberg_noe).last);
    CHECK_THAT(static_cast<double>(fair.paid[0]) * 1e-12, WithinAbs(1.4732142857142858, 1e-11));
    CHECK_THAT(static_cast<double>(fair.paid[1]) * 1e-12, WithinAbs(1.4196428571428572, 1e-11));
    CHECK(fair.paid[2] == 1'500'000'000'000);
    Sums const costly = sums(banks, run(banks, AnyRule{0.5, 0.7}).last);
    CHECK_THAT(static_cast<double>(costly.paid[0]) * 1e-12, WithinAbs(0.5020199620, 1e-10));
    CHECK_THAT(static_cast<double>(costly.paid[1]) * 1e-12, WithinAbs(0.5147049378, 1e-10));
    CHECK_THAT(static_cast<double>(costly.paid[2]) * 1e-12, WithinAbs(0.5653806135, 1e-10));
}

TEST_CASE("rounds of a random system lead to its clearing vector", "[analytic][clearing]")
{
    bool const costs = GENERATE(false, true);
    AnyRule const rule = costs ? AnyRule{0.5, 0.7} : AnyRule{1, 1};
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        CAPTURE(seed, costs);
        IntegerObligations const system = random_system(seed, 1e9);
        Clearing const expected = clear(in_double(system), rule.own_recovery(), rule.claim_recovery());
        Outcome const found = run(system, rule);
        REQUIRE(found.failed == expected.defaults);
        Sums const all = sums(system, found.last);
        for (std::size_t i = 0; i < system.size(); ++i)
            REQUIRE_THAT(static_cast<double>(all.paid[i]), WithinAbs(expected.paid[i], 1e-9 * 1e9 + 30));
    }
}

TEST_CASE("no unit is made: what is paid is what there is", "[analytic][clearing]")
{
    double const most = GENERATE(3.0, 20.0, 1e6, 1e16);
    auto const [own, claims] = GENERATE(table<double, double>({{1, 1}, {0.7, 1}, {0.5, 0.7}, {0, 0}}));
    AnyRule const rule{own, claims};
    int failed_ones = 0;
    int inexact = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed, most, own, claims);
        IntegerObligations const system = random_system(seed, most);
        Draws const draws{seed, 2};
        std::vector<bool> failed(system.size());
        for (std::size_t i = 0; i < failed.size(); ++i) failed[i] = draws.uniform("fails", i) < 0.6;
        ClearingRound const round = clearing_round(system, failed, rule);
        Sums const all = sums(system, round);
        for (std::size_t d = 0; d < system.debts.size(); ++d) {
            REQUIRE(round.paid[d] >= Amount{0});
            REQUIRE(round.paid[d] + round.provision[d] == system.debts[d].owed);
        }
        for (std::size_t i = 0; i < system.size(); ++i) {
            REQUIRE(round.external_paid[i] >= Amount{0});
            REQUIRE(round.external_paid[i] <= system.external_owed[i]);
            if (!failed[i]) {
                REQUIRE(all.paid[i] == all.open[i]);
                continue;
            }
            // Recoveries are tenths: their products are exact in integers.
            std::int64_t const means = static_cast<std::int64_t>(own * 10 + 0.5) * system.own_assets[i].value() / 10 +
                                       static_cast<std::int64_t>(claims * 10 + 0.5) * all.received[i] / 10;
            REQUIRE(all.paid[i] <= std::min(means, all.open[i]));
            ++failed_ones;
            inexact += all.paid[i] < std::min(means, all.open[i]);
            REQUIRE(std::min(means, all.open[i]) - all.paid[i] <= 9);
        }
    }
    CAPTURE(failed_ones, inexact, most, own, claims);
    CHECK(inexact * 50 <= failed_ones);  // rests stay only where everybody is owed a few units
    if (most > 1e3)
        CHECK(inexact == 0);
}

TEST_CASE("payments are pro rata to within the units of rounding", "[analytic][clearing]")
{
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        IntegerObligations const system = random_system(seed, 1e6);
        std::vector<bool> const failed(system.size(), true);
        ClearingRound const round = clearing_round(system, failed, eisenberg_noe);
        Sums const all = sums(system, round);
        for (std::size_t d = 0; d < system.debts.size(); ++d) {
            std::size_t const i = system.debts[d].debtor.index();
            double const part = static_cast<double>(system.debts[d].owed.value()) / static_cast<double>(all.open[i]);
            REQUIRE_THAT(static_cast<double>(round.paid[d].value()),
                         WithinAbs(part * static_cast<double>(all.paid[i]), 12));
        }
    }
}

TEST_CASE("a fixed loss gives Furfine's cascade, and no more cash than there is", "[analytic][clearing]")
{
    double const loss = GENERATE(1.0, 0.5, 0.05);
    AnyRule const rule{1, 1, loss};
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed, loss);
        IntegerObligations system = random_system(seed, 1e4);
        for (Debt& one : system.debts) one.owed = Amount{one.owed.value() / 20 * 20};  // losses are whole units
        Clearing const expected = default_cascade(in_double(system), Share{loss});
        Outcome const found = run(system, rule);
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

TEST_CASE("what was written off stays written off", "[analytic][clearing]")
{
    IntegerObligations system = system_of({90, 0}, {debt(0, 1, 50)}, {50, 0});
    system.debts[0].provision = Amount{20};
    ClearingRound const round = clearing_round(system, {true, false}, eisenberg_noe);
    CHECK(round.paid == amounts({30}));  // 80 open, 90 there: both are paid what is open
    CHECK(round.external_paid == amounts({50, 0}));
    CHECK(round.provision == amounts({20}));
    system.own_assets[0] = Amount{40};
    CHECK(clearing_round(system, {true, false}, eisenberg_noe).paid == amounts({15}));
}

TEST_CASE("a loop without a creditor outside pays in full or what it has", "[analytic][clearing]")
{
    std::int64_t const size = GENERATE(7, 1'000'000'007, 400'000'000'000'000'003);
    IntegerObligations const closed = system_of({0, 0}, {debt(0, 1, size), debt(1, 0, size)}, {0, 0});
    CHECK(clearing_round(closed, {true, true}, eisenberg_noe).paid == amounts({size, size}));
    CHECK(clearing_round(closed, {true, true}, AnyRule{1, 0.5}).paid == amounts({0, 0}));

    // One unit leaks out: the greatest solution is that nothing is paid, but for the units that cannot be split.
    IntegerObligations const leaking = system_of({0, 0}, {debt(0, 1, size), debt(1, 0, size)}, {1, 0});
    ClearingRound const round = clearing_round(leaking, {true, true}, eisenberg_noe);
    CHECK(round.paid[0] <= round.paid[1]);
    CHECK(round.external_paid[0] + round.paid[0] <= round.paid[1]);
}

TEST_CASE("a round refuses what is no system", "[analytic][clearing]")
{
    IntegerObligations const good = system_of({1, 1}, {debt(0, 1, 5)}, {0, 0});
    CHECK_THROWS_AS(clearing_round(good, {true}, eisenberg_noe), InputError);
    IntegerObligations bad = good;
    bad.debts[0].provision = Amount{6};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, eisenberg_noe), InputError);
    bad = good;
    bad.debts[0].creditor = InstitutionId{0};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, eisenberg_noe), InputError);
    bad = good;
    bad.own_assets[0] = Amount{-1};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, eisenberg_noe), InputError);
    bad = good;
    bad.external_owed[0] = Amount{std::int64_t{1} << 62};
    CHECK_THROWS_AS(clearing_round(bad, {true, false}, eisenberg_noe), InputError);
}
