#include "agents/desk.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

std::int64_t whole_units(double units)
{
    return static_cast<std::int64_t>(std::min(units < 0 ? -units : units, most_units));
}

Position position_of(View& seen, TradedPlace const& place, Desk const& desk)
{
    return seen.perps[place.perp.index()].positions.position(desk.position);
}

double in_usd(View& seen, AssetId asset, double units)
{
    return units / seen.assets[asset.index()].unit * seen.price(asset).value();
}

}  // namespace

bool TradedPlace::open(View& seen) const
{
    Status const status = seen.institutions[venue.index()].status;
    return status == Status::active || status == Status::gated;
}

bool TradedPlace::inverse(View& seen) const
{
    return perp.valid() && seen.perps[perp.index()].contract().kind == ContractKind::inverse;
}

TradedPlace place_at(World const& world, std::string const& venue, std::string const& base, std::string const& quote,
                     std::string const& where)
{
    TradedPlace place{
        world.institution(venue), world.asset(base), quote.empty() ? AssetId{} : world.asset(quote), {}, {}};
    auto const first = [&](auto const& markets) {
        auto const found = std::find_if(markets.begin(), markets.end(), [&](auto const& market) {
            return market.venue == place.venue && market.base == place.base &&
                   (!place.quote.valid() || market.quote == place.quote);
        });
        if (found != markets.end())
            place.quote = found->quote;
        return static_cast<std::size_t>(found - markets.begin());
    };
    if (std::size_t const spot = first(world.markets); spot < world.markets.size())
        place.spot = MarketId::of(spot);
    if (std::size_t const perp = first(world.perps); perp < world.perps.size())
        place.perp = PerpId::of(perp);
    require(place.spot.valid() || place.perp.valid(),
            where + "  \"" + base + "\" is not traded at \"" + venue + "\"; declare such a market under /markets");
    return place;
}

TradedPlace place_in_one_market(World const& world, TradingPlace const& place, bool on_perp, std::string const& where)
{
    if (on_perp) {
        PerpId const found = place.find_perp(world, where);
        PerpMarket const& market = world.perps[found.index()];
        return {market.venue, market.base, market.quote, {}, found};
    }
    MarketId const found = place.find(world, where);
    Market const& market = world.markets[found.index()];
    return {market.venue, market.base, market.quote, found, {}};
}

Desk open_desk(World& world, TradedPlace const& place, ClassId owner, double coins_usd, double money_usd)
{
    bool const inverse = place.inverse(world);
    bool const needs_coins = place.spot.valid() || inverse;
    bool const needs_money = place.spot.valid() || !inverse;
    Desk desk;
    if (needs_coins) {
        desk.base = world.ledger.open_account(place.venue, place.base, owner, {});
        desk.base_at_birth = world.units_worth(place.base, needs_money ? coins_usd : coins_usd + money_usd);
        world.ledger.endow_claim(desk.base, desk.base_at_birth);
    }
    if (needs_money) {
        desk.quote = world.ledger.open_account(place.venue, place.quote, owner, {});
        desk.quote_at_birth = world.units_worth(place.quote, needs_coins ? money_usd : coins_usd + money_usd);
        world.ledger.endow_claim(desk.quote, desk.quote_at_birth);
    }
    if (place.perp.valid())
        desk.position = world.perps[place.perp.index()].positions.open(inverse ? desk.base : desk.quote);
    return desk;
}

Amount owned(View& seen, AccountId claim)
{
    if (!claim.valid())
        return Amount{0};
    AccountId const wallet = seen.ledger.wallet_of(claim);
    return seen.ledger.balance(claim) + (wallet.valid() ? seen.ledger.balance(wallet) : Amount{0});
}

double spot_inventory(View& seen, TradedPlace const& place, Desk const& desk)
{
    Amount coins = owned(seen, desk.base) - desk.base_at_birth;
    if (place.inverse(seen))
        coins += position_of(seen, place, desk).margin;
    return static_cast<double>(coins.value());
}

