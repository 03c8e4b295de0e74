#include "model/mechanisms/deleveraging.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/cross_standing.hpp"
#include "model/mechanisms/rules_at.hpp"
#include "model/position_acts.hpp"

namespace stampede {

void DeleveragingRules::visit(FieldVisitor& field)
{
    field("rule", rule, "whose winning position is closed");
    field.pick("trigger", trigger, {"shortfall", "drawdown", "never"},
               "when: what the insurance fund cannot pay; all once the fund has fallen too far; never");
    field.pick("price", price, {"bankruptcy", "mark"}, "at which price winners are closed");
    field("drawdown", drawdown, unit_interval, "1", "fall of the fund from its peak that triggers");
    field("window", window, not_negative, "time over which the peak counts");
    field("socialised", socialised, unit_interval, "1",
          "part of a loss beyond the fund that winners pay out of unrealised profit; the rest is the venue's");
}

void Deleveraging::Parameters::visit(FieldVisitor& field)
{
    rules.visit(field);
    field("at", at, "venues with rules of their own, by name; what is not said there is as built in, not as above");
}

Deleveraging::Deleveraging(Parameters parameters, std::vector<std::string> const& names)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}
{
}

std::vector<LossPassing> Deleveraging::passing() const
{
    std::vector<LossPassing> all;
    for (DeleveragingRules const* rules : rules_)
        all.push_back({rules->trigger != AdlTrigger::never && rules->price == AdlPrice::bankruptcy,
                       rules->trigger == AdlTrigger::drawdown, rules->socialised});
    return all;
}

namespace {

std::uint64_t key_of(World const& world, PerpId id)
{
    return static_cast<std::uint64_t>(world.clock.step) * 1024 + id.index();
}

Cause cause_of_losses(PerpMarket const& market)
{
    std::vector<Cause::Part> parts;
    for (std::size_t i = 0; i < market.takeovers.size(); ++i)
        parts.push_back({market.takeovers[i], market.takeover_sizes[i]});
    if (parts.empty())
        parts.push_back({market.last_event, 1});
    return Cause{parts};
}

double in_usd(World const& world, PerpMarket const& market, Amount amount)
{
    return world.usd(market.settle, amount);
}

/// Rows with a position, but for the engine's.
std::vector<PositionId> open_rows(PerpMarket const& market)
{
    std::vector<PositionId> rows;
    for (std::size_t i = 0; i < market.positions.size(); ++i)
        if (PositionId const row = PositionId::of(i);
            row != market.engine && market.positions.position(row).size.value() != 0)
            rows.push_back(row);
    return rows;
}

AdlCandidate candidate_of(World const& world, PerpId id, PositionId row)
{
    PerpMarket const& market = world.perps[id.index()];
    Position const held = standing_of(world, id, row);
    Contract const& contract = market.contract();
    Price const mark = market.mark_price();
    AdlCandidate candidate;
    candidate.size = Units{without_side(held.size)};
    candidate.notional = notional(held.size, contract, mark);
    candidate.entry = static_cast<double>(held.cost.value() < 0 ? -held.cost.value() : held.cost.value());
    candidate.profit = unrealised(held, contract, mark);
    candidate.equity = equity(held, contract, mark);
    candidate.margin = static_cast<double>(held.margin.value());
    candidate.maintenance = market.positions.maintenance(held, mark);
    candidate.is_short = held.size.value() < 0;
    return candidate;
}

/// Closes positions of one side at a common price: their costs sum to `cost` without sign.
/// @param sign  +1 closes shorts by buying, -1 closes longs by selling
void close_at(World& world, PerpId id, std::vector<PositionId> const& rows, std::vector<Amount> const& sizes,
              Amount cost, std::int64_t sign, Channel channel)
{
    std::vector<Amount> const costs = split(cost, sizes, world.draws, "perp/close", key_of(world, id));
    std::int64_t const kind = world.perps[id.index()].contract().kind == ContractKind::linear ? 1 : -1;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (sizes[i].value() > 0)
            take_fill(world, id, rows[i], Units{sign * sizes[i].value()}, Amount{sign * kind * costs[i].value()},
                      channel, FillReason::forced);
}

/// All positions are closed at the last mark, and margins go home.
void close_out(World& world, PerpId id)
{
    PerpMarket& market = world.perps[id.index()];
    for (std::int64_t const side : {1, -1}) {
        std::vector<PositionId> rows;
        std::vector<Amount> sizes;
        Amount all{0};
        for (std::size_t i = 0; i < market.positions.size(); ++i) {
            PositionId const row = PositionId::of(i);
            if (std::int64_t const size = side * market.positions.position(row).size.value(); size > 0) {
                rows.push_back(row);
                sizes.emplace_back(size);
                all += Amount{size};
            }
        }
        Amount const value{round_to_integer(notional(Units{all.value()}, market.contract(), market.mark_price()))};
        close_at(world, id, rows, sizes, value, -side, Channel::default_);
    }
    market.engine_order = {};
    market.closed_out = 1;
    world.events.add(EventKind::close_out, {market.venue, market.base, {}, {}, market.mark},
                     Cause{world.signals[market.venue.index()].failure_event});
}

}  // namespace

