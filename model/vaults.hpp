#pragma once
// When a debt against collateral is liquidated, and what a liquidation changes. Pure functions first, then of a world.

#include "model/protocol.hpp"

namespace stampede {

class World;

/// collateral x threshold / debt, all by value [1]; infinite without debt. Below 1 it may be liquidated.
/// @source Aave v3, technical paper, 2022, section 3
[[nodiscard]] double health_factor(double collateral, double threshold, double debt);
/// Price of the collateral at which the health factor is 1 [debt/coin of collateral].
[[nodiscard]] double vault_liquidation_price(double collateral_coins, double threshold, double debt);

/// A liquidation, both parts by value.
struct VaultSale {
    double repaid = 0, seized = 0;
};
/// Largest liquidation of at most `offered` that the terms allow; nothing while the health factor is 1 or more. What is
/// seized is worth what is repaid and a bonus, as far as there is collateral.
[[nodiscard]] VaultSale vault_sale(VaultTerms const& terms, double collateral, double debt, double offered);

/// What a protocol knows of its two prices at this moment, as old as its oracle is [USD/coin].
struct OraclePrices {
    double collateral = 0, coin = 0;
};
[[nodiscard]] OraclePrices oracle_prices(World const& world, Protocol const& protocol);
/// By those prices.
[[nodiscard]] double health_of(World const& world, Protocol const& protocol, Row vault, OraclePrices const& prices);
/// Vaults whose health factor is below `health`, the riskiest first; the others are not touched.
[[nodiscard]] std::vector<Row> vaults_below(World const& world, Protocol const& protocol, double health,
                                            OraclePrices const& prices);
/// Files a vault anew after its debt or collateral has changed; all of them.
void file_vault(World& world, Protocol& protocol, Row vault);
void file_vaults(World& world, Protocol& protocol);

}  // namespace stampede
