#include "model/cross_standing.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {

CrossId open_cross(World& world, AccountId money, std::vector<AccountId> const& collateral, std::string const& where)
{
    Ledger& ledger = world.ledger;
    InstitutionId const venue = ledger.institution(money);
    CrossAccount cross;
    cross.money = money;
    cross.loan = ledger.open_loan(money);
    for (AccountId const account : collateral) {
        AssetId const asset = ledger.asset(account);
        std::string const& name = world.assets[asset.index()].name;
        std::string const& venue_name = world.institutions[venue.index()].name;
        ensure(ledger.institution(account) == venue && ledger.owner_class(account) == ledger.owner_class(money),
               "collateral lies where the positions are, with their owner");
        require(world.facts[venue.index()].haircuts[asset.index()] >= 0,
                where + "  holds " + name + " as margin, which \"" + venue_name +
                    "\" does not accept; name it in /institutions/" + venue_name + "/collateral");
        require(collateral_market(world, venue, asset, ledger.asset(money)).valid(),
                where + "  holds " + name + " as margin, which \"" + venue_name +
                    "\" could not sell; declare a spot market of it for " +
                    world.assets[ledger.asset(money).index()].name + " there, under /markets");
        cross.collateral.push_back({account});
    }
    CrossId const id = CrossId::of(world.crosses.size());
    world.cross_behind.emplace(money, id);
    for (Collateral const& one : cross.collateral)
        world.cross_behind.emplace(one.account, id);
    world.crosses.push_back(cross);
    return id;
}

void join_cross(World& world, CrossId cross, PerpId market, PositionId row)
{
    CrossAccount& account = world.crosses[cross.index()];
    PositionBook& book = world.perps[market.index()].positions;
    ensure(book.account(row) == account.money, "positions of a cross account share one account, row", row.value());
    ensure(book.position(row).size.value() == 0, "a position joins a cross account before it is open");
    book.put_under(row, cross);
    account.positions.push_back({market, row});
}

MarketId collateral_market(World const& world, InstitutionId venue, AssetId collateral, AssetId settle)
{
    auto const found = std::find_if(world.markets.begin(), world.markets.end(), [&](Market const& market) {
        return market.venue == venue && market.base == collateral && market.quote == settle;
    });
    return found == world.markets.end() ? MarketId{}
                                        : MarketId::of(static_cast<std::size_t>(found - world.markets.begin()));
}

PerpId oracle_market(World const& world, InstitutionId venue, AssetId collateral, AssetId settle)
{
    auto const found = std::find_if(world.perps.begin(), world.perps.end(), [&](PerpMarket const& market) {
        return market.venue == venue && market.base == collateral && market.quote == settle;
    });
    return found == world.perps.end() ? PerpId{} : PerpId::of(static_cast<std::size_t>(found - world.perps.begin()));
}

double collateral_price(World const& world, InstitutionId venue, AssetId collateral, AssetId settle)
{
    double const units = world.assets[settle.index()].unit / world.assets[collateral.index()].unit;
    if (PerpId const oracle = oracle_market(world, venue, collateral, settle); oracle.valid())
        return world.perps[oracle.index()].index * units;
    MarketId const spot = collateral_market(world, venue, collateral, settle);
    return spot.valid() ? world.markets[spot.index()].mid * units : 0;
}

double spare_of(CrossAccount const& cross, CrossStanding const& standing)
{
    return standing.equity - std::max(1.0, cross.call_at) * standing.maintenance;
}

CrossStanding cross_standing(World const& world, CrossId id)
{
    CrossAccount const& cross = world.crosses[id.index()];
    Ledger const& ledger = world.ledger;
    CrossStanding sum;
    for (Collateral const& one : cross.collateral)
        if (Amount const held = ledger.balance(one.account); held.value() > 0) {
            InstitutionId const venue = ledger.institution(one.account);
            AssetId const asset = ledger.asset(one.account);
            sum.collateral += (1 - world.haircut(venue, asset)) * static_cast<double>(held.value()) *
                              collateral_price(world, venue, asset, ledger.asset(cross.money));
        }
    for (CrossPlace const& place : cross.positions) {
        PerpMarket const& market = world.perps[place.market.index()];
        Position const held = market.positions.position(place.row);
        if (held.size.value() == 0)
            continue;
        sum.unrealised += unrealised(held, market.contract(), market.mark_price());
        sum.maintenance += market.positions.maintenance(held, market.mark_price());
    }
    Amount const money = ledger.balance(cross.money) - ledger.borrowed(cross.loan);
    sum.equity = static_cast<double>(money.value()) + sum.collateral + sum.unrealised;
    return sum;
}

