#include "model/world.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/vaults.hpp"

namespace stampede {

std::int64_t Clock::steps_in(Duration span, std::int64_t least) const
{
    return std::max(least, static_cast<std::int64_t>(floor(span.value() / dt() + 0.5)));
}

double Clock::kept(Duration time_constant) const
{
    return time_constant.value() > 0 ? exp(-dt() / time_constant.value()) : 0;
}

InstitutionId World::institution(std::string_view name) const
{
    for (std::size_t i = 0; i < institution_count(); ++i)
        if (institutions[i].name == name)
            return InstitutionId::of(i);
    throw InputError{"unknown institution \"" + std::string{name} + "\""};
}

AssetId World::asset(std::string_view name) const
{
    for (std::size_t i = 0; i < assets.size(); ++i)
        if (assets[i].name == name)
            return AssetId::of(i);
    throw InputError{"unknown asset \"" + std::string{name} + "\""};
}

PerpId World::perp(std::string_view name) const
{
    for (std::size_t i = 0; i < perps.size(); ++i)
        if (perps[i].name == name)
            return PerpId::of(i);
    throw InputError{"unknown perpetual market \"" + std::string{name} + "\""};
}

PoolId World::pool(std::string_view name) const
{
    for (std::size_t i = 0; i < pools.size(); ++i)
        if (pools[i].name == name)
            return PoolId::of(i);
    throw InputError{"unknown pool \"" + std::string{name} + "\""};
}

ProtocolId World::protocol(std::string_view name) const
{
    for (std::size_t i = 0; i < protocols.size(); ++i)
        if (protocols[i].name == name)
            return ProtocolId::of(i);
    throw InputError{"unknown protocol \"" + std::string{name} + "\""};
}

Amount World::units_worth(AssetId id, double usd) const
{
    double const price = ledger.price(id).value();
    double const units = usd / price * assets[id.index()].unit;
    return price > 0 && units > 0 ? Amount{static_cast<std::int64_t>(std::min(units, most_units))} : Amount{0};
}

double World::haircut(InstitutionId venue, AssetId asset) const
{
    auto const found = std::find_if(haircuts.begin(), haircuts.end(),
                                    [&](MovingHaircut const& one) { return one.venue == venue && one.asset == asset; });
    return found == haircuts.end() ? facts[venue.index()].haircuts[asset.index()] : found->now;
}

CoinState const* World::coin_of(InstitutionId issuer) const
{
    auto const found = std::find_if(coins.begin(), coins.end(), [&](CoinState const& c) { return c.issuer == issuer; });
    return found == coins.end() ? nullptr : &*found;
}

CoinState const* World::coin_of(AssetId coin) const
{
    auto const found = std::find_if(coins.begin(), coins.end(), [&](CoinState const& c) { return c.coin == coin; });
    return found == coins.end() ? nullptr : &*found;
}

bool World::may_redeem(ClassId who, InstitutionId issuer) const
{
    std::vector<std::uint8_t> const& named = facts[issuer.index()].redeemers;
    return named.empty() || named[who.index()] != 0;
}

double World::coins_usd(InstitutionId issuer) const
{
    CoinState const* const coin = coin_of(issuer);
    return coin != nullptr ? usd(coin->par, ledger.owed_on_coins(issuer)) : 0;
}

double World::claims_usd(InstitutionId on) const
{
    double sum = coins_usd(on);
    for (std::size_t i = 0; i < assets.size(); ++i)
        sum += usd(AssetId::of(i), ledger.claims(on, AssetId::of(i)));
    return sum;
}

double World::client_claims_usd(InstitutionId on) const
{
    double sum = coins_usd(on);
    std::size_t const classes = ledger.wealth().classes().size();
    for (std::size_t i = 0; i < assets.size(); ++i)
        for (std::size_t owner = institution_count() + 1; owner < classes; ++owner)
            // What they have borrowed of it is no less a claim.
            sum += usd(AssetId::of(i), ledger.wealth().holding(ClassId::of(owner), on.index(), AssetId::of(i)) +
                                           ledger.lent(ClassId::of(owner), on, AssetId::of(i)));
    return sum;
}

double World::stored_usd(InstitutionId where, Storage storage) const
{
    double sum = 0;
    for (std::size_t i = 0; i < assets.size(); ++i)
        sum += usd(AssetId::of(i), ledger.stored(where, AssetId::of(i), storage));
    return sum;
}

double World::queued_usd(InstitutionId at) const
{
    double sum = 0;
    for (std::size_t i = 0; i < assets.size(); ++i)
        sum += usd(AssetId::of(i), queues[at.index()][i].total());
    return sum;
}

double World::overdue_usd(InstitutionId at) const
{
    double sum = 0;
    for (std::size_t i = 0; i < assets.size(); ++i)
        sum += usd(AssetId::of(i), queues[at.index()][i].overdue());
    return sum;
}

namespace {

/// What stands behind the shorts of an issuer of coins where it can be closed and brought home [USD].
double behind_shorts_usd(World const& world, InstitutionId id)
{
    double sum = 0;
    for (TreasuryHedge const& leg : world.hedges) {
        PerpMarket const& market = world.perps[leg.market.index()];
        if (leg.owner != id || !world.active(market.venue) || market.closed_out != 0)
            continue;
        Position const held = market.positions.position(leg.row);
        double const own = equity(held, market.contract(), market.mark_price()) / market.contract().settle_unit;
        sum += std::max(0.0, own) * world.price(market.settle).value() +
               world.usd(market.settle, world.ledger.balance(market.positions.account(leg.row)));
    }
    return sum;
}

}  // namespace

double World::payable_usd(InstitutionId by, Duration horizon) const
{
    InstitutionFacts const& fact = facts[by.index()];
    double sum = stored_usd(by, Storage::hot);
    if (coin_of(by) != nullptr)
        sum += behind_shorts_usd(*this, by);
    if (fact.cold_lag <= horizon)
        sum += stored_usd(by, Storage::cold);
    for (Transit const& way : transits)
        if (way.to == by && static_cast<double>(way.arrival - clock.step) * clock.dt() <= horizon.value())
            sum += usd(way.asset, way.amount);
    auto const [first, last] = boost::out_edges(by.index(), institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& exposure = institutions[*edge];
        InstitutionId const debtor = InstitutionId::of(boost::target(*edge, institutions));
        if (failed(debtor))
            continue;
        // Paid off steadily over its time to cash, once it is not frozen: the share that arrives within the horizon.
        double const wait = frozen(exposure) ? static_cast<double>(exposure.frozen_until - clock.step) * clock.dt() : 0;
        double const time = horizon.value() - wait;
        double const span = exposure.time_to_cash.value();
        double const share = time < 0 ? 0 : span <= time ? 1 : time / span;
        bool const seen_through = signals[by.index()].tested != 0 && debtor == outside;
        double const kept = (1 - exposure.haircut.value()) * (seen_through ? 1 - fact.hidden_share : 1);
        sum += share * kept * usd(exposure.asset, exposure.principal - exposure.provision);
    }
    return sum;
}

double World::shown_coverage(InstitutionId by) const
{
    double const owed = claims_usd(by);
    return owed > 0 ? std::min(1.0, (payable_usd(by, coverage_horizon) + signals[by.index()].backstop) / owed) : 1;
}

MicroUsd World::disclosed_equity(InstitutionId id) const
{
    return ledger.wealth().wealth(Ledger::class_of(id));
}

MicroUsd World::true_equity(InstitutionId id) const
{
    double hidden = 0;
    auto const [first, last] = boost::out_edges(id.index(), institutions);
    for (auto edge = first; edge != last; ++edge)
        if (boost::target(*edge, institutions) == outside.index())
            hidden += facts[id.index()].hidden_share *
                      usd(institutions[*edge].asset, institutions[*edge].principal - institutions[*edge].provision);
    return disclosed_equity(id) - MicroUsd{round_to_integer(hidden * 1e6)};
}

void History::columns(ColumnVisitor& column)
{
    column("asked", asked);
    column("claims", claims);
    column("price", price);
}

namespace {

void visit_market(Market& market, ColumnVisitor& column)
{
    column.scalar("mid", market.mid);
    column.scalar("signed_depletion", market.signed_depletion);
    column.scalar("reference", market.reference);
    column.scalar("halted_until", market.halted_until);
    Column<Amount> depth{market.near_depth};
    column("near_depth", depth);
    market.near_depth = depth.at(0);
    Column<EventId> last{market.last_event};
    column("last_event", last);
    market.last_event = last.at(0);
    column.group("book", market.book);
}

/// The event last seen of each, as one column.
template <class Place>
void visit_last_events(std::vector<Place>& places, std::string_view name, ColumnVisitor& column)
{
    Column<EventId> last;
    for (Place const& place : places)
        last.push_back(place.last_event);
    column(name, last);
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i].last_event = last.at(i);
}

}  // namespace

