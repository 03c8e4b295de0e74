#include "model/vaults.hpp"

#include <algorithm>
#include <limits>

#include "model/world.hpp"

namespace stampede {
namespace {

double coins(World const& world, AssetId asset, Amount amount)
{
    return static_cast<double>(amount.value()) / world.assets[asset.index()].unit;
}

/// Coins of debt per coin of collateral.
double risk_of(World const& world, Protocol const& protocol, Row vault)
{
    Vault const& one = protocol.vaults[vault];
    double const held = coins(world, protocol.collateral, world.ledger.balance(one.collateral));
    double const owed = coins(world, protocol.coin, world.ledger.borrowed(one.loan));
    return held > 0 ? owed / held : owed > 0 ? std::numeric_limits<double>::max() : 0;
}

double known(World const& world, AssetId asset, std::int64_t steps)
{
    Column<double> const& history = world.history.price[asset.index()];
    if (steps == 0 || history.empty())
        return world.price(asset).value();
    auto const last = static_cast<std::int64_t>(history.size()) - 1;
    return history[static_cast<std::size_t>(std::max<std::int64_t>(0, last - steps + 1))];
}

}  // namespace

double health_factor(double collateral, double threshold, double debt)
{
    return debt > 0 ? collateral * threshold / debt : std::numeric_limits<double>::infinity();
}

double vault_liquidation_price(double collateral_coins, double threshold, double debt)
{
    return debt / (collateral_coins * threshold);
}

VaultSale vault_sale(VaultTerms const& terms, double collateral, double debt, double offered)
{
    double const health = health_factor(collateral, terms.threshold, debt);
    if (health >= 1)
        return {};
    double const most = health <= terms.full_below ? debt : terms.close_factor * debt;
    double const repaid = std::min({offered, most, collateral / (1 + terms.bonus)});
    return {repaid, std::min(collateral, repaid * (1 + terms.bonus))};
}

OraclePrices oracle_prices(World const& world, Protocol const& protocol)
{
    std::int64_t const steps = world.clock.steps_of(protocol.terms.oracle_delay);
    return {known(world, protocol.collateral, steps), known(world, protocol.coin, steps)};
}

double health_of(World const& world, Protocol const& protocol, Row vault, OraclePrices const& prices)
{
    Vault const& one = protocol.vaults[vault];
    return health_factor(coins(world, protocol.collateral, world.ledger.balance(one.collateral)) * prices.collateral,
                         protocol.terms.threshold,
                         coins(world, protocol.coin, world.ledger.borrowed(one.loan)) * prices.coin);
}

std::vector<Row> vaults_below(World const& world, Protocol const& protocol, double health, OraclePrices const& prices)
{
    if (!(prices.coin > 0))
        return {};
    std::vector<Row> found =
        protocol.by_risk.at_least(prices.collateral * protocol.terms.threshold / (health * prices.coin));
    std::erase_if(found, [&](Row vault) { return health_of(world, protocol, vault, prices) >= health; });
    std::vector<std::pair<double, Row>> order;
    for (Row const vault : found)
        order.emplace_back(-risk_of(world, protocol, vault), vault);
    std::sort(order.begin(), order.end());
    std::transform(order.begin(), order.end(), found.begin(), [](auto const& one) { return one.second; });
    return found;
}

void file_vault(World& world, Protocol& protocol, Row vault)
{
    if (double const risk = risk_of(world, protocol, vault); risk > 0)
        protocol.by_risk.put(vault, risk);
    else
        protocol.by_risk.remove(vault);
}

void file_vaults(World& world, Protocol& protocol)
{
    protocol.by_risk.clear();
    for (Row vault = 0; vault < protocol.vaults.size(); ++vault)
        file_vault(world, protocol, vault);
}

}  // namespace stampede
