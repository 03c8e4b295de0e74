#include "model/mechanisms/pool_shares.hpp"

#include <array>

#include "model/pool_quotes.hpp"

namespace stampede {

void value_shares(World& world, Pool const& pool)
{
    Amount const shares = world.ledger.claims(pool.id, pool.share);
    if (shares.value() == 0)
        return;
    double const worth = pool_worth(world, pool);
    double const count = static_cast<double>(shares.value()) / world.assets[pool.share.index()].unit;
    world.ledger.revalue(pool.share, Price{worth / count}, std::array{ChannelWeight{Channel::price, 1}});

    WealthBook const& wealth = world.ledger.wealth();
    ClassId const own = Ledger::class_of(pool.id);
    for (std::size_t i = 0; i < channel_count; ++i) {
        auto const channel = static_cast<Channel>(i);
        MicroUsd const lost = wealth.loss(own, channel);
        if (channel == Channel::price || lost == MicroUsd{0})
            continue;
        for (std::size_t owner = 0; owner < wealth.classes().size(); ++owner) {
            ClassId const holder = ClassId::of(owner);
            if (holder == own)
                continue;
            double const part = ratio(wealth.holding(holder, pool.id.index(), pool.share), shares);
            world.ledger.rebook(holder, MicroUsd{round_to_integer(part * static_cast<double>(lost.value()))},
                                Channel::price, channel);
        }
        world.ledger.rebook(own, lost, channel, Channel::price);
    }
}

void redeem_shares(World& world, InstitutionId owner)
{
    for (Pool const& pool : world.pools) {
        Amount const shares = world.ledger.balance(pool.passive);
        if (world.ledger.owner_class(pool.passive) != Ledger::class_of(owner) || shares.value() == 0)
            continue;
        Balances const parts = coins_for(state_of(world, pool), in_pool_units(world, pool.share, shares));
        world.ledger.cut_claim(pool.passive, shares, Channel::fire_sale);
        for (std::size_t i = 0; i < parts.size(); ++i)
            world.ledger.transfer(pool.id, Storage::hot, owner, Storage::hot, pool.coins[i],
                                  from_pool_units(world, pool.coins[i], parts[i]), Channel::fire_sale);
        value_shares(world, pool);
    }
}

}  // namespace stampede
