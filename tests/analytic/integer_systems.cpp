#include "tests/analytic/integer_systems.hpp"

#include <catch2/catch.hpp>

#include "model/base/draws.hpp"
#include "tests/support/fields.hpp"

namespace stampede::cases {
namespace {

// Those whose books do not cover what they owe once provisions are taken.
std::vector<bool> insolvent(IntegerObligations const& system)
{
    std::vector<Amount> equity = system.own_assets;
    for (std::size_t i = 0; i < system.size(); ++i)
        equity[i] -= system.external_owed[i];
    for (Debt const& one : system.debts) {
        equity[one.creditor.index()] += one.owed - one.provision;
        equity[one.debtor.index()] -= one.owed;
    }
    std::vector<bool> flags;
    for (Amount const left : equity)
        flags.push_back(left < Amount{0});
    return flags;
}

}  // namespace

std::unique_ptr<ClearingRule> eisenberg_noe()
{
    return testing::made<ClearingRule>("eisenberg_noe");
}

std::unique_ptr<ClearingRule> rogers_veraart(double alpha, double beta)
{
    return testing::made<ClearingRule>("rogers_veraart", {{"alpha", alpha}, {"beta", beta}});
}

std::unique_ptr<ClearingRule> furfine(double loss)
{
    return testing::made<ClearingRule>("furfine", {{"loss_given_default", loss}});
}

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

Outcome run(IntegerObligations system, ClearingRule const& rule)
{
    Outcome outcome{{}, std::vector<bool>(system.size(), false), 0};
    while (true) {
        std::vector<bool> next = insolvent(system);
        for (std::size_t i = 0; i < next.size(); ++i)
            next[i] = next[i] || outcome.failed[i];
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

}  // namespace stampede::cases
