#include "model/mechanisms/perp_trading.hpp"

#include <algorithm>
#include <array>

#include "model/base/check.hpp"
#include "model/margin_cuts.hpp"

namespace stampede {
namespace {

/// Causes of what the engine does: the largest takeovers behind its inventory.
Cause cause_of_engine(PerpMarket const& market)
{
    std::vector<Cause::Part> parts;
    for (std::size_t i = 0; i < market.takeovers.size(); ++i)
        parts.push_back({market.takeovers[i], market.takeover_sizes[i]});
    return Cause{parts};
}

void move_margins(StepContext& step)
{
    for (MarginWish const& wish : step.wishes.margins) {
        PerpMarket const& market = step.world.perps[wish.market.index()];
        if (step.world.failed(market.venue) || market.closed_out != 0)
            continue;
        if (wish.amount.value() > 0)
            post_margin(step.world, wish.market, wish.position, wish.amount);
        else
            free_margin(step.world, wish.market, wish.position, -wish.amount, wish.leverage);
    }
}

}  // namespace

PerpTrading::PerpTrading(Trading::Parameters const& parameters, PerpRules rules)
    : parameters_{parameters}, rules_{std::move(rules)}
{
}

void PerpTrading::rest_in_book(World& world, PerpId id, Gathered& gathered) const
{
    PerpMarket& market = world.perps[id.index()];
    AccountId const maker = market.positions.account(market.maker), crowd = market.positions.account(market.crowd);
    double const per_coin = market.contract().kind == ContractKind::linear ? 1 : market.mid;
    gathered.batch.bands = resting_bands((*rules_)[id.index()], {maker, maker, crowd, crowd},
                                         {market.mid, market.signed_depletion, market.contract().size_unit * per_coin});
    gathered.rows[maker] = market.maker;
    gathered.rows[crowd] = market.crowd;
    gathered.leverage[market.maker] = gathered.leverage[market.crowd] = 1;
}

PerpTrading::Gathered PerpTrading::gather(StepContext& step, PerpId id) const
{
    World& world = step.world;
    PerpMarket& market = world.perps[id.index()];
    Gathered all;
    Batch& batch = all.batch;
    batch.mid = market.mid;
    batch.distance = market.distance;
    batch.base_unit = market.contract().size_unit;
    batch.quote_unit = market.contract().settle_unit;
    batch.kind = market.contract().kind;
    batch.half_spread = (*rules_)[id.index()].half_spread.value();
    rest_in_book(world, id, all);
    std::vector<MarginedWish> wishes;
    std::vector<double> leverages(batch.bands.size(), 1.0);
    std::vector<PositionId> owners;
    for (Band const& band : batch.bands)
        owners.push_back(all.rows.at(band.base));
    auto const enter = [&](PositionId row, double leverage) {
        AccountId const account = market.positions.account(row);
        all.rows[account] = row;
        auto const [known, fresh] = all.leverage.try_emplace(row, leverage);
        if (!fresh && leverage > 0)
            known->second = known->second > 0 ? std::min(known->second, leverage) : leverage;
        return account;
    };
    for (PerpBand const& band : step.wishes.perp_bands)
        if (band.market == id && band.size.value() > 0 && band.far > band.near) {
            AccountId const account = enter(band.position, band.leverage);
            batch.bands.push_back({{}, band.side, account, account, band.near, band.far, Amount{band.size.value()}});
            leverages.push_back(band.leverage);
            owners.push_back(band.position);
        }
    std::vector<bool> reducing;
    auto const add_order = [&](PerpOrder const& order) {
        AccountId const account = enter(order.position, order.leverage);
        batch.orders.push_back({{},
                                order.side,
                                account,
                                account,
                                {},
                                Amount{order.size.value()},
                                order.limit,
                                order.channel,
                                order.cause});
        reducing.push_back(order.reduces);
    };
    for (PerpOrder const& order : step.wishes.perp_orders)
        if (order.market == id && order.size.value() > 0)
            add_order(order);
    if (EngineOrder const& engine = market.engine_order; engine.size.value() > 0)
        add_order({id, market.engine, engine.side, engine.size, engine.limit, 0, true, Channel::liquidation,
                   cause_of_engine(market)});
    for (std::size_t i = 0; i < batch.bands.size(); ++i)
        wishes.push_back({owners[i], batch.bands[i].side, &batch.bands[i].amount, leverages[i], false});
    for (std::size_t i = 0; i < batch.orders.size(); ++i) {
        PositionId const row = all.rows.at(batch.orders[i].base);
        wishes.push_back({row, batch.orders[i].side, &batch.orders[i].amount, all.leverage.at(row), reducing[i]});
    }
    cut_by_margin(std::move(wishes), market, world.ledger, Price{market.mid});
    std::erase_if(batch.bands, [](Band const& band) { return band.amount.value() <= 0; });
    keep_inside(batch.orders, (*rules_)[id.index()].breaker->corridor({market.mid, market.reference}));
    return all;
}

void PerpTrading::take_fills(World& world, PerpId id, Gathered const& gathered, ClearedBatch const& cleared) const
{
    PerpMarket& market = world.perps[id.index()];
    std::int64_t const sign = market.contract().kind == ContractKind::linear ? -1 : 1;
    std::vector<std::size_t> sequence(cleared.base.size());
    for (std::size_t i = 0; i < sequence.size(); ++i)
        sequence[i] = i;
    std::stable_sort(sequence.begin(), sequence.end(),
                     [&](std::size_t a, std::size_t b) { return cleared.base[a].account < cleared.base[b].account; });
    for (std::size_t const i : sequence) {
        Units const size{cleared.base[i].change.value()};
        Amount const cost{sign * cleared.quote[i].change.value()};
        if (size.value() == 0 && cost.value() == 0)
            continue;
        PositionId const row = gathered.rows.at(cleared.base[i].account);
        FillOutcome const outcome = take_fill(world, id, row, size, cost, cleared.base[i].channel);
        if (outcome.opened.value() == 0 || row == market.engine)
            continue;
        Position const held = market.positions.position(row);
        double const value = notional(held.size, market.contract(), Price{market.mid});
        double const leverage = allowed_leverage(market.positions.terms(), value, gathered.leverage.at(row));
        post_margin(world, id, row, initial_margin(static_cast<double>(outcome.opened.value()), leverage));
    }
    for (OrderFill const& fill : cleared.fills)
        if (fill.order.channel != Channel::price)  // background flow is in the series, not in the log
            market.last_event = world.events.add(
                EventKind::sale,
                {market.venue, market.base, fill.order.base, fill.amount, world.usd(market.settle, fill.quote)},
                fill.order.cause);
}

void PerpTrading::clear_market(StepContext& step, PerpId id) const
{
    World& world = step.world;
    PerpMarket& market = world.perps[id.index()];
    CircuitBreaker const& breaker = *(*rules_)[id.index()].breaker;
    std::int64_t const window = world.clock.steps_of(breaker.window());
    if (window > 0 && world.clock.step % window == 0)
        market.reference = market.mid;
    Gathered gathered = gather(step, id);
    market.bands = gathered.batch.bands;
    market.near_depth = near_depth(market.bands);
    if (!parameters_.moves_prices)
        for (Band& band : gathered.batch.bands) {
            band.near = 0;
            band.far = 1e-12;
        }
    constexpr std::uint64_t after_spot = 512;  // keys of spot markets come before
    ClearedBatch const cleared = clear_affordable(
        gathered.batch, world.draws, static_cast<std::uint64_t>(world.clock.step) * 1024 + after_spot + id.index());
    take_fills(world, id, gathered, cleared);
    market.last = cleared.result;
    if (parameters_.moves_prices) {
        market.mid = cleared.result.mid_after;
        market.signed_depletion += static_cast<double>((cleared.result.sold - cleared.result.bought).value());
    }
    if (std::int64_t const halt = world.clock.steps_of(breaker.halt({market.mid, market.reference})); halt > 0) {
        market.halted_until = world.clock.step + 1 + halt;
        market.last_event = world.events.add(EventKind::halt, {market.venue, market.base, {}, {}, market.mid},
                                             Cause{market.last_event});
    }
}

void PerpTrading::apply(StepContext& step) const
{
    World& world = step.world;
    for (PerpMarket& market : world.perps)
        market.flow = {};
    move_margins(step);
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpMarket& market = world.perps[i];
        market.last = {};
        market.last.mid_before = market.last.mid_after = market.mid;
        market.bands.clear();
        market.signed_depletion *= world.clock.kept((*rules_)[i].resilience_time);
        if (market.halted_until > world.clock.step || world.failed(market.venue) || world.wound_up(market.venue))
            continue;
        if (market.halted_until == world.clock.step && market.halted_until > 0) {
            market.reference = market.mid;
            world.events.add(EventKind::resumption, {market.venue, market.base, {}, {}, market.mid},
                             Cause{market.last_event});
        }
        clear_market(step, PerpId::of(i));
    }
}

}  // namespace stampede
