// A reserve of coins and shorts of the same worth: what is bought with money that comes in, and sold for what goes out.

#include <algorithm>
#include <optional>

#include "model/mechanisms/treasury.hpp"
#include "model/mechanisms/treasury_parts.hpp"

namespace stampede {

MarketId market_for(World const& world, AssetId base, AssetId money)
{
    for (std::size_t i = 0; i < world.markets.size(); ++i)
        if (world.markets[i].base == base && world.markets[i].quote == money && world.active(world.markets[i].venue))
            return MarketId::of(i);
    return MarketId{};
}

namespace {

/// What an institution pays in: par of the coin that it issues, else what the market of its first hedge trades for.
AssetId money_of(World const& world, InstitutionId id)
{
    if (CoinState const* const coin = world.coin_of(id); coin != nullptr)
        return coin->par;
    for (TreasuryHedge const& leg : world.hedges)
        if (leg.owner == id)
            return world.perps[leg.market.index()].quote;
    return AssetId{};
}

/// Coins against which an institution may be short, each once.
std::vector<AssetId> hedgeable(World const& world, InstitutionId id)
{
    std::vector<AssetId> coins;
    for (TreasuryHedge const& leg : world.hedges)
        if (AssetId const base = world.perps[leg.market.index()].base;
            leg.owner == id && std::find(coins.begin(), coins.end(), base) == coins.end())
            coins.push_back(base);
    return coins;
}

}  // namespace

void Treasury::note_shorts(World const& world, InstitutionId id, TreasuryQuestion& asked) const
{
    std::vector<AssetId> const coins = hedgeable(world, id);
    AssetId const money = money_of(world, id);
    if (coins.empty() || !money.valid())
        return;
    asked.leverage = rules_of(id).hedge_leverage;
    asked.money = world.usd(money, world.ledger.stored(id, money));
    for (AssetId const coin : coins)
        asked.coins += uncovered(world, id, coin);
    for (TreasuryHedge const& leg : world.hedges) {
        PerpMarket const& market = world.perps[leg.market.index()];
        if (leg.owner != id || !trades(world, leg))
            continue;
        Position const held = market.positions.position(leg.row);
        asked.shorts -= static_cast<double>(held.size.value()) * unit_usd(world, market);
        asked.margin += equity(held, market.contract(), market.mark_price()) / market.contract().settle_unit *
                        world.price(market.settle).value();
        if (market.settle == money && world.active(market.venue))
            asked.money += world.usd(money, world.ledger.balance(market.positions.account(leg.row)));
    }
}

bool Treasury::turn(World& world, InstitutionId id, TreasuryQuestion const& asked) const
{
    std::vector<AssetId> const coins = hedgeable(world, id);
    std::optional<double> const bought = rules_of(id).policy->bought(asked);
    if (coins.empty() || !bought)
        return false;
    if (*bought == 0 || (*bought < 0 && !parameters_.sells))
        return true;
    Side const side = *bought > 0 ? Side::buy : Side::sell;
    double const in_all = *bought > 0 ? *bought : -*bought;
    double const pace = 1 - world.clock.kept(rules_of(id).conversion_time);
    double const worst = rules_of(id).slippage.value();
    for (AssetId const coin : coins) {
        MarketId const market = market_for(world, coin, money_of(world, id));
        double const part =
            asked.coins > 0 ? uncovered(world, id, coin) / asked.coins : 1 / static_cast<double>(coins.size());
        Amount const amount = world.units_worth(coin, in_all * part * pace);
        if (!market.valid() || amount.value() <= 0)
            continue;
        double const limit = world.markets[market.index()].mid * (side == Side::buy ? 1 + worst : 1 - worst);
        world.house_orders.push_back({id, market, side, amount, limit,
                                      side == Side::sell ? Channel::fire_sale : Channel::price,
                                      world.signals[id.index()].ask_event});
    }
    return true;
}

}  // namespace stampede
