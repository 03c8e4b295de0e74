// Several vaults in trouble at once: the stability pool takes the riskiest first, keepers what is left in the sequence
// of their luck, each as much as the terms allow.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "model/vaults.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double held = 20'000, threshold = 0.825, price = 2000, after = 1640;  // a fall by 18 %
constexpr double unit = 2e-6;  // rounding of a debt and of what is repaid of it [coins]

/// Ten ether in each vault, by health factor, and a fall; who else is there is up to the test.
std::string world(std::string const& terms, std::vector<double> const& healths, std::string const& others)
{
    std::string owners;
    for (std::size_t i = 0; i < healths.size(); ++i)
        owners += fmt::format(R"("{}": {{"kind": "vault_owner", "protocol": "Maker", "count": 1, "collateral": {},
                                  "health": {}, "kept": 0, "minds": 0}}, )",
                              static_cast<char>('a' + i), held, healths[i]);
    return fmt::format(R"("step_seconds": 60, "days": 0.01, "assets": {{"USD": {{"kind": "fiat", "decimals": 6}},
            "ETH": {{"price": {}, "decimals": 6}}}}, "institutions": {{"Exchange": {{}}}},
            "markets": {{"ETH-USD": {{"venue": "Exchange", "base": "ETH", "quote": "USD", "depth": 1e9}}}},
            "protocols": {{"Maker": {{"collateral": "ETH", "coin": "USD", "threshold": {}, {}}}}},
            "agents": {{{}{}}},
            "shocks": {{"fall": {{"kind": "price_jump", "at": "5min", "asset": "ETH", "change": -0.18}}}})",
                       price, threshold, terms, owners, others);
}

std::string keepers(std::string const& name, int count)
{
    return fmt::format(R"("{}": {{"kind": "keeper", "protocol": "Maker", "venue": "Exchange", "count": {},
                          "capital": 1e6, "gas": 0, "attention": 0}})",
                       name, count);
}

double debt_at_birth(double health)
{
    return held * threshold / health;
}

double owed(View& seen, std::size_t vault)
{
    return static_cast<double>(seen.ledger.borrowed(seen.protocols.front().vaults[vault].loan).value()) * 1e-6;
}

/// Ether in a vault.
double left(View& seen, std::size_t vault)
{
    return static_cast<double>(seen.ledger.balance(seen.protocols.front().vaults[vault].collateral).value()) * 1e-6;
}

/// Which vaults were liquidated, in their order.
std::vector<std::size_t> sequence(View& seen)
{
    std::vector<std::size_t> vaults;
    std::vector<Vault> const& all = seen.protocols.front().vaults;
    for (std::size_t i = 0; i < seen.events.size(); ++i)
        for (std::size_t vault = 0; vault < all.size() && seen.events.kind(i) == EventKind::liquidation; ++vault)
            if (seen.events.happening(i).account == all[vault].collateral)
                vaults.push_back(vault);
    return vaults;
}

/// To the end of the step of the fall.
View& fallen(Simulation& run)
{
    while (run.world().clock.step < 6)
        run.step();
    return run.world();
}

double lost(View& seen, std::string const& name)
{
    auto const& all = seen.ledger.wealth().classes();
    auto const found = std::find(all.begin(), all.end(), name);
    REQUIRE(found != all.end());
    ClassId const owner = ClassId::of(static_cast<std::size_t>(found - all.begin()));
    return static_cast<double>(seen.ledger.wealth().loss(owner).value()) * 1e-6;
}

}  // namespace

