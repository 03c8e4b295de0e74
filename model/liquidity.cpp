#include "model/liquidity.hpp"

#include "model/base/check.hpp"

namespace stampede {
namespace {

/// The fee on what is out of proportion, rounded up.
Big imbalance_fee(PoolState const& pool, Big const& surplus)
{
    std::size_t const n = pool.balances.size();
    Big const whole = Big{PoolFee::whole} * (4 * (n - 1));
    return (surplus * pool.fee.parts * n + whole - 1) / whole;
}

Big distance(Big const& a, Big const& b)
{
    return a > b ? Big{a - b} : Big{b - a};
}

}  // namespace

Big shares_for(PoolState const& pool, Balances const& added)
{
    std::size_t const n = pool.balances.size();
    Balances after = pool.balances;
    for (std::size_t i = 0; i < n; ++i)
        after[i] += added[i];
    if (pool.shares == 0)
        return pool.curve.size(after);
    Big const before = pool.curve.size(pool.balances);
    Big const grown = pool.curve.size(after);
    for (std::size_t i = 0; i < n; ++i)
        after[i] -= imbalance_fee(pool, distance(grown * pool.balances[i] / before, after[i]));
    Big const counted = pool.curve.size(after);
    return counted > before ? Big{pool.shares * (counted - before) / before} : Big{0};
}

Balances coins_for(PoolState const& pool, Big const& burned)
{
    ensure(burned <= pool.shares, "a pool cannot take back more shares than are out");
    Balances coins = pool.balances;
    for (Big& coin : coins)
        coin = coin * burned / pool.shares;
    return coins;
}

Big one_coin_for(PoolState const& pool, Big const& burned, std::size_t coin)
{
    ensure(burned <= pool.shares, "a pool cannot take back more shares than are out");
    if (burned == pool.shares)
        return pool.balances[coin];
    Big const before = pool.curve.size(pool.balances);
    Big const after = before - before * burned / pool.shares;
    Big const kept = pool.curve.balance_at(pool.balances, coin, after);
    Balances reduced = pool.balances;
    for (std::size_t i = 0; i < reduced.size(); ++i) {
        Big const fair = pool.balances[i] * after / before;
        Big const surplus = i == coin ? distance(fair, kept) : Big{pool.balances[i] - fair};
        reduced[i] -= imbalance_fee(pool, surplus);
    }
    Big const left = pool.curve.balance_at(reduced, coin, after) + 1;
    return left < reduced[coin] ? Big{reduced[coin] - left} : Big{0};
}

double virtual_price(PoolState const& pool)
{
    if (pool.shares == 0)
        return 1;
    return pool.curve.size(pool.balances).convert_to<double>() / pool.shares.convert_to<double>();
}

}  // namespace stampede
