#include "model/position_acts.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/fine.hpp"
#include "model/base/math.hpp"
#include "model/cross_standing.hpp"

namespace stampede {
namespace {

Amount without_sign(Amount amount)
{
    return amount.value() < 0 ? -amount : amount;
}

/// Part of a margin that belongs to what a fill closed.
Amount share_closed(Position const& before, Position const& after)
{
    bool const flipped = (before.size.value() > 0) != (after.size.value() > 0);
    if (after.size.value() == 0 || flipped)
        return before.margin;
    std::int64_t const closed = without_side(before.size) - without_side(after.size);
    return closed > 0 ? scaled(before.margin, Amount{closed}, Amount{without_side(before.size)}) : Amount{0};
}

/// Cost of what a fill opened.
Amount opened_by(Position const& before, Position const& after)
{
    bool const same_side = (before.size.value() > 0) == (after.size.value() > 0);
    if (before.size.value() == 0 || !same_side)
        return without_sign(after.cost);
    return without_side(after.size) > without_side(before.size) ? without_sign(after.cost - before.cost) : Amount{0};
}

/// A loss beyond what an owner has put up: the engine bears it.
void bear(World& world, PerpId id, ClassId owner, Amount loss)
{
    PerpMarket& market = world.perps[id.index()];
    Position engine = market.positions.position(market.engine);
    engine.margin -= loss;
    market.positions.set(market.engine, engine);
    market.flow.shortfall += loss;
    world.ledger.move_margin(id, Ledger::class_of(market.venue), owner, loss, Channel::liquidation);
}

/// What a position of a cross account has realised goes to its money, or is paid and if need be borrowed.
void settle_cross(World& world, PerpId id, PositionId row, Position after)
{
    PerpMarket& market = world.perps[id.index()];
    CrossId const cross = market.positions.cross(row);
    CrossAccount const& account = world.crosses[cross.index()];
    Amount const lacks = -after.margin - world.ledger.balance(account.money);
    if (lacks.value() > 0)
        world.ledger.borrow(account.loan, lacks);
    if (after.margin.value() != 0)
        world.ledger.post_margin(account.money, id, -after.margin);
    after.margin = Amount{0};
    market.positions.set(row, after);
    repay_loan(world, cross);
}

/// An institution brings money from its own storage to its cross account; everybody else has it there already.
Amount bring_money(World& world, CrossId id, Amount wanted)
{
    AccountId const money = world.crosses[id.index()].money;
    if (!world.is_of_institution(money))
        return Amount{0};
    InstitutionId const self = InstitutionId::of(world.ledger.owner_class(money).index());
    Amount const moved =
        std::clamp(wanted, Amount{0}, world.ledger.stored(self, world.ledger.asset(money), Storage::hot));
    if (moved.value() > 0)
        world.ledger.deposit_own(self, money, moved);
    repay_loan(world, id);
    return moved;
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
    if (market.positions.cross(row).valid()) {
        settle_cross(world, id, row, after);
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
        bear(world, id, owner, outcome.shortfall);
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
    if (CrossId const cross = market.positions.cross(row); cross.valid())
        return bring_money(world, cross, wanted);
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
    double const value = market.positions.measured(held, market.mark_price());
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

Units take_over(World& world, PerpId id, PositionId row, Amount margin, Channel channel)
{
    PerpMarket& market = world.perps[id.index()];
    Position const victim = market.positions.position(row);
    Amount const price = victim.cost - margin;
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

void charge_cross(World& world, CrossId id, AccountId to, Amount amount, Channel channel)
{
    CrossAccount const& cross = world.crosses[id.index()];
    Amount const lacks = amount - world.ledger.balance(cross.money);
    if (lacks.value() > 0)
        world.ledger.borrow(cross.loan, lacks);
    world.ledger.transfer_claim(cross.money, to, amount, channel);
}

void repay_loan(World& world, CrossId id)
{
    CrossAccount const& cross = world.crosses[id.index()];
    Amount const paid = std::min(world.ledger.balance(cross.money), world.ledger.borrowed(cross.loan));
    if (paid.value() > 0)
        world.ledger.repay(cross.loan, paid);
}

void pass_loan_on(World& world, CrossId id)
{
    CrossAccount const& cross = world.crosses[id.index()];
    Amount const loss = world.ledger.borrowed(cross.loan);
    if (loss.value() == 0)
        return;
    if (!cross.bears.valid() && is_loan_account(cross)) {
        world.ledger.forgive(cross.loan, loss, Channel::liquidation);
        return;
    }
    PerpId const bearer = cross.bears.valid() ? cross.bears : cross.positions.front().market;
    bear(world, bearer, world.ledger.owner_class(cross.money), loss);
    world.ledger.post_margin(cross.money, bearer, -loss);
    world.ledger.repay(cross.loan, loss);
}

void seize_collateral(World& world, CrossId id)
{
    CrossAccount const& cross = world.crosses[id.index()];
    Ledger& ledger = world.ledger;
    repay_loan(world, id);
    for (Collateral const& one : cross.collateral) {
        auto const owed = static_cast<double>(ledger.borrowed(cross.loan).value());
        double const price = collateral_price(world, ledger.institution(one.account), ledger.asset(one.account),
                                              ledger.asset(cross.money));
        auto const held = static_cast<double>(ledger.balance(one.account).value());
        if (owed <= 0 || held <= 0 || !(price > 0))
            continue;
        bool const enough = held * price >= owed;
        Amount const taken = enough ? Amount{static_cast<std::int64_t>(owed / price)} : ledger.balance(one.account);
        Amount const settled = enough ? ledger.borrowed(cross.loan) : Amount{static_cast<std::int64_t>(held * price)};
        ledger.cut_claim(one.account, taken, Channel::liquidation);
        ledger.forgive(cross.loan, settled, Channel::liquidation);
    }
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
    std::vector<Int128> paid(classes, 0);
    for (std::size_t i = 0; i < market.positions.size(); ++i) {
        PositionId const row = PositionId::of(i);
        Position const position = market.positions.position(row);
        std::size_t const owner = world.ledger.owner_class(market.positions.account(row)).index();
        held[owner].size += position.size;
        held[owner].margin += position.margin;
        paid[owner] += market.positions.paid(row);
    }
    for (std::size_t i = 0; i < classes; ++i) {
        ClassId const owner = ClassId::of(i);
        ensure(held[i].size == world.ledger.wealth().size(owner, id) &&
                   paid[i] == world.ledger.wealth().paid(owner, id) &&
                   held[i].margin == world.ledger.margins(id, owner),
               [&] {
                   return fmt::format("audit: class {} is booked otherwise than its positions in {}",
                                      world.ledger.wealth().classes()[i], market.name);
               });
    }
}

}  // namespace

void audit_positions(World const& world, bool all)
{
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpId const id = PerpId::of(i);
        PerpMarket const& market = world.perps[i];
        PositionBook const& book = market.positions;
        ensure(book.net_size() == Units{0}, [&] {
            return fmt::format("audit: longs exceed shorts in {} by {} units of size", market.name,
                               book.net_size().value());
        });
        Int128 const cash = world.ledger.clearing(id).value() * fine_unit + book.total_paid();
        ensure(cash == 0, [&] {
            return fmt::format("audit: clearing cash of {} differs by {} units from costs and funding owed",
                               market.name, floored(cash).value());
        });
        ensure(book.total_margin() == world.ledger.margins(id), [&] {
            return fmt::format("audit: positions of {} have {} of margin, the ledger has locked {}", market.name,
                               book.total_margin().value(), world.ledger.margins(id).value());
        });
        if (all)
            audit_rows(world, id);
    }
}

}  // namespace stampede
