#include "model/pool_genesis.hpp"

#include <fmt/core.h>

#include "model/base/check.hpp"
#include "model/genesis.hpp"
#include "model/pool_quotes.hpp"

namespace stampede {

void PoolParameters::visit(FieldVisitor& field)
{
    field("curve", curve, "what it pays for a coin that is given to it");
    field.amounts("coins", coins, RefersTo::asset, positive, "coins", "what it holds at the start; at least two coins");
    field.reference("quote", quote, RefersTo::asset, "which of its coins its prices are told in");
    field.reference("owner", owner, RefersTo::institution,
                    "who owns the shares that no population is born with; none = passive makers");
    field("fee", fee, {0, 0.5}, "1", "part of what is given in a swap that stays with the owners of its shares");
    field("marks", marks,
          "its prices count among those that value its coins but its quote, the more the deeper it is; false: only "
          "books do");
}

namespace {

constexpr std::int64_t share_decimals = 6;

Asset share_asset(std::string const& pool)
{
    AssetParameters profile;
    profile.decimals = share_decimals;
    return {pool + " share", profile, 1e6, 1};
}

Amount coins_held(World const& world, std::string const& where, AssetId asset, double coins)
{
    Asset const& kind = world.assets[asset.index()];
    double const units = coins * kind.unit;
    require(
        units >= 1 && units < 1e18,
        fmt::format("{}/coins/{} = {}  must be at least one and below 1e18 smallest units", where, kind.name, coins));
    return Amount{round_to_integer(units)};
}

Pool made(World const& world, std::string const& name, PoolParameters& parameters)
{
    std::string const where = "/pools/" + name;
    Pool pool;
    pool.name = name;
    pool.curve = parameters.curve.take();
    pool.fee = PoolFee::of(parameters.fee);
    pool.marks = parameters.marks;
    for (auto const& [coin, amount] : parameters.coins) {
        pool.coins.push_back(world.asset(coin));
        pool.at_birth.push_back(coins_held(world, where, pool.coins.back(), amount));
    }
    require(pool.coins.size() >= 2 && pool.coins.size() <= pool.curve->most_coins(),
            fmt::format("{}/coins  has {} coins; a pool of this curve holds 2 to {}", where, pool.coins.size(),
                        pool.curve->most_coins()));
    require(parameters.coins.contains(parameters.quote),
            fmt::format("{}/quote = \"{}\"  must be one of its coins", where, parameters.quote));
    pool.quote = coin_of(pool, world.asset(parameters.quote));
    return pool;
}

/// Shares for what it holds at birth, and the price of one.
void issue(World& world, Pool& pool)
{
    Balances balances;
    double worth = 0;
    for (std::size_t i = 0; i < pool.coins.size(); ++i) {
        AssetId const coin = pool.coins[i];
        balances.push_back(in_pool_units(world, coin, pool.at_birth[i]));
        worth += static_cast<double>(pool.at_birth[i].value()) / world.assets[coin.index()].unit *
                 world.assets[coin.index()].fundamental;
    }
    Asset& share = world.assets[pool.share.index()];
    pool.shares_at_birth = from_pool_units(world, pool.share, pool.curve->size(balances));
    share.fundamental = worth / (static_cast<double>(pool.shares_at_birth.value()) / share.unit);
}

}  // namespace

void add_pools(World& world, Declarations& declared)
{
    for (auto& [name, parameters] : declared.pools) {
        Pool pool = made(world, name, parameters);
        boost::add_vertex(Institution{name, InstitutionKind::pool, Status::active, -1, Share{1}}, world.institutions);
        world.facts.emplace_back().residual_claims = true;
        world.signals.emplace_back();
        world.income.push_back(0);
        pool.id = InstitutionId::of(world.institution_count() - 1);
        pool.share = AssetId::of(world.assets.size());
        world.assets.push_back(share_asset(name));
        issue(world, pool);
        world.pools.push_back(std::move(pool));
    }
    for (InstitutionFacts& fact : world.facts)
        fact.haircuts.resize(world.assets.size(), -1.0);
}

void endow_pools(World& world, Declarations const& declared)
{
    for (Pool& pool : world.pools) {
        for (std::size_t i = 0; i < pool.coins.size(); ++i)
            world.ledger.endow_storage(pool.id, pool.coins[i], Storage::hot, pool.at_birth[i]);
        Amount const taken = world.ledger.claims(pool.id, pool.share);
        require(
            taken <= pool.shares_at_birth,
            fmt::format("/agents  populations are born with more shares of the pool \"{}\" than there are", pool.name));
        std::string const& owner = declared.pools.at(pool.name).owner;
        pool.passive = world.ledger.open_account(
            pool.id, pool.share, owner.empty() ? maker_class(world) : Ledger::class_of(world.institution(owner)), {});
        world.ledger.endow_claim(pool.passive, pool.shares_at_birth - taken);
    }
}

}  // namespace stampede
