#include "model/mechanisms/house_accounts.hpp"

#include <algorithm>
#include <map>

#include "model/base/check.hpp"

namespace stampede {
namespace {

HouseAccount const& house_of(World const& world, MarketId market, InstitutionId owner)
{
    for (HouseAccount const& house : world.houses[market.index()])
        if (house.owner == owner)
            return house;
    throw BrokenInvariant{"institution " + world.institutions[owner.index()].name + " has no account at market " +
                          world.markets[market.index()].name};
}

void send_home(World& world, InstitutionId owner, AccountId account)
{
    InstitutionId const venue = world.ledger.institution(account);
    AssetId const asset = world.ledger.asset(account);
    Amount const amount = std::min(world.ledger.balance(account), world.ledger.stored(venue, asset, Storage::hot));
    bool const pays = world.active(venue) || (owner == venue && !world.failed(venue));
    if (amount.value() <= 0 || !pays)
        return;
    world.ledger.withdraw_own(owner, account, Storage::transit, amount);
    world.transits.push_back({owner, asset, amount, world.clock.step + 1});
}

}  // namespace

std::vector<Order> bring(World& world, MarketId id)
{
    Market const& market = world.markets[id.index()];
    std::vector<Order> orders;
    std::map<AccountId, Amount> needed;
    for (HouseOrder const& wish : world.house_orders) {
        if (wish.market != id || world.failed(wish.owner))
            continue;
        HouseAccount const& house = house_of(world, id, wish.owner);
        orders.push_back(
            {id, wish.side, house.base, house.quote, {}, wish.amount, wish.limit, wish.channel, Cause{wish.cause}});
        bool const sells = wish.side == Side::sell;
        AccountId const pays = sells ? house.base : house.quote;
        double const money = static_cast<double>(wish.amount.value()) / world.assets[market.base.index()].unit *
                             market.mid * world.assets[market.quote.index()].unit;
        Amount const wanted = sells ? wish.amount : Amount{static_cast<std::int64_t>(std::min(money * 1.2 + 1, 4e18))};
        Amount const there = world.ledger.balance(pays);
        Amount const own = there + world.ledger.stored(wish.owner, world.ledger.asset(pays), Storage::hot);
        needed[pays] = std::min(own, needed[pays] + wanted);
        Amount const brought = needed[pays] - there;
        if (brought.value() > 0)
            world.ledger.deposit_own(wish.owner, pays, brought);
    }
    return orders;
}

void bring_from_wallet(World& world, Order& order)
{
    Market const& market = world.markets[order.market.index()];
    Ledger& ledger = world.ledger;
    if (!order.base.valid()) {
        order.base = ledger.open_account(market.venue, market.base, ledger.owner_class(order.wallet),
                                         ledger.owner(order.wallet));
        order.quote = ledger.open_account(market.venue, market.quote, ledger.owner_class(order.wallet),
                                          ledger.owner(order.wallet));
    }
    AccountId const into = order.side == Side::sell ? order.base : order.quote;
    Amount const amount =
        std::min(order.side == Side::sell ? order.amount : ledger.balance(order.wallet), ledger.balance(order.wallet));
    if (amount.value() > 0 && world.active(market.venue))
        ledger.deposit(order.wallet, into, amount);
}

void take_home(World& world, MarketId market)
{
    for (HouseAccount const& house : world.houses[market.index()]) {
        send_home(world, house.owner, house.base);
        send_home(world, house.owner, house.quote);
    }
}

}  // namespace stampede