Amount Deleveraging::socialise(World& world, PerpId id, Amount loss) const
{
    PerpMarket& market = world.perps[id.index()];
    std::vector<PositionId> winners;
    std::vector<Amount> profits;
    Amount sum{0};
    for (PositionId const row : open_rows(market)) {
        auto const profit = static_cast<std::int64_t>(
            unrealised(market.positions.position(row), market.contract(), market.mark_price()));
        if (profit <= 0)
            continue;
        winners.push_back(row);
        profits.emplace_back(profit);
        sum += Amount{profit};
    }
    Amount const paid = std::min(sum, part_of(rules_of(market.venue).socialised, loss));
    std::vector<Amount> const cuts = split(paid, profits, world.draws, "perp/socialised", key_of(world, id));
    for (std::size_t i = 0; i < winners.size(); ++i) {
        Position held = market.positions.position(winners[i]);
        held.cost += cuts[i];
        market.positions.set(winners[i], held);
        world.ledger.claw_back(id, world.ledger.owner_class(market.positions.account(winners[i])),
                               Ledger::class_of(market.venue), cuts[i], Channel::socialised);
    }
    return paid;
}

void Deleveraging::settle_engine(World& world, PerpId id) const
{
    PerpMarket& market = world.perps[id.index()];
    Position engine = market.positions.position(market.engine);
    if (engine.margin.value() == 0)
        return;
    Amount const gain = engine.margin;
    Amount const to_fund = std::max(gain, -world.ledger.balance(market.fund));
    world.ledger.post_margin(market.fund, id, -to_fund);
    engine.margin -= to_fund;
    if (engine.margin.value() < 0) {
        Amount const loss = -engine.margin;
        Amount const cut = socialise(world, id, loss);
        world.ledger.cover_margin(id, loss - cut);
        engine.margin = Amount{0};
        market.flow.socialised += cut;
        market.flow.borne += loss - cut;
        world.events.add(EventKind::deficit, {market.venue, market.settle, {}, loss, in_usd(world, market, loss)},
                         cause_of_losses(market));
    }
    market.positions.set(market.engine, engine);
}

Deleveraging::Needed Deleveraging::needed(World& world, PerpId id) const
{
    PerpMarket& market = world.perps[id.index()];
    DeleveragingRules const& rules = rules_of(market.venue);
    auto const fund = static_cast<double>(world.ledger.balance(market.fund).value());
    std::int64_t const window = world.clock.steps_of(rules.window);
    if (fund >= market.fund_peak || world.clock.step - market.peak_step >= window) {
        market.fund_peak = fund;
        market.peak_step = world.clock.step;
    }
    Position const inventory = market.positions.position(market.engine);
    std::int64_t const size = without_side(inventory.size);
    if (size == 0 || rules.trigger == AdlTrigger::never)
        return {};
    double const loss = -unrealised(inventory, market.contract(), market.mark_price());
    double const uncovered = std::max(0.0, loss - fund);
    if (rules.trigger == AdlTrigger::drawdown) {
        bool const fell = market.fund_peak > 0 && fund <= (1 - rules.drawdown.value()) * market.fund_peak;
        return loss > 0 && fell ? Needed{size, uncovered} : Needed{};
    }
    if (loss <= fund)
        return {};
    double const part = -floor(-static_cast<double>(size) * (1 - fund / loss));
    return {std::clamp<std::int64_t>(static_cast<std::int64_t>(part), 0, size), uncovered};
}