TEST_CASE("a stability pool for one vault and a half takes the riskiest, keepers the rest", "[vaults][engine]")
{
    // Health factors after the fall: 0.902, 0.869, 0.943. Where one lies above `full_below`, half a debt is repaid.
    auto const [full_below, bonus, second_left, third_left] = GENERATE(table<double, double, double, double>({
        {0.95, 0.05, 0, 0},
        {0.94, 0.05, 0, 0.5},
        {0.93, 0.05, 0.5, 0.5},  // the vault of which the pool took a half is at 0.93775 then
        {0.96, 0.03, 0, 0},
    }));
    CAPTURE(full_below, bonus);
    std::vector<double> const healths{1.10, 1.06, 1.15};
    double const riskiest = debt_at_birth(1.06), second = debt_at_birth(1.10), third = debt_at_birth(1.15);
    auto const run =
        world_of(world(fmt::format(R"("mints": true, "absorbs": true, "bonus": {}, "full_below": {}, "stable": {:.6f})",
                                   bonus, full_below, riskiest + 0.5 * second),
                       healths, keepers("keepers", 6)));
    View& seen = run->world();
    Amount const supply = seen.ledger.supply(seen.asset("USD"));
    fallen(*run);

    CHECK_THAT(owed(seen, 1), WithinAbs(0, unit));
    CHECK_THAT(owed(seen, 0), WithinAbs(0.5 * second * second_left, unit));
    CHECK_THAT(owed(seen, 2), WithinAbs(third * third_left, unit));
    std::vector<std::size_t> const order = sequence(seen);
    REQUIRE(order.size() == 4);
    CHECK(order[0] == 1);
    CHECK(order[1] == 0);
    CHECK(order[2] + order[3] == 2);  // the keepers, one each

    Protocol const& protocol = seen.protocols.front();
    double const one = (1 + bonus) / after;  // ether for a dollar repaid
    CHECK_THAT(left(seen, 1), WithinAbs(10 - riskiest * one, unit));
    CHECK_THAT(left(seen, 0), WithinAbs(10 - second * (1 - 0.5 * second_left) * one, unit));
    CHECK_THAT(left(seen, 2), WithinAbs(10 - third * (1 - third_left) * one, unit));
    CHECK(seen.ledger.balance(protocol.stable_coins).value() <= 2);
    double const absorbed = riskiest + 0.5 * second;
    CHECK_THAT(static_cast<double>(seen.ledger.balance(protocol.stable_collateral).value()) * 1e-6,
               WithinAbs(absorbed * one, unit));
    double const repaid = absorbed + 0.5 * second * (1 - second_left) + third * (1 - third_left);
    CHECK_THAT(static_cast<double>((supply - seen.ledger.supply(seen.asset("USD"))).value()) * 1e-6,
               WithinAbs(repaid, 2 * unit));
    CHECK_THAT(lost(seen, "keepers"), WithinAbs(-bonus * (repaid - absorbed), 0.01));
    CHECK(protocol.last.refused == 1);  // the keeper who had chosen the vault that is gone
    CHECK(protocol.bad_debt == 0);
}

TEST_CASE("of two keepers at one vault the first by luck takes what it may, the other what that leaves",
          "[vaults][engine]")
{
    auto const [close_factor, full_below, repaid_first, repaid_second] =
        GENERATE(table<double, double, double, double>({
            {0.5, 0.95, 1, 0},          // at 0.902 all of it may be repaid
            {0.25, 0.3, 0.25, 0.1875},  // a quarter, and a quarter of the rest
        }));
    CAPTURE(close_factor, full_below);
    auto const run =
        world_of(world(fmt::format(R"("mints": true, "close_factor": {}, "full_below": {})", close_factor, full_below),
                       {1.10}, keepers("one keeper", 1) + ", " + keepers("other keeper", 1)));
    View& seen = fallen(*run);
    double const debt = debt_at_birth(1.10), bonus = 0.05;
    CHECK_THAT(owed(seen, 0), WithinAbs(debt * (1 - repaid_first - repaid_second), unit));
    double const gains[] = {-lost(seen, "one keeper"), -lost(seen, "other keeper")};
    CHECK_THAT(std::max(gains[0], gains[1]), WithinAbs(bonus * debt * repaid_first, 0.01));
    CHECK_THAT(std::min(gains[0], gains[1]), WithinAbs(bonus * debt * repaid_second, 0.01));
    CHECK(seen.protocols.front().last.refused == (repaid_second > 0 ? 0 : 1));
}