void PriceMoves::add(double log_move, double caused, EventId event)
{
    by_events += caused * log_move;
    in_background += (1 - caused) * log_move;
    if (log_move < 0 && caused > 0 && event != calm_root)
        fall = event;
}

void PriceMoves::fade(double kept)
{
    by_events *= kept;
    in_background *= kept;
}

double PriceMoves::caused() const
{
    if (fall == calm_root || by_events >= 0)
        return 0;
    return by_events / (by_events + std::min(0.0, in_background));
}

void World::columns(ColumnVisitor& column)
{
    column.scalar("step", clock.step);
    for (std::size_t asset = 0; asset < assets.size(); ++asset) {
        column.enter("asset " + std::to_string(asset));
        column.scalar("fundamental", assets[asset].fundamental);
        column.scalar("shocked", assets[asset].shocked);
        column.leave();
    }
    column.enter("institutions");
    visit_columns(institutions, column);
    column.leave();
    column("signals", signals);
    column.group("ledger", ledger);
    for (std::size_t i = 0; i < markets.size(); ++i) {
        column.enter("market " + std::to_string(i));
        visit_market(markets[i], column);
        column.leave();
    }
    if (!coins.empty())
        column("coins", coins);
    for (std::size_t i = 0; i < perps.size(); ++i)
        column.group("perpetual " + std::to_string(i), perps[i]);
    if (!pools.empty()) {
        visit_last_events(pools, "pools", column);
        column("house_swaps", house_swaps);
    }
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        Protocol& protocol = protocols[i];
        column.enter("protocol " + std::to_string(i));
        column.scalar("bad_debt", protocol.bad_debt);
        Column<EventId> last{protocol.last_event};
        column("last_event", last);
        protocol.last_event = last.at(0);
        column.leave();
        file_vaults(*this, protocol);
    }
    if (!hedges.empty())
        column("hedges", hedges);
    if (!haircuts.empty())
        column("haircuts", haircuts);
    cross_watch = {};
    for (std::size_t i = 0; i < crosses.size(); ++i)
        column.group("cross account " + std::to_string(i), crosses[i]);
    for (std::size_t venue = 0; venue < queues.size(); ++venue)
        for (std::size_t asset = 0; asset < queues[venue].size(); ++asset)
            column.group("queue " + std::to_string(venue) + " " + std::to_string(asset), queues[venue][asset]);
    column("home", home);
    column("away", away);
    column("members", members);
    column("gone", gone);
    column("transits", transits);
    column("onward", onward);
    column("house_orders", house_orders);
    column("price_moves", moves);
    column.group("late_orders", late_orders);
    column.group("history", history);
    column.group("events", events);
    column("income", income, "USD");
}

}  // namespace stampede