void Deleveraging::deleverage(World& world, PerpId id, Needed const& needed) const
{
    PerpMarket& market = world.perps[id.index()];
    Position const inventory = market.positions.position(market.engine);
    bool const is_long = inventory.size.value() > 0;
    std::vector<PositionId> rows;
    std::vector<AdlCandidate> candidates;
    for (PositionId const row : open_rows(market))
        if ((market.positions.position(row).size.value() > 0) != is_long) {
            rows.push_back(row);
            candidates.push_back(candidate_of(world, id, row));
        }
    std::vector<Units> const closes =
        rules_of(market.venue).rule->closes(Units{needed.size}, candidates, world.draws, key_of(world, id));
    std::vector<Amount> sizes;
    Amount closed{0};
    for (Units const one : closes) {
        sizes.emplace_back(one.value());
        closed += Amount{one.value()};
    }
    if (closed.value() == 0)
        return;
    Units const part{is_long ? closed.value() : -closed.value()};
    Amount cost = value_of(part, market.contract(), market.mark_price());
    if (rules_of(market.venue).price == AdlPrice::bankruptcy) {
        Position after = inventory;  // at its own cost the engine realises nothing
        cost = -fill(after, -part, Amount{0});
        // Of accounts that owe more than their position is worth that price lies below 0: the engine bears the rest.
        if ((cost.value() < 0) != (value_of(part, market.contract(), market.mark_price()).value() < 0))
            cost = Amount{0};
    }
    take_fill(world, id, market.engine, -part, -cost, Channel::adl);
    close_at(world, id, rows, sizes, cost.value() < 0 ? -cost : cost, is_long ? 1 : -1, Channel::adl);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (sizes[i].value() > 0) {
            world.events.add(EventKind::deleveraging,
                             {market.venue, market.base, market.positions.account(rows[i]), sizes[i],
                              candidates[i].notional * ratio(sizes[i], Amount{candidates[i].size.value()}) /
                                  market.contract().settle_unit * world.price(market.settle).value()},
                             cause_of_losses(market));
            ++market.flow.winners;
        }
    market.flow.deleveraged += Units{closed.value()};
    // If too few are on the other side, of the part that was closed: the rest is counted when it is.
    double const done = static_cast<double>(closed.value()) / static_cast<double>(needed.size);
    Amount const uncovered{round_to_integer(needed.uncovered * done)};
    bool const at_mark = rules_of(market.venue).price == AdlPrice::mark;
    Amount const given_up = at_mark ? Amount{0} : cost - value_of(part, market.contract(), market.mark_price());
    market.flow.uncovered += uncovered;
    market.flow.given_up += given_up;
    market.flow.excess += std::max(Amount{0}, given_up - uncovered);
}

void Deleveraging::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpId const id = PerpId::of(i);
        PerpMarket& market = world.perps[i];
        if (market.closed_out == 0 && (world.failed(market.venue) || world.wound_up(market.venue)))
            close_out(world, id);
        settle_engine(world, id);
        bool const in_order = world.institutions[market.venue.index()].status != Status::halted;
        if (market.closed_out != 0 || !in_order)
            continue;
        if (Needed const close = needed(world, id); close.size > 0)
            deleverage(world, id, close);
    }
    for (std::size_t i = 0; i < world.crosses.size(); ++i) {
        InstitutionId const venue = world.ledger.institution(world.crosses[i].money);
        if (!world.failed(venue) && !world.wound_up(venue))
            continue;
        seize_collateral(world, CrossId::of(i));
        LoanId const loan = world.crosses[i].loan;
        world.ledger.forgive(loan, world.ledger.borrowed(loan), Channel::default_);
    }
}

}  // namespace stampede
