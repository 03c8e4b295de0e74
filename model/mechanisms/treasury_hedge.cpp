// The treasury's short positions against coins beyond those it owes.

#include <algorithm>

#include "model/base/math.hpp"
#include "model/mechanisms/arrivals.hpp"
#include "model/mechanisms/treasury.hpp"
#include "model/mechanisms/treasury_parts.hpp"
#include "model/position_acts.hpp"

namespace stampede {

double uncovered(World const& world, InstitutionId id, AssetId asset)
{
    Amount coins = world.ledger.stored(id, asset) - world.ledger.claims(id, asset);
    auto const [first, last] = boost::out_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (Exposure const& exposure = world.institutions[*edge]; exposure.asset == asset)
            coins += exposure.principal - exposure.provision;
    auto const [in, end] = boost::in_edges(id.index(), world.institutions);
    for (auto edge = in; edge != end; ++edge)
        if (Exposure const& debt = world.institutions[*edge]; debt.asset == asset)
            coins -= debt.principal;
    return std::max(0.0, world.usd(asset, coins));
}

double unit_usd(World const& world, PerpMarket const& market)
{
    double const unit = notional(Units{1}, market.contract(), market.mark_price());
    return unit / market.contract().settle_unit * world.price(market.settle).value();
}

bool trades(World const& world, TreasuryHedge const& leg)
{
    PerpMarket const& market = world.perps[leg.market.index()];
    return !world.failed(market.venue) && market.closed_out == 0;
}

namespace {

/// Fills the account up to `needed` out of hot storage, as far as nobody is owed it, or sends home what is above.
void keep_money(World& world, TreasuryHedge const& hedge, AccountId account, Amount needed)
{
    AssetId const asset = world.ledger.asset(account);
    InstitutionId const venue = world.ledger.institution(account);
    Amount const missing = needed - world.ledger.balance(account);
    if (missing.value() > 0) {
        Amount const spare =
            world.ledger.stored(hedge.owner, asset, Storage::hot) - owed_now(world, hedge.owner, asset);
        if (Amount const brought = std::min(missing, spare); brought.value() > 0)
            world.ledger.deposit_own(hedge.owner, account, brought);
        return;
    }
    Amount const home = std::min(-missing, world.ledger.stored(venue, asset, Storage::hot));
    if (home.value() <= 0 || !world.active(venue))
        return;
    world.ledger.withdraw_own(hedge.owner, account, Storage::transit, home);
    world.transits.push_back({hedge.owner, asset, home, world.clock.step + 1});
}

double short_usd(World const& world, TreasuryHedge const& leg)
{
    PerpMarket const& market = world.perps[leg.market.index()];
    return -static_cast<double>(market.positions.position(leg.row).size.value()) * unit_usd(world, market);
}

}  // namespace

/// By weight over those whose venues are open; if none is, over all that can be traded. What the others have counts,
/// and is only cut.
void Treasury::spread(World const& world, std::vector<std::size_t> const& legs, double total,
                      std::vector<double>& wanted) const
{
    auto const open = [&](std::size_t i) {
        return trades(world, world.hedges[i]) && world.active(world.perps[world.hedges[i].market.index()].venue);
    };
    bool const somewhere = std::any_of(legs.begin(), legs.end(), open);
    auto const takes_part = [&](std::size_t i) { return somewhere ? open(i) : trades(world, world.hedges[i]); };
    double weights = 0, elsewhere = 0;
    for (std::size_t const i : legs)
        if (takes_part(i))
            weights += weight(i);
        else if (trades(world, world.hedges[i]))
            elsewhere += std::max(0.0, short_usd(world, world.hedges[i]));
    double const left = std::max(0.0, total - elsewhere);
    for (std::size_t const i : legs)
        if (takes_part(i))
            wanted[i] = weight(i) / weights * left;
        else if (trades(world, world.hedges[i]) && elsewhere > 0)
            wanted[i] = std::max(0.0, short_usd(world, world.hedges[i])) * std::min(1.0, total / elsewhere);
}

std::vector<double> Treasury::wanted_shorts(World const& world) const
{
    std::vector<double> wanted(world.hedges.size(), 0.0);
    auto const coin_of = [&](TreasuryHedge const& leg) { return world.perps[leg.market.index()].base; };
    for (std::size_t i = 0; i < world.hedges.size(); ++i) {
        TreasuryHedge const& first = world.hedges[i];
        std::vector<std::size_t> legs;
        for (std::size_t k = 0; k < world.hedges.size(); ++k)
            if (world.hedges[k].owner == first.owner && coin_of(world.hedges[k]) == coin_of(first))
                legs.push_back(k);
        if (legs.front() == i)
            spread(world, legs, rules_of(first.owner).policy->hedged(uncovered(world, first.owner, coin_of(first))),
                   wanted);
    }
    return wanted;
}

void Treasury::follow(World& world, TreasuryHedge& hedge, double wanted_usd) const
{
    PerpMarket const& market = world.perps[hedge.market.index()];
    Rules const& rules = rules_of(hedge.owner);
    hedge.order = Units{0};
    hedge.leverage = rules.hedge_leverage;
    if (world.failed(hedge.owner) || !trades(world, hedge) || !(unit_usd(world, market) > 0))
        return;
    double const unit = notional(Units{1}, market.contract(), market.mark_price());
    Position const held = market.positions.position(hedge.row);
    auto const size = static_cast<double>(-held.size.value());
    double const wanted = wanted_usd / unit_usd(world, market);
    double const gap = std::min(wanted, most_units) - size;
    double const band = rules.hedge_band.value();
    if (double const distance = gap < 0 ? -gap : gap; distance >= 1 && distance > band * std::max(wanted, size)) {
        double const pace = 1 - world.clock.kept(rules.conversion_time);
        hedge.order = Units{-round_to_integer(gap * pace)};
    }
    double const opened = hedge.order.value() < 0 ? -static_cast<double>(hedge.order.value()) * unit : 0;
    double const needed = notional(held.size, market.contract(), market.mark_price()) / rules.hedge_leverage;
    double const lacking = needed - equity(held, market.contract(), market.mark_price());
    AccountId const account = market.positions.account(hedge.row);
    bool const posts = held.size.value() != 0 && lacking > 0.2 * needed;
    if (held.size.value() != 0 && lacking < -0.25 * needed)
        free_margin(world, hedge.market, hedge.row, Amount{static_cast<std::int64_t>(-lacking)}, rules.hedge_leverage);
    constexpr double to_spare = 1.1;  // the price may move before the order is filled
    keep_money(world, hedge, account,
               Amount{static_cast<std::int64_t>(to_spare * opened / rules.hedge_leverage + (posts ? lacking : 0))});
    if (posts)
        post_margin(world, hedge.market, hedge.row, Amount{static_cast<std::int64_t>(lacking)});
}

}  // namespace stampede