Position standing_of(World const& world, PerpId id, PositionId row)
{
    PerpMarket const& market = world.perps[id.index()];
    Position held = market.positions.position(row);
    CrossId const cross = market.positions.cross(row);
    if (!cross.valid() || held.size.value() == 0)
        return held;
    CrossStanding const standing = cross_standing(world, cross);
    double const own = market.positions.maintenance(held, market.mark_price());
    double const part = standing.maintenance > 0 ? own / standing.maintenance : 1;
    held.margin =
        Amount{round_to_integer(standing.equity * part - unrealised(held, market.contract(), market.mark_price()))};
    return held;
}

namespace {

/// Equity that the positions of a cross account do not need at the highest leverage allowed [settlement asset].
double beyond_initial(World const& world, CrossAccount const& cross, double equity)
{
    for (CrossPlace const& place : cross.positions) {
        PerpMarket const& market = world.perps[place.market.index()];
        Position const held = market.positions.position(place.row);
        if (held.size.value() == 0)
            continue;
        double const value = market.positions.measured(held, market.mark_price());
        equity -= value / market.positions.allowed_leverage(held.size, value, 0);
    }
    return std::max(0.0, equity);
}

bool has_positions(World const& world, CrossAccount const& cross)
{
    return std::any_of(cross.positions.begin(), cross.positions.end(), [&](CrossPlace const& place) {
        return world.perps[place.market.index()].positions.position(place.row).size.value() != 0;
    });
}

}  // namespace

Amount withdrawable(World const& world, AccountId claim)
{
    Amount const held = world.ledger.balance(claim);
    auto const behind = world.cross_behind.find(claim);
    if (behind == world.cross_behind.end())
        return held;
    CrossAccount const& cross = world.crosses[behind->second.index()];
    bool const borrows = world.ledger.borrowed(cross.loan).value() > 0;
    if (!has_positions(world, cross) && !borrows)
        return held;
    if (is_loan_account(cross))
        return Amount{0};
    double weight = 1;
    if (cross.money != claim) {
        InstitutionId const venue = world.ledger.institution(claim);
        AssetId const asset = world.ledger.asset(claim);
        weight =
            (1 - world.haircut(venue, asset)) * collateral_price(world, venue, asset, world.ledger.asset(cross.money));
    }
    double const spare = beyond_initial(world, cross, cross_standing(world, behind->second).equity);
    double const most = weight > 0 ? spare / weight : 0;
    return most < static_cast<double>(held.value()) ? Amount{static_cast<std::int64_t>(most)} : held;
}

double free_margin_of(World const& world, PerpId id, PositionId row, Side side, double leverage)
{
    PositionBook const& book = world.perps[id.index()].positions;
    CrossId const cross = book.cross(row);
    if (!cross.valid())
        return static_cast<double>(world.ledger.balance(book.account(row)).value());
    double free = cross_standing(world, cross).equity;
    for (CrossPlace const& place : world.crosses[cross.index()].positions) {
        PerpMarket const& market = world.perps[place.market.index()];
        Position const held = market.positions.position(place.row);
        bool const here = place.market == id && place.row == row;
        bool const closes = here && (held.size.value() > 0) == (side == Side::sell);
        if (held.size.value() == 0 || closes)
            continue;
        double const value = market.positions.measured(held, market.mark_price());
        free -= value / market.positions.allowed_leverage(held.size, value, here ? leverage : 0);
    }
    return std::max(0.0, free);
}

}  // namespace stampede
