// Shares in pools: nobody takes out more than he brought, whatever he does, and shares never lose size.

#include "model/liquidity.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <memory>

#include "model/policies/constant_product.hpp"
#include "model/policies/stable_swap.hpp"

using namespace stampede;

namespace {

Big const coin{1'000'000'000'000};

struct AnyPool {
    std::unique_ptr<PoolCurve> curve;
    PoolState state;
};

AnyPool any_pool()
{
    bool const stable = *rc::gen::arbitrary<bool>();
    std::unique_ptr<PoolCurve> curve;
    if (stable)
        curve = std::make_unique<StableSwap>(*rc::gen::inRange<std::int64_t>(1, 3000));
    else
        curve = std::make_unique<ConstantProduct>();
    auto const coins = stable ? *rc::gen::inRange<std::size_t>(2, 5) : 2;
    Balances balances;
    for (std::size_t i = 0; i < coins; ++i)
        balances.push_back(coin * *rc::gen::inRange<std::int64_t>(1, 1'000'000));
    PoolFee const fee{*rc::gen::inRange<std::int64_t>(0, 100'000'000)};
    Big const shares = curve->size(balances) / *rc::gen::inRange<int>(1, 1000);
    PoolCurve const& rule = *curve;
    return {std::move(curve), {rule, fee, balances, shares}};
}

/// May a size be smaller by rounding of the root? By two of its units, never by what a trader could take.
bool not_smaller(Big const& after, Big const& before)
{
    return after + 2 >= before;
}

}  // namespace

TEST_CASE("a swap never makes a pool smaller, and there and back never pays", "[analytic][pools][property]")
{
    CHECK(rc::check("swap", [] {
        AnyPool pool = any_pool();
        Balances& balances = pool.state.balances;
        auto const in = *rc::gen::inRange<std::size_t>(0, balances.size());
        std::size_t const out = (in + 1) % balances.size();
        Big const given = coin * *rc::gen::inRange<std::int64_t>(0, 2'000'000);
        Big const before = pool.curve->size(balances);
        Big const paid = pool.curve->output(balances, in, out, given, pool.state.fee);
        RC_ASSERT(paid < balances[out]);
        balances[in] += given;
        balances[out] -= paid;
        RC_ASSERT(not_smaller(pool.curve->size(balances), before));
        RC_ASSERT(pool.curve->output(balances, out, in, paid, pool.state.fee) <= given);
    }));
}

TEST_CASE("shares that are taken out again pay no more than they cost", "[analytic][pools][property]")
{
    CHECK(rc::check("add and remove", [] {
        AnyPool pool = any_pool();
        PoolState& state = pool.state;
        Balances added;
        for (std::size_t i = 0; i < state.balances.size(); ++i)
            added.push_back(coin * *rc::gen::inRange<std::int64_t>(0, 1'000'000));
        double const price = virtual_price(state);
        Big const got = shares_for(state, added);
        for (std::size_t i = 0; i < added.size(); ++i)
            state.balances[i] += added[i];
        state.shares += got;
        RC_ASSERT(virtual_price(state) >= price * (1 - 1e-12));

        Balances const back = coins_for(state, got);
        Big const put = pool.curve->size(state.balances);
        Balances rest = state.balances;
        for (std::size_t i = 0; i < rest.size(); ++i)
            rest[i] -= back[i];
        RC_ASSERT(state.shares == got || (pool.curve->size(rest) + 2) * state.shares >= put * (state.shares - got));
    }));
}

TEST_CASE("one coin alone pays at most what all coins would after a swap", "[analytic][pools][property]")
{
    CHECK(rc::check("one-sided", [] {
        AnyPool pool = any_pool();
        PoolState& state = pool.state;
        Big const burned = state.shares * *rc::gen::inRange<int>(0, 99) / 100;
        auto const of = *rc::gen::inRange<std::size_t>(0, state.balances.size());
        double const price = virtual_price(state);
        Big const paid = one_coin_for(state, burned, of);
        RC_ASSERT(paid < state.balances[of]);
        state.balances[of] -= paid;
        state.shares -= burned;
        RC_ASSERT(virtual_price(state) >= price * (1 - 1e-12));
    }));
}

TEST_CASE("the first shares are the size of the pool, the last take all", "[analytic][pools]")
{
    StableSwap const curve{100};
    PoolState const empty{curve, PoolFee{}, {0, 0, 0}, 0};
    CHECK(shares_for(empty, {coin * 5, coin * 5, coin * 5}) == coin * 15);
    PoolState const full{curve, PoolFee{}, {coin * 5, coin * 7, coin * 9}, coin * 20};
    CHECK(coins_for(full, full.shares) == full.balances);
    CHECK(one_coin_for(full, full.shares, 2) == coin * 9);
}
