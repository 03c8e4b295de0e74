#include "model/mechanisms/client_claims.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "model/mechanisms/pool_shares.hpp"

namespace stampede {
namespace {

/// Accounts with something in them that are claims on an institution.
std::vector<AccountId> holders_of(World const& world, InstitutionId id)
{
    std::vector<AccountId> holders;
    for (std::size_t row = 0; row < world.ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        if (world.ledger.institution(account) == id && world.ledger.balance(account).value() > 0)
            holders.push_back(account);
    }
    return holders;
}

/// All clients' claims [1e-6 USD].
Amount value_of_claims(World const& world, InstitutionId id)
{
    Amount sum{0};
    for (std::size_t i = 0; i < world.assets.size(); ++i)
        sum += Amount{world.ledger.value(AssetId::of(i), world.ledger.claims(id, AssetId::of(i))).value()};
    return sum;
}

/// The guarantor brings tokens worth up to `lost`, of each asset in proportion to what is claimed of it.
/// @return what they are worth [1e-6 USD]
Amount call_guarantee(World& world, InstitutionId id, Amount lost, Amount claims)
{
    double& promised = world.signals[id.index()].backstop;
    Amount const called = std::min(lost, Amount{static_cast<std::int64_t>(std::min(promised, 9e12) * 1e6)});
    Amount paid{0};
    for (std::size_t i = 0; i < world.assets.size() && called.value() > 0; ++i) {
        AssetId const asset = AssetId::of(i);
        Amount const amount = std::min(scaled(world.ledger.claims(id, asset), called, claims),
                                       world.ledger.stored(World::outside, asset, Storage::hot));
        world.ledger.pay_income(World::outside, id, asset, amount);
        paid += Amount{world.ledger.value(asset, amount).value()};
    }
    promised -= static_cast<double>(paid.value()) * 1e-6;
    return paid;
}

}  // namespace

void gather_tokens(World& world, InstitutionId id)
{
    std::erase_if(world.transits, [&](Transit const& way) { return way.to == id; });
    for (std::size_t i = 0; i < world.assets.size(); ++i)
        for (Storage const storage : {Storage::cold, Storage::transit})
            world.ledger.move(id, AssetId::of(i), storage, Storage::hot,
                              world.ledger.stored(id, AssetId::of(i), storage));
    redeem_shares(world, id);
}

void cut_claims(World& world, InstitutionId id, Amount paid, Amount owed)
{
    Amount const claims = value_of_claims(world, id);
    if (claims.value() == 0 || paid >= owed)
        return;
    Amount const from_estate = scaled(claims, paid, owed);
    Amount const kept = from_estate + call_guarantee(world, id, claims - from_estate, claims);
    std::map<ClassId, Amount> losses;
    for (AccountId const account : holders_of(world, id)) {
        Amount const balance = world.ledger.balance(account);
        Amount const cut = balance - scaled(balance, kept, claims);
        losses[world.ledger.owner_class(account)] +=
            Amount{world.ledger.value(world.ledger.asset(account), cut).value()};
        world.ledger.cut_claim(account, cut, Channel::default_);
    }
    // Had those who left before shared alike, everyone would have had the fair ratio; the rest of the loss is the
    // run's.
    double const left_before = world.signals[id.index()].paid_total * 1e6;
    double const a = static_cast<double>(kept.value()), c = static_cast<double>(claims.value());
    double const fair_loss = 1 - std::min(1.0, (a + left_before) / (c + left_before));
    double const run_share = a < c ? std::clamp(1 - fair_loss / (1 - a / c), 0.0, 1.0) : 0;
    for (auto const& [owner, loss] : losses)
        world.ledger.rebook(owner, MicroUsd{part_of(Share{run_share}, loss).value()}, Channel::default_, Channel::run);
    world.events.add(EventKind::clearing_payment, {id, {}, {}, {}, a * 1e-6},
                     Cause{world.signals[id.index()].failure_event});
}

void turn_into_par(World& world, InstitutionId id)
{
    CoinState const* const coin = world.coin_of(id);
    if (coin == nullptr || coin->sister.valid())
        return;
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Amount const held = world.ledger.stored(id, asset, Storage::hot);
        if (asset == coin->par || asset == coin->coin || held.value() == 0)
            continue;
        Amount const worth = std::min(world.units_worth(coin->par, world.usd(asset, held)),
                                      world.ledger.stored(World::outside, coin->par, Storage::hot));
        world.ledger.transfer(id, Storage::hot, World::outside, Storage::hot, asset, held, Channel::fire_sale);
        world.ledger.transfer(World::outside, Storage::hot, id, Storage::hot, coin->par, worth, Channel::fire_sale);
    }
}

void cut_coins(World& world, InstitutionId id, Amount paid, Amount owed)
{
    Amount const due = world.ledger.owed_on_coins(id);
    if (due.value() == 0 || paid >= owed)
        return;
    AssetId const par = world.coin_of(id)->par;
    double& promised = world.signals[id.index()].backstop;
    Amount const from_estate = scaled(due, paid, owed);
    Amount const called = std::min(
        {due - from_estate, world.units_worth(par, promised), world.ledger.stored(World::outside, par, Storage::hot)});
    world.ledger.pay_income(World::outside, id, par, called);
    promised -= world.usd(par, called);
    world.ledger.cut_coins(id, due - from_estate - called, Channel::default_);
    world.events.add(EventKind::clearing_payment, {id, {}, {}, {}, world.usd(par, from_estate + called)},
                     Cause{world.signals[id.index()].failure_event});
}

void pay_out_all(World& world, InstitutionId id, AssetId asset, EventId cause)
{
    std::vector<AccountId> holders = holders_of(world, id);
    std::erase_if(holders, [&](AccountId account) { return world.ledger.asset(account) != asset; });
    if (holders.empty())
        return;
    std::vector<Amount> claims;
    for (AccountId const account : holders)
        claims.push_back(world.ledger.balance(account));
    // Shares of what is left take all of it, debts no more than they are.
    Amount const there = world.ledger.stored(id, asset, Storage::hot);
    Amount const paid =
        world.facts[id.index()].residual_claims ? there : std::min(there, world.ledger.claims(id, asset));
    std::vector<Amount> const parts = split(paid, claims, world.draws, "wind-up", id.index());
    for (std::size_t i = 0; i < holders.size(); ++i) {
        AccountId const wallet = world.ledger.open_wallet_of(holders[i]);
        world.ledger.cut_claim(holders[i], claims[i], Channel::run);
        world.ledger.pay_wallet(id, Storage::hot, wallet, parts[i], Channel::run);
        world.events.add(EventKind::withdrawal_paid, {id, asset, holders[i], parts[i], world.usd(asset, parts[i])},
                         Cause{cause});
    }
}

}  // namespace stampede
