// Cross accounts: tested as a whole, taken over position by position.

#include <algorithm>

#include "model/base/check.hpp"
#include "model/cross_standing.hpp"
#include "model/mechanisms/margin.hpp"
#include "model/position_acts.hpp"

namespace stampede {
namespace {

/// What moved the price at which collateral counts: the venue's own book, if that is the price; else the last event
/// behind the index; or, if it came later, a shock to the value of the asset.
EventId behind_price(World const& world, InstitutionId venue, AssetId asset, AssetId settle)
{
    Market const& spot = world.markets[collateral_market(world, venue, asset, settle).index()];
    PerpId const oracle = oracle_market(world, venue, asset, settle);
    bool const own_book = !oracle.valid() || world.perps[oracle.index()].index == spot.mid;
    EventId const moved = own_book ? spot.last_event : world.perps[oracle.index()].last_event;
    EventId const fall = world.moves[asset.index()].fall;
    return world.events.kind(fall.index()) == EventKind::shock ? std::max(moved, fall) : moved;
}

/// What moved the account: the markets of its positions and of its collateral, by what they are worth to it; the four
/// largest.
Cause cause_of(World const& world, CrossAccount const& cross)
{
    std::vector<Cause::Part> parts;
    for (CrossPlace const& place : cross.positions) {
        PerpMarket const& market = world.perps[place.market.index()];
        Units const size = market.positions.position(place.row).size;
        parts.push_back({market.last_event, notional(size, market.contract(), market.mark_price())});
    }
    AssetId const settle = world.ledger.asset(cross.money);
    for (Collateral const& one : cross.collateral) {
        InstitutionId const venue = world.ledger.institution(one.account);
        AssetId const asset = world.ledger.asset(one.account);
        EventId const moved = is_loan_account(cross)
                                  ? behind_price(world, venue, asset, settle)
                                  : world.markets[collateral_market(world, venue, asset, settle).index()].last_event;
        parts.push_back({moved, static_cast<double>(world.ledger.balance(one.account).value()) *
                                    collateral_price(world, venue, asset, settle)});
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](Cause::Part const& a, Cause::Part const& b) { return a.weight > b.weight; });
    constexpr std::size_t most = 4;
    return Cause{std::span{parts}.first(std::min(most, parts.size()))};
}

/// Nothing is left of it that could still be turned into money.
bool spent(World const& world, CrossAccount const& cross)
{
    bool const open = std::any_of(cross.positions.begin(), cross.positions.end(), [&](CrossPlace const& place) {
        return world.perps[place.market.index()].positions.position(place.row).size.value() != 0;
    });
    bool const holds = std::any_of(cross.collateral.begin(), cross.collateral.end(), [&](Collateral const& one) {
        return world.ledger.balance(one.account).value() > 0;
    });
    return !open && !holds;
}

}  // namespace

bool Margin::calls(World& world, CrossId id, CrossStanding const& standing) const
{
    CrossAccount& cross = world.crosses[id.index()];
    std::int64_t const patience = world.clock.steps_of(cross.deadline);
    if (standing.equity > cross.call_at * standing.maintenance) {
        cross.called = -1;
        return false;
    }
    if (patience > 0 && cross.called < 0) {
        cross.called = world.clock.step;
        double const missing = cross.call_at * standing.maintenance - standing.equity;
        AssetId const settle = world.ledger.asset(cross.money);
        Amount const asked{static_cast<std::int64_t>(missing)};
        cross.call = world.events.add(
            EventKind::margin_call,
            {world.ledger.institution(cross.money), settle, cross.money, asked, world.usd(settle, asked)},
            cause_of(world, cross));
    }
    return patience == 0 || world.clock.step >= cross.called + patience;
}

namespace {

/// What a failed institution still has at a venue goes to its estate.
void send_home(World& world, InstitutionId owner, AccountId account)
{
    InstitutionId const venue = world.ledger.institution(account);
    Amount const amount =
        std::min(world.ledger.balance(account), world.ledger.stored(venue, world.ledger.asset(account), Storage::hot));
    if (amount.value() > 0 && world.active(venue))
        world.ledger.withdraw_own(owner, account, Storage::hot, amount);
}

/// A position is taken over whole at mark, as its owner has failed.
void close_failed(World& world, InstitutionId owner, PerpId id, PositionId row)
{
    PerpMarket& market = world.perps[id.index()];
    Units const size = market.positions.position(row).size;
    if (size.value() == 0)
        return;
    take_part(world, id, row, size, market.mark_price(), Channel::default_);
    double const value = notional(size, market.contract(), market.mark_price()) / market.contract().settle_unit;
    world.events.add(EventKind::liquidation,
                     {market.venue, market.base, market.positions.account(row), Amount{size.value()},
                      value * world.price(market.settle).value()},
                     Cause{world.signals[owner.index()].failure_event});
}

}  // namespace