double perp_inventory(View& seen, TradedPlace const& place, Desk const& desk)
{
    if (!place.perp.valid())
        return 0;
    // Worth in USD of an inverse position is P (margin - cost) - size: its slope in P is margin - cost.
    Position const held = position_of(seen, place, desk);
    return static_cast<double>(place.inverse(seen) ? -held.cost.value() : held.size.value());
}

double spot_under_way(UnderWay const& orders, Desk const& desk)
{
    return desk.base.valid() ? static_cast<double>(orders.of(desk.base).value()) : 0;
}

double perp_under_way(View& seen, UnderWay const& orders, TradedPlace const& place, Desk const& desk)
{
    Units const size = place.perp.valid() ? orders.of(place.perp, desk.position) : Units{0};
    return size.value() == 0 ? 0 : static_cast<double>(size.value()) / units_per_coin(seen, place);
}

double worth_of(View& seen, TradedPlace const& place, Desk const& desk)
{
    double worth = seen.usd(place.base, owned(seen, desk.base)) + seen.usd(place.quote, owned(seen, desk.quote));
    if (place.perp.valid()) {
        PerpMarket const& market = seen.perps[place.perp.index()];
        worth +=
            in_usd(seen, market.settle, equity(position_of(seen, place, desk), market.contract(), market.mark_price()));
    }
    return worth;
}

double worth_of_birth(View& seen, TradedPlace const& place, Desk const& desk)
{
    return seen.usd(place.base, desk.base_at_birth) + seen.usd(place.quote, desk.quote_at_birth);
}

double units_per_coin(View& seen, TradedPlace const& place)
{
    PerpMarket const& market = seen.perps[place.perp.index()];
    double const units = market.contract().size_unit / seen.assets[place.base.index()].unit;
    return place.inverse(seen) ? units * market.mid : units;
}

void keep_margin(View& seen, TradedPlace const& place, Desk const& desk, double leverage, Intents& wishes)
{
    if (!place.perp.valid())
        return;
    PerpMarket const& market = seen.perps[place.perp.index()];
    Position const held = position_of(seen, place, desk);
    if (held.size.value() == 0)
        return;
    double const wanted = notional(held.size, market.contract(), market.mark_price()) / leverage;
    double const gap = wanted - equity(held, market.contract(), market.mark_price());
    if (gap > 0.2 * wanted || gap < -0.25 * wanted)
        wishes.post(
            {place.perp, desk.position, Amount{round_to_integer(std::clamp(gap, -most_units, most_units))}, leverage});
}

namespace {

/// The worst price that is taken in one step [quote/base].
double acceptable(double mid, bool buys)
{
    constexpr double slippage = 0.02;
    return buys ? mid * (1 + slippage) : mid / (1 + slippage);
}

}  // namespace

void trade_spot(View& seen, TradedPlace const& place, Desk const& desk, double coins, Channel channel,
                Cause const& cause, Intents& wishes)
{
    Amount const amount{whole_units(coins)};
    if (!place.spot.valid() || amount.value() == 0)
        return;
    bool const buys = coins > 0;
    wishes.order(Order{place.spot,
                       buys ? Side::buy : Side::sell,
                       desk.base,
                       desk.quote,
                       {},
                       amount,
                       acceptable(seen.markets[place.spot.index()].mid, buys),
                       channel,
                       cause});
}

void trade_perp(View& seen, TradedPlace const& place, Desk const& desk, double size, double leverage, bool reduces,
                Channel channel, Cause const& cause, Intents& wishes)
{
    Units const units{whole_units(size)};
    if (!place.perp.valid() || units.value() == 0)
        return;
    bool const buys = size > 0;
    wishes.order(PerpOrder{place.perp, desk.position, buys ? Side::buy : Side::sell, units,
                           acceptable(seen.perps[place.perp.index()].mid, buys), leverage, reduces, channel, cause});
}

}  // namespace stampede
