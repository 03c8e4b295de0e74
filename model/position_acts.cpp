#include "model/position_acts.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

Amount without_sign(Amount amount)
{
    return amount.value() < 0 ? -amount : amount;
}

std::int64_t magnitude(Units size)
{
    return size.value() < 0 ? -size.value() : size.value();
}

/// Part of a margin that belongs to what a fill closed.
Amount share_closed(Position const& before, Position const& after)
{
    bool const flipped = (before.size.value() > 0) != (after.size.value() > 0);
    if (after.size.value() == 0 || flipped)
        return before.margin;
    std::int64_t const closed = magnitude(before.size) - magnitude(after.size);
    return closed > 0 ? scaled(before.margin, Amount{closed}, Amount{magnitude(before.size)}) : Amount{0};
}

/// Cost of what a fill opened.
Amount opened_by(Position const& before, Position const& after)
{
    bool const same_side = (before.size.value() > 0) == (after.size.value() > 0);
    if (before.size.value() == 0 || !same_side)
        return without_sign(after.cost);
    return magnitude(after.size) > magnitude(before.size) ? without_sign(after.cost - before.cost) : Amount{0};
}

}  // namespace

FillOutcome take_fill(World& world, PerpId id, PositionId row, Units size, Amount cost, Channel channel,
                      FillReason reason)
{
    PerpMarket& market = world.perps[id.index()];
    Position const before = market.positions.position(row);
    AccountId const account = market.positions.account(row);
    ClassId const owner = world.ledger.owner_class(account);
    Position after = before;
    Amount const realised = fill(after, size, cost);
    after.margin += realised;
    world.ledger.fill_contract(id, owner, size, cost, realised, channel);
    FillOutcome outcome{opened_by(before, after), {}};
    if (row == market.engine) {
        market.positions.set(row, after);
        return outcome;
    }
    if (after.margin.value() < 0 && reason == FillReason::own_trade) {
        // Who trades at a loss beyond his margin pays it from his account first.
        Amount const paid = std::min(-after.margin, world.ledger.balance(account));
        world.ledger.post_margin(account, id, paid);
        after.margin += paid;
    }
    if (after.margin.value() < 0) {
        outcome.shortfall = -after.margin;
        after.margin = Amount{0};
        Position engine = market.positions.position(market.engine);
        engine.margin -= outcome.shortfall;
        market.positions.set(market.engine, engine);
        market.flow.shortfall += outcome.shortfall;
        world.ledger.move_margin(id, Ledger::class_of(market.venue), owner, outcome.shortfall, Channel::liquidation);
    }
    // What was closed takes its margin along, and what it won or lost.
    Amount const part = std::clamp(share_closed(before, after) + realised, Amount{0}, after.margin);
    Amount const freed = after.size.value() == 0 ? after.margin : reason == FillReason::forced_part ? Amount{0} : part;
    after.margin -= freed;
    if (freed.value() > 0)
        world.ledger.post_margin(account, id, -freed);
    market.positions.set(row, after);
    return outcome;
}

Amount post_margin(World& world, PerpId id, PositionId row, Amount wanted)
{
    PerpMarket& market = world.perps[id.index()];
    AccountId const account = market.positions.account(row);
    Amount const moved = std::clamp(wanted, Amount{0}, world.ledger.balance(account));
    if (moved.value() == 0)
        return moved;
    Position held = market.positions.position(row);
    held.margin += moved;
    world.ledger.post_margin(account, id, moved);
    market.positions.set(row, held);
    return moved;
}

Amount free_margin(World& world, PerpId id, PositionId row, Amount wanted, double leverage)
{
    PerpMarket& market = world.perps[id.index()];
    Position held = market.positions.position(row);
    double const value = notional(held.size, market.contract(), market.mark_price());
    double const spare = equity(held, market.contract(), market.mark_price()) -
                         static_cast<double>(initial_margin(value, leverage).value());
    Amount const free{static_cast<std::int64_t>(std::clamp(spare, 0.0, static_cast<double>(held.margin.value())))};
    Amount const moved = std::clamp(wanted, Amount{0}, free);
    if (moved.value() == 0)
        return moved;
    held.margin -= moved;
    world.ledger.post_margin(market.positions.account(row), id, -moved);
    market.positions.set(row, held);
    return moved;
}

Units take_over(World& world, PerpId id, PositionId row, Channel channel)
{
    PerpMarket& market = world.perps[id.index()];
    Position const victim = market.positions.position(row);
    Amount const price = victim.cost - victim.margin;
    take_fill(world, id, market.engine, victim.size, price, channel);
    take_fill(world, id, row, -victim.size, -price, channel, FillReason::forced);
    return victim.size;
}

void take_part(World& world, PerpId id, PositionId row, Units part, Price price, Channel channel)
{
    PerpMarket& market = world.perps[id.index()];
    Amount const cost = value_of(part, market.contract(), price);
    take_fill(world, id, market.engine, part, cost, channel);
    take_fill(world, id, row, -part, -cost, channel, FillReason::forced_part);
}

void endow_position(World& world, PerpId id, PositionId row, Units size, Price entry, Amount margin)
{
    PerpMarket& market = world.perps[id.index()];
    AccountId const account = market.positions.account(row);
    Amount const cost = value_of(size, market.contract(), entry);
    Position held = market.positions.position(row);
    ensure(held.size.value() == 0, "a position is endowed once, row", row.value());
    held = {size, cost, held.margin + margin};
    world.ledger.endow_position(account, id, size, cost, margin);
    market.positions.set(row, held);
}

Amount initial_margin(double value, double leverage)
{
    return Amount{static_cast<std::int64_t>(-floor(-value / leverage))};
}

namespace {

void audit_rows(World const& world, PerpId id)
{
    PerpMarket const& market = world.perps[id.index()];
    market.positions.audit();
    std::size_t const classes = world.ledger.wealth().classes().size();
    std::vector<Position> held(classes);
    for (std::size_t i = 0; i < market.positions.size(); ++i) {
        PositionId const row = PositionId::of(i);
        Position const position = market.positions.position(row);
        Position& sum = held[world.ledger.owner_class(market.positions.account(row)).index()];
        sum.size += position.size;
        sum.cost += position.cost;
        sum.margin += position.margin;
    }
    for (std::size_t i = 0; i < classes; ++i) {
        ClassId const owner = ClassId::of(i);
        ensure(held[i].size == world.ledger.wealth().size(owner, id) &&
                   held[i].cost == world.ledger.wealth().cost(owner, id) &&
                   held[i].margin == world.ledger.margins(id, owner),
               fmt::format("audit: class {} is booked otherwise than its positions in {}",
                           world.ledger.wealth().classes()[i], market.name));
    }
}

}  // namespace

void audit_positions(World const& world, bool all)
{
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpId const id = PerpId::of(i);
        PerpMarket const& market = world.perps[i];
        PositionBook const& book = market.positions;
        ensure(book.net_size() == Units{0}, fmt::format("audit: longs exceed shorts in {} by {} units of size",
                                                        market.name, book.net_size().value()));
        Amount const cash = world.ledger.clearing(id) + book.total_cost();
        ensure((static_cast<Int128>(cash.value()) << 32U) + book.carried() == 0,
               fmt::format("audit: clearing cash and costs of {} differ by {} from the funding carried", market.name,
                           cash.value()));
        ensure(book.total_margin() == world.ledger.margins(id),
               fmt::format("audit: positions of {} have {} of margin, the ledger has locked {}", market.name,
                           book.total_margin().value(), world.ledger.margins(id).value()));
        if (all)
            audit_rows(world, id);
    }
}

}  // namespace stampede