bool Margin::close_if_failed(World& world, CrossId id) const
{
    CrossAccount const& cross = world.crosses[id.index()];
    if (!world.is_of_institution(cross.money))
        return false;
    InstitutionId const owner = InstitutionId::of(world.ledger.owner_class(cross.money).index());
    if (!world.failed(owner))
        return false;
    for (CrossPlace const& place : cross.positions)
        close_failed(world, owner, place.market, place.row);
    repay_loan(world, id);
    seize_collateral(world, id);
    pass_loan_on(world, id);
    send_home(world, owner, cross.money);
    for (Collateral const& one : cross.collateral)
        send_home(world, owner, one.account);
    return true;
}

namespace {

/// Of an account that sleeps. @throws BrokenInvariant if something should have been done about it
void ensure_sound(World const& world, CrossId id)
{
    CrossAccount const& cross = world.crosses[id.index()];
    CrossStanding const standing = cross_standing(world, id);
    ensure((standing.maintenance == 0 || spare_of(cross, standing) > 0) && cross.called < 0 &&
               world.ledger.borrowed(cross.loan).value() == 0,
           "audit: a cross account sleeps that has to be looked at, account", id.value());
}

}  // namespace

void Margin::close_failed_hedges(World& world) const
{
    for (TreasuryHedge const& hedge : world.hedges) {
        PerpMarket const& market = world.perps[hedge.market.index()];
        if (!world.failed(hedge.owner) || shut(world, market))
            continue;
        close_failed(world, hedge.owner, hedge.market, hedge.row);
        send_home(world, hedge.owner, market.positions.account(hedge.row));
    }
}

void Margin::liquidate_crosses(World& world) const
{
    CrossWatch& watch = world.cross_watch;
    watch.follow(world);
    for (std::size_t i = 0; i < world.crosses.size(); ++i) {
        CrossId const id = CrossId::of(i);
        if (!world.lazy || watch.awake(id)) {
            liquidate_cross(world, id);
            watch.take_in_changes(world);
        }
        else if (world.audits)
            ensure_sound(world, id);
    }
}

void Margin::liquidate_cross(World& world, CrossId id) const
{
    CrossAccount& cross = world.crosses[id.index()];
    if (is_loan_account(cross)) {
        liquidate_loan(world, id);
        return;
    }
    if (shut(world, world.perps[cross.positions.front().market.index()]))
        return;
    if (close_if_failed(world, id))
        return;
    repay_loan(world, id);
    CrossStanding const standing = cross_standing(world, id);
    if (standing.maintenance == 0)
        cross.called = -1;
    bool const due = parameters_.liquidates && standing.maintenance > 0 && calls(world, id, standing);
    if (due && standing.equity <= standing.maintenance) {
        // Taking over one position changes the account, so all of them are measured before.
        Cause const cause = cause_of(world, cross);
        std::vector<Position> held;
        for (CrossPlace const& place : cross.positions)
            held.push_back(standing_of(world, place.market, place.row));
        for (std::size_t i = 0; i < held.size(); ++i)
            if (held[i].size.value() != 0)
                liquidate_row(world, cross.positions[i].market, cross.positions[i].row, held[i], cause);
    }
    if (!due)
        world.cross_watch.measured(world, id, standing);
    // An institution owes it with all it has, until it fails.
    if (world.ledger.borrowed(cross.loan).value() > 0 && !world.is_of_institution(cross.money) && spent(world, cross))
        pass_loan_on(world, id);
}

namespace {

/// Its engine bears what collateral does not bring: that of a market of the collateral that settles in what is owed, if
/// there is one.
PerpId bearer_of(World const& world, CrossAccount const& cross)
{
    InstitutionId const venue = world.ledger.institution(cross.money);
    AssetId const owed = world.ledger.asset(cross.money);
    for (Collateral const& one : cross.collateral) {
        AssetId const asset = world.ledger.asset(one.account);
        auto const found = std::ranges::find_if(world.perps, [&](PerpMarket const& market) {
            return market.venue == venue && market.base == asset && market.settle == owed;
        });
        if (found != world.perps.end())
            return PerpId::of(static_cast<std::size_t>(found - world.perps.begin()));
    }
    return {};
}

}  // namespace

void Margin::liquidate_loan(World& world, CrossId id) const
{
    CrossAccount& cross = world.crosses[id.index()];
    InstitutionId const venue = world.ledger.institution(cross.money);
    if (world.failed(venue) || world.institutions[venue.index()].status == Status::halted)
        return;
    repay_loan(world, id);
    Amount const owed = world.ledger.borrowed(cross.loan);
    if (owed.value() == 0) {
        cross.taken = calm_root;
        cross.called = -1;
        return;
    }
    cross.bears = bearer_of(world, cross);
    if (spent(world, cross)) {
        pass_loan_on(world, id);
        return;
    }
    if (!parameters_.liquidates || is_being_sold(cross))
        return;
    CrossStanding standing = cross_standing(world, id);
    standing.maintenance = rules_of(venue).loan_maintenance.value() * static_cast<double>(owed.value());
    if (!calls(world, id, standing) || standing.equity > standing.maintenance)
        return;
    AssetId const settle = world.ledger.asset(cross.money);
    cross.taken = world.events.add(EventKind::liquidation, {venue, settle, cross.money, owed, world.usd(settle, owed)},
                                   cause_of(world, cross));
}

}  // namespace stampede
