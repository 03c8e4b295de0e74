#include "model/mechanisms/coin_swaps.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/rules_at.hpp"
#include "model/policies/virtual_pool.hpp"

namespace stampede {

void SwapRules::visit(FieldVisitor& field)
{
    field("base", base, positive, "coins", "of each side of the virtual pool in equilibrium");
    field("period", period, {1, 1e9}, "blocks", "each block takes one part in so many of the pool's deviation away");
    field("block_time", block_time, positive, "time of one block");
    field("least_spread", least_spread, unit_interval, "1", "part of the value that a swap loses at least");
    field("oracle_lag", oracle_lag, not_negative, "age of the price at which sister tokens are counted");
    field("dilution", dilution, {0, 1}, "1",
          "power with which the price of sister tokens falls as their number grows; 1 = all of them are worth the same "
          "as before");
}

void CoinSwaps::Parameters::visit(FieldVisitor& field)
{
    rules.visit(field);
    field("at", at, "issuers with rules of their own, by name; what is not said there is as built in, not as above");
}

CoinSwaps::CoinSwaps(Parameters parameters, std::vector<std::string> const& names)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}
{
}

void CoinSwaps::start(World& world) const
{
    for (CoinState& coin : world.coins)
        if (coin.sister.valid()) {
            coin.base = rules_of(coin.issuer).base;
            publish(world, coin);
        }
}

void CoinSwaps::publish(World const& world, CoinState& coin) const
{
    SwapRules const& rules = rules_of(coin.issuer);
    Column<double> const& history = world.history.price[coin.sister.index()];
    auto const last = static_cast<std::int64_t>(history.size()) - 1;
    auto const then =
        static_cast<std::size_t>(std::max<std::int64_t>(0, last - world.clock.steps_of(rules.oracle_lag)));
    double const spread = VirtualPool{coin.base, coin.pool}.spread(), least = rules.least_spread.value();
    coin.oracle = history[then] / world.price(coin.par).value();
    coin.redeems_at = 1 - std::max(spread, least);
    double const worth = std::min(1 / (1 - spread), 1 - least);  // coins for sister tokens worth one par
    coin.mints_at = worth > 0 ? 1 / worth : 1e300;
    coin.open = world.active(coin.issuer) && coin.oracle > 0 ? 1 : 0;
}

namespace {

/// One side of the swaps of a step: who brings how much, and who gets what for it.
struct Brings {
    std::vector<AccountId> from, to;
    std::vector<Amount> amounts;
    std::vector<Cause> causes;
    Amount total{0};

    /// Not more than the wallet has, over all that was wished of it.
    void add(World const& world, AccountId source, AccountId target, Amount wished, Cause const& cause)
    {
        Amount left = world.ledger.balance(source);
        for (std::size_t i = 0; i < from.size(); ++i)
            if (from[i] == source)
                left -= amounts[i];
        Amount const amount = std::min(wished, left);
        if (amount.value() <= 0)
            return;
        from.push_back(source);
        to.push_back(target);
        amounts.push_back(amount);
        causes.push_back(cause);
        total += amount;
    }
};

struct Brought {
    double burnt = 0, minted = 0;  // [par] of sister tokens, and of coins
};

/// Lets both flows into the pool evenly, block by block.
Brought flow(CoinState& coin, SwapRules const& rules, double burns, double mints, Duration step)
{
    double const blocks = step.value() / rules.block_time.value();
    auto const parts = std::max<std::int64_t>(1, round_to_integer(blocks));
    auto const count = static_cast<double>(parts);
    double const kept = kept_after(blocks / count, rules.period), most = 1 - rules.least_spread.value();
    Brought brought;
    VirtualPool pool{coin.base, coin.pool};
    for (std::int64_t i = 0; i < parts; ++i) {
        double const burn = burns / count, mint = mints / count;
        brought.burnt += std::min(pool.burnt(burn), most * burn);
        pool.delta += burn;
        double const out = pool.minted(mint);
        brought.minted += std::min(out, most * mint);
        pool.delta = (pool.delta - out) * kept;
    }
    coin.pool = pool.delta;
    return brought;
}

/// @return the last of its events, the root if there is none
EventId exchange(World& world, CoinState const& coin, Brings const& side, Amount out, EventKind kind)
{
    EventId last = calm_root;
    if (side.amounts.empty())
        return last;
    std::vector<Amount> const parts =
        split(out, side.amounts, world.draws, "coin swaps", static_cast<std::uint64_t>(world.clock.step));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        world.ledger.convert(side.from[i], side.to[i], side.amounts[i], parts[i], Channel::depeg);
        bool const burns = kind == EventKind::redemption_paid;
        Amount const coins = burns ? side.amounts[i] : parts[i];
        last = world.events.add(kind,
                                {coin.issuer, coin.coin, burns ? side.from[i] : side.to[i], coins,
                                 world.usd(world.ledger.asset(side.to[i]), parts[i])},
                                side.causes[i]);
    }
    return last;
}

}  // namespace

void CoinSwaps::swap(StepContext& step, CoinState& coin) const
{
    World& world = step.world;
    SwapRules const& rules = rules_of(coin.issuer);
    Brings burns, mints;
    for (RedemptionWish const& wish : step.wishes.redemptions)
        if (world.ledger.asset(wish.coins) == coin.coin && world.ledger.asset(wish.money) == coin.sister)
            burns.add(world, wish.coins, wish.money, wish.amount, wish.cause);
    for (MintWish const& wish : step.wishes.mints)
        if (world.ledger.asset(wish.coins) == coin.coin && world.ledger.asset(wish.money) == coin.sister)
            mints.add(world, wish.money, wish.coins, wish.amount, wish.cause);
    double const coin_unit = world.assets[coin.coin.index()].unit, token_unit = world.assets[coin.sister.index()].unit;
    double const burnt = static_cast<double>(burns.total.value()) / coin_unit;
    double const paid = static_cast<double>(mints.total.value()) / token_unit * coin.oracle;
    auto const before = static_cast<double>(world.ledger.supply(coin.sister).value());
    // Tokens so cheap that they could not be counted are not made: nobody burns, as at Terra's end.
    bool const countable = before + burnt / coin.oracle * token_unit < 0.5 * static_cast<double>(largest_supply);
    if (!countable)
        burns = {};
    Brought const brought = flow(coin, rules, countable ? burnt : 0, paid, Duration{world.clock.dt()});
    EventId const burn =
        exchange(world, coin, burns, Amount{static_cast<std::int64_t>(brought.burnt / coin.oracle * token_unit)},
                 EventKind::redemption_paid);
    Amount const fresh{static_cast<std::int64_t>(brought.minted * coin_unit)};
    exchange(world, coin, mints, fresh, EventKind::coins_minted);
    coin.redeemed += burns.total;
    coin.minted += mints.amounts.empty() ? Amount{0} : fresh;
    auto const after = static_cast<double>(world.ledger.supply(coin.sister).value());
    if (after == before || rules.dilution <= 0 || after <= 0)
        return;
    double const factor = pow(before / after, rules.dilution);
    jump_price(world, coin.sister, factor, Channel::depeg);
    world.moves[coin.sister.index()].add(log(factor), 1, burn);
}

void CoinSwaps::apply(StepContext& step) const
{
    for (CoinState& coin : step.world.coins)
        if (coin.sister.valid()) {
            if (coin.open != 0)
                swap(step, coin);
            publish(step.world, coin);
        }
}

}  // namespace stampede
