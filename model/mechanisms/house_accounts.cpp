#include "model/mechanisms/house_accounts.hpp"

#include <algorithm>
#include <map>

#include "model/base/check.hpp"
#include "model/price_time_batch.hpp"

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

/// What the owner's orders in the book of a market may need of a house account.
Amount reserved(World const& world, MarketId id, AccountId account)
{
    Market const& market = world.markets[id.index()];
    Batch units;
    units.base_unit = world.assets[market.base.index()].unit;
    units.quote_unit = world.assets[market.quote.index()].unit;
    return needed_by_resting(market.book, account, units);
}

void send_home(World& world, MarketId market, InstitutionId owner, AccountId account)
{
    InstitutionId const venue = world.ledger.institution(account);
    AssetId const asset = world.ledger.asset(account);
    Amount const amount = std::min(world.ledger.balance(account) - reserved(world, market, account),
                                   world.ledger.stored(venue, asset, Storage::hot));
    bool const pays = world.active(venue) || (owner == venue && !world.failed(venue));
    if (amount.value() <= 0 || !pays)
        return;
    world.ledger.withdraw_own(owner, account, Storage::transit, amount);
    world.transits.push_back({owner, asset, amount, world.clock.step + 1});
}

/// Price of the last coins that buyers of so many meet, bands taken whole [quote/base].
double worst_ask(Market const& market, std::span<Band const> bands, Amount coins)
{
    std::map<double, Amount> offers;
    for (Band const& band : bands)
        if (band.side == Side::sell)
            offers[price_at(market.mid, band.far, market.distance)] += band.amount;
    for (RestingOrder const& order : market.book.resting(Side::sell))
        offers[order.price.value()] += order.amount;
    double worst = market.mid;
    Amount met{0};
    for (auto const& [price, amount] : offers) {
        if (met >= coins)
            break;
        worst = std::max(worst, price);
        met += amount;
    }
    return worst;
}

/// How many times what an order costs at mid an institution brings for it [1].
double money_brought(Market const& market, std::span<Band const> bands, HouseOrder const& wish)
{
    constexpr double near = 1.2;
    if (wish.limit == Order::any_buy_price)
        return std::max(near, worst_ask(market, bands, wish.amount) / market.mid);
    return wish.rests != 0 ? std::max(near, wish.limit / market.mid) : near;
}

}  // namespace

std::vector<Order> bring(World& world, MarketId id, std::span<Band const> bands)
{
    Market const& market = world.markets[id.index()];
    std::vector<Order> orders;
    std::map<AccountId, Amount> needed;
    for (HouseOrder const& wish : world.house_orders) {
        if (wish.market != id || world.failed(wish.owner))
            continue;
        HouseAccount const& house = house_of(world, id, wish.owner);
        orders.push_back({id,
                          wish.side,
                          house.base,
                          house.quote,
                          {},
                          wish.amount,
                          wish.limit,
                          wish.channel,
                          Cause{wish.cause},
                          wish.rests != 0});
        bool const sells = wish.side == Side::sell;
        AccountId const pays = sells ? house.base : house.quote;
        double const money = static_cast<double>(wish.amount.value()) / world.assets[market.base.index()].unit *
                             market.mid * world.assets[market.quote.index()].unit;
        double const wide = money * money_brought(market, bands, wish) + 1;
        Amount const wanted = sells ? wish.amount : Amount{static_cast<std::int64_t>(std::min(wide, most_units))};
        Amount const there = world.ledger.balance(pays);
        Amount const own = there + world.ledger.stored(wish.owner, world.ledger.asset(pays), Storage::hot);
        auto const [need, first] = needed.try_emplace(pays, reserved(world, id, pays));
        need->second = std::min(own, need->second + wanted);
        Amount const brought = need->second - there;
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
        send_home(world, market, house.owner, house.base);
        send_home(world, market, house.owner, house.quote);
    }
}

void drop_orders_of_failed(World& world, MarketId market)
{
    for (HouseAccount const& house : world.houses[market.index()])
        if (world.failed(house.owner))
            world.markets[market.index()].book.cancel_all(house.base);
}

}  // namespace stampede
