// Health factors and liquidations of vaults: the numbers and the identity of M 6.4.

#include <catch2/catch.hpp>

#include "model/vaults.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using stampede::testing::validation_row;

namespace {

constexpr double threshold = 0.825, debt = 15'000, ether = 10;

}  // namespace

TEST_CASE("Aave: ten ether against a debt of 15,000", "[analytic][vaults]")
{
    CHECK_THAT(health_factor(ether * 2000, threshold, debt), WithinAbs(1.1, 1e-12));
    CHECK_THAT(vault_liquidation_price(ether, threshold, debt), WithinAbs(1818.1818, 5e-5));
    CHECK_THAT(health_factor(ether * 1800, threshold, debt), WithinAbs(0.99, 1e-12));
    VaultSale const sale =
        vault_sale({.threshold = threshold, .bonus = 0.05, .close_factor = 0.5}, ether * 1800, debt, 1e9);
    CHECK_THAT(sale.repaid, WithinAbs(7500, 1e-9));
    CHECK_THAT(sale.seized, WithinAbs(7875, 1e-9));
    double const healed = health_factor(ether * 1800 - sale.seized, threshold, debt - sale.repaid);
    CHECK_THAT(healed, WithinAbs(1.11375, 1e-12));
    validation_row("Aave, liquidation price of ten ether against 15,000", "M 6.4", 1818.1818,
                   vault_liquidation_price(ether, threshold, debt));
    validation_row("Aave, health factor after half is repaid", "M 6.4", 1.11375, healed);
}

// HF' - HF = r (HF - LT (1 + bonus)) / (B - r).
TEST_CASE("a liquidation helps if and only if the factor exceeds threshold x (1 + bonus)", "[analytic][vaults]")
{
    double const price = GENERATE(1000.0, 1400.0, 1560.0, 1600.0, 1700.0, 1800.0);
    double const offered = GENERATE(100.0, 3000.0, 7500.0);
    double const bonus = GENERATE(0.0, 0.05, 0.1);
    CAPTURE(price, offered, bonus);
    double const before = health_factor(ether * price, threshold, debt);
    VaultSale const sale =
        vault_sale({.threshold = threshold, .bonus = bonus, .close_factor = 0.5}, ether * price, debt, offered);
    if (ether * price >= (1 + bonus) * debt)
        CHECK(sale.repaid == offered);
    double const after = health_factor(ether * price - sale.seized, threshold, debt - sale.repaid);
    double const gain = sale.repaid * (before - threshold * (1 + bonus)) / (debt - sale.repaid);
    CHECK_THAT(after - before, WithinAbs(gain, 1e-9));
    CHECK((after > before) == (before > threshold * (1 + bonus)));
}

TEST_CASE("what one liquidation may repay", "[analytic][vaults]")
{
    VaultTerms const terms{.threshold = 0.8, .bonus = 0.1, .close_factor = 0.5, .full_below = 0.95};
    CHECK(vault_sale(terms, 1250, 1000, 1e9).repaid == 0);       // health factor 1
    CHECK(vault_sale(terms, 1200, 1000, 1e9).repaid == 500);     // 0.96
    CHECK(vault_sale(terms, 1187.5, 1000, 1e9).repaid == 1000);  // 0.95
    CHECK(vault_sale(terms, 1200, 1000, 200).repaid == 200);     // little capital
    VaultSale const short_of_collateral = vault_sale(terms, 990, 1000, 1e9);
    CHECK_THAT(short_of_collateral.repaid, WithinAbs(900, 1e-9));  // the bonus takes the rest
    CHECK_THAT(short_of_collateral.seized, WithinAbs(990, 1e-9));
}
