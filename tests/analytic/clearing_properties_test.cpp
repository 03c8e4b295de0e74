// What every clearing vector must satisfy, on random systems (keyed draws: the same in every run); Picard's iteration
// from above is the second method.

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "model/base/draws.hpp"
#include "model/graphs/clearing.hpp"
#include "model/graphs/inflow_system.hpp"

using namespace stampede;

namespace {

using Numbers = std::vector<double>;

constexpr std::uint64_t systems = 1000;

// Up to eight banks, a third of the pairs with a debt; some banks without external assets or creditors.
Obligations random_system(std::uint64_t seed)
{
    Draws const draws{seed, 0};
    auto stream = draws.stream("clearing_properties");
    std::size_t const n = 2 + stream() % 7;
    auto const amount = [&](double chance, double most) {
        double const u = stream.uniform();
        double const size = stream.uniform();
        return u < chance ? most * size : 0.0;
    };
    Obligations system{std::vector<Numbers>(n, Numbers(n, 0.0)), Numbers(n), Numbers(n)};
    for (std::size_t i = 0; i < n; ++i) {
        system.external_assets[i] = amount(0.7, 4);
        system.external_liabilities[i] = amount(0.7, 4);
        for (std::size_t j = 0; j < n; ++j)
            if (i != j)
                system.liabilities[i][j] = amount(0.35, 5);
    }
    return system;
}

Numbers owed(Obligations const& system)
{
    Numbers all(system.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = system.owed_by(i);
    return all;
}

// What i receives if everyone pays `paid` in proportion to what it owes.
double received(Obligations const& system, Numbers const& paid, std::size_t i)
{
    double sum = 0;
    for (std::size_t j = 0; j < system.size(); ++j)
        if (system.liabilities[j][i] > 0)
            sum += paid[j] * system.liabilities[j][i] / system.owed_by(j);
    return sum;
}

}  // namespace

TEST_CASE("payments are limited and exhaust what there is", "[analytic][clearing]")
{
    bool const costs = GENERATE(false, true);
    for (std::uint64_t seed = 0; seed < systems; ++seed) {
        CAPTURE(seed, costs);
        Obligations const system = random_system(seed);
        double const own = costs ? 0.6 : 1;
        double const claims = costs ? 0.8 : 1;
        Clearing const found = clear(system, Share{own}, Share{claims});
        for (std::size_t i = 0; i < system.size(); ++i) {
            REQUIRE(found.paid[i] >= 0);
            REQUIRE(found.paid[i] <= system.owed_by(i));
            double const has = system.external_assets[i] + received(system, found.paid, i);
            REQUIRE(found.paid[i] <= has + 1e-9);  // limited liability
            if (found.defaults[i]) {
                double const left = own * system.external_assets[i] + claims * received(system, found.paid, i);
                REQUIRE(std::abs(found.paid[i] - left) < 1e-9);
                REQUIRE(found.equity[i] < 0);
            }
            else {
                REQUIRE(found.paid[i] == system.owed_by(i));
                REQUIRE(found.equity[i] >= -1e-9);
            }
        }
    }
}

TEST_CASE("payments agree with Picard's iteration from above", "[analytic][clearing]")
{
    bool const costs = GENERATE(false, true);
    bool const senior = GENERATE(false, true);
    for (std::uint64_t seed = 0; seed < systems; ++seed) {
        CAPTURE(seed, costs, senior);
        Obligations system = random_system(seed);
        if (senior)  // often more than a bank has, so that nothing is left for the others
            system.senior_liabilities = random_system(seed + systems).external_assets;
        system.senior_liabilities.resize(senior ? system.size() : 0);
        Share const own{costs ? 0.5 : 1};
        Share const claims{costs ? 0.7 : 1};
        Numbers paid = owed(system);
        double step = 1;
        int rounds = 0;
        for (; step > 1e-13 && rounds < 100'000; ++rounds) {
            Numbers const next = pay_once(system, paid, own, claims);
            step = 0;
            for (std::size_t i = 0; i < paid.size(); ++i) {
                REQUIRE(next[i] <= paid[i] + 1e-12);  // from above
                step = std::max(step, paid[i] - next[i]);
            }
            paid = next;
        }
        REQUIRE(rounds < 100'000);
        Clearing const found = clear(system, own, claims);
        for (std::size_t i = 0; i < paid.size(); ++i)
            REQUIRE(std::abs(found.paid[i] - paid[i]) < 1e-9);
    }
}

TEST_CASE("value is conserved without costs of default", "[analytic][clearing]")
{
    for (std::uint64_t seed = 0; seed < systems; ++seed) {
        CAPTURE(seed);
        Obligations const system = random_system(seed);
        Clearing const found = clear(system);
        double sum = 0;
        for (std::size_t i = 0; i < system.size(); ++i) {
            sum += std::max(0.0, found.equity[i]);
            if (system.owed_by(i) > 0)
                sum += found.paid[i] * system.external_liabilities[i] / system.owed_by(i);
        }
        double const assets = std::accumulate(system.external_assets.begin(), system.external_assets.end(), 0.0);
        REQUIRE(std::abs(sum - assets) < 1e-9);
    }
}

TEST_CASE("payments rise with assets and with recovery", "[analytic][clearing]")
{
    for (std::uint64_t seed = 0; seed < systems; ++seed) {
        CAPTURE(seed);
        Obligations const system = random_system(seed);
        Obligations richer = system;
        richer.external_assets[seed % system.size()] += 0.5;
        Numbers const costly = clear(system, Share{0.5}, Share{0.7}).paid;
        Numbers const cheaper = clear(system, Share{0.9}, Share{0.9}).paid;
        Numbers const fair = clear(system).paid;
        Numbers const more = clear(richer).paid;
        for (std::size_t i = 0; i < system.size(); ++i) {
            REQUIRE(costly[i] <= cheaper[i] + 1e-9);
            REQUIRE(cheaper[i] <= fair[i] + 1e-9);
            REQUIRE(fair[i] <= more[i] + 1e-9);
        }
    }
}

TEST_CASE("senior debt equals debt subtracted from assets where these suffice", "[analytic][clearing]")
{
    for (std::uint64_t seed = 0; seed < systems; ++seed) {
        CAPTURE(seed);
        Obligations system = random_system(seed);
        Obligations net = system;
        system.senior_liabilities.assign(system.size(), 0.0);
        for (std::size_t i = 0; i < system.size(); ++i) {
            system.senior_liabilities[i] = 0.5 * system.external_assets[i];
            net.external_assets[i] -= system.senior_liabilities[i];
        }
        Clearing const found = clear(system);
        Clearing const same = clear(net);
        for (std::size_t i = 0; i < system.size(); ++i) {
            REQUIRE(std::abs(found.paid[i] - same.paid[i]) < 1e-9);
            REQUIRE(std::abs(found.equity[i] - same.equity[i]) < 1e-9);
        }
    }
}

TEST_CASE("a loop that is nearly closed is solved as well as an open one", "[analytic][clearing]")
{
    // x = 1 + (1 - leak) y, y = x: closed form x = 1 / leak.
    double const leak = GENERATE(0.9, 0.1, 1e-3, 1e-6);
    std::vector<double> const x = solve(InflowSystem{{1, 0}, {{{1, 1 - leak}}, {{0, 1.0}}}});
    CHECK_THAT(x[0] * leak, Catch::Matchers::WithinAbs(1, 1e-9));
    CHECK(x[0] == Approx(x[1]).epsilon(1e-12));
}
