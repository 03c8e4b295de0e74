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

/// Coins against which an institution is to be short, each once.
struct HedgedCoins {
    std::vector<AssetId> open;  ///< it still can be short of them
    std::vector<AssetId> bare;  ///< none of their legs can be traded any more
};

HedgedCoins hedged_coins(World const& world, InstitutionId id)
{
    HedgedCoins coins;
    auto const has = [](std::vector<AssetId> const& all, AssetId coin) {
        return std::find(all.begin(), all.end(), coin) != all.end();
    };
    for (bool const tradable : {true, false})
        for (TreasuryHedge const& leg : world.hedges) {
            AssetId const base = world.perps[leg.market.index()].base;
            if (leg.owner == id && trades(world, leg) == tradable && !has(coins.open, base) && !has(coins.bare, base))
                (tradable ? coins.open : coins.bare).push_back(base);
        }
    return coins;
}

}  // namespace

void Treasury::note_shorts(World const& world, InstitutionId id, TreasuryQuestion& asked) const
{
    std::vector<AssetId> const coins = hedged_coins(world, id).open;
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
    auto const [coins, bare] = hedged_coins(world, id);
    std::optional<double> const bought = rules_of(id).policy->bought(asked);
    if ((coins.empty() && bare.empty()) || !bought)
        return false;
    AssetId const money = money_of(world, id);
    double const pace = 1 - world.clock.kept(rules_of(id).conversion_time);
    auto const trade = [&](AssetId coin, Side side, double usd) {
        MarketId const market = market_for(world, coin, money);
        if (market.valid() && (side == Side::buy || parameters_.sells))
            order(world, id, market, side, usd * pace);
    };
    for (AssetId const coin : bare)
        trade(coin, Side::sell, uncovered(world, id, coin));
    Side const side = *bought > 0 ? Side::buy : Side::sell;
    double const in_all = *bought > 0 ? *bought : -*bought;
    for (AssetId const coin : coins)
        trade(coin, side,
              in_all *
                  (asked.coins > 0 ? uncovered(world, id, coin) / asked.coins : 1 / static_cast<double>(coins.size())));
    return true;
}

}  // namespace stampede
