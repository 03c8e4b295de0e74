#include "model/pool_quotes.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {
namespace {

Big scale_of(World const& world, AssetId asset)
{
    return Big{static_cast<std::uint64_t>(pool_unit / world.assets[asset.index()].unit)};
}

/// Balances in coins.
std::vector<double> plain_balances(World const& world, Pool const& pool)
{
    std::vector<double> balances;
    for (AssetId const coin : pool.coins)
        balances.push_back(static_cast<double>(world.ledger.stored(pool.id, coin, Storage::hot).value()) /
                           world.assets[coin.index()].unit);
    return balances;
}

/// Most curves have no price when one of the coins is gone; a window that swaps one for one needs only the coin that is
/// taken out of it, for a price the one that it is told in.
bool gives(Pool const& pool, auto const& balances, std::size_t out)
{
    auto const there = [](auto const& balance) { return balance > 0; };
    return there(balances[out]) && (!pool.curve->needs_all() || std::all_of(balances.begin(), balances.end(), there));
}

double quoted(World const& world, Pool const& pool, std::size_t coin, std::vector<double> const& balances)
{
    double const quote = world.price(pool.coins[pool.quote]).value();
    return coin == pool.quote ? quote : pool.curve->price(balances, coin, pool.quote) * quote;
}

}  // namespace

bool holds(Pool const& pool, AssetId asset)
{
    return std::find(pool.coins.begin(), pool.coins.end(), asset) != pool.coins.end();
}

std::size_t coin_of(Pool const& pool, AssetId asset)
{
    auto const found = std::find(pool.coins.begin(), pool.coins.end(), asset);
    ensure(found != pool.coins.end(), "pool " + pool.name + ": holds no such asset, number", asset.index());
    return static_cast<std::size_t>(found - pool.coins.begin());
}

Big in_pool_units(World const& world, AssetId asset, Amount amount)
{
    return Big{amount.value()} * scale_of(world, asset);
}

Amount from_pool_units(World const& world, AssetId asset, Big const& units)
{
    return Amount{(units / scale_of(world, asset)).convert_to<std::int64_t>()};
}

PoolState state_of(World const& world, Pool const& pool)
{
    PoolState state{
        *pool.curve, pool.fee, {}, in_pool_units(world, pool.share, world.ledger.claims(pool.id, pool.share))};
    for (AssetId const coin : pool.coins)
        state.balances.push_back(in_pool_units(world, coin, world.ledger.stored(pool.id, coin, Storage::hot)));
    return state;
}

Amount swap_output(World const& world, Pool const& pool, std::size_t in, std::size_t out, Amount amount)
{
    PoolState const state = state_of(world, pool);
    if (!gives(pool, state.balances, out))
        return Amount{0};
    Big const paid =
        state.curve.output(state.balances, in, out, in_pool_units(world, pool.coins[in], amount), state.fee);
    return from_pool_units(world, pool.coins[out], paid);
}

Amount removal_output(World const& world, Pool const& pool, Amount shares, std::size_t coin)
{
    PoolState const state = state_of(world, pool);
    Big const burned = in_pool_units(world, pool.share, shares);
    return from_pool_units(world, pool.coins[coin], one_coin_for(state, burned, coin));
}

double pool_price(World const& world, Pool const& pool, std::size_t coin)
{
    std::vector<double> const balances = plain_balances(world, pool);
    return gives(pool, balances, pool.quote) ? quoted(world, pool, coin, balances) : 0;
}

double pool_price_after(World const& world, Pool const& pool, std::size_t coin, double given)
{
    std::vector<double> balances = plain_balances(world, pool);
    if (!gives(pool, balances, pool.quote) || coin == pool.quote || balances[coin] + given <= 0)
        return 0;
    PoolState const state = state_of(world, pool);
    balances[coin] += given;
    Balances exact = state.balances;
    exact[coin] = Big{balances[coin] * pool_unit};
    if (exact[coin] == 0)
        return 0;
    Big const left = state.curve.balance_at(exact, pool.quote, state.curve.size(state.balances));
    balances[pool.quote] = left.convert_to<double>() / pool_unit;
    return balances[pool.quote] > 0 ? quoted(world, pool, coin, balances) : 0;
}

double pool_depth(World const& world, Pool const& pool, std::size_t coin)
{
    constexpr double nudge = 1e-3;  // of the balance
    double const now = pool_price(world, pool, coin);
    double const balance = static_cast<double>(world.ledger.stored(pool.id, pool.coins[coin], Storage::hot).value());
    double const unit = world.assets[pool.coins[coin].index()].unit;
    if (now > 0 && pool.curve->needs_all()) {
        double const fall = 1 - pool_price_after(world, pool, coin, nudge * balance / unit) / now;
        if (fall > 0)
            return 0.01 * nudge * balance / fall;
    }
    double const quote =
        static_cast<double>(world.ledger.stored(pool.id, pool.coins[pool.quote], Storage::hot).value());
    return now > 0 ? quote / world.assets[pool.coins[pool.quote].index()].unit * unit : 0;  // its price does not move
}

double pool_worth(World const& world, Pool const& pool)
{
    double usd = 0;
    for (AssetId const coin : pool.coins)
        usd += world.usd(coin, world.ledger.stored(pool.id, coin, Storage::hot));
    return usd;
}

}  // namespace stampede
