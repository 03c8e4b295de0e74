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

PerpTrading::Owner& PerpTrading::Owner::operator+=(Owner const& other)
{
    ensure(row == other.row, "perp_trading: one account behind two positions of a market, row", row.value());
    if (other.leverage > 0)
        leverage = leverage > 0 ? std::min(leverage, other.leverage) : other.leverage;
    return *this;
}

AccountId PerpTrading::Gathered::enter(PerpMarket const& market, PositionId row, double asked)
{
    AccountId const account = market.positions.account(row);
    entered.emplace_back(account, Owner{row, asked});
    return account;
}

void PerpTrading::Gathered::add(PerpMarket const& market, PerpOrder const& order)
{
    AccountId const account = enter(market, order.position, order.leverage);
    batch.orders.push_back(
        {{}, order.side, account, account, {}, Amount{order.size.value()}, order.limit, order.channel, order.cause});
    reduces.push_back(order.reduces ? 1 : 0);
}

PerpTrading::Owner const& PerpTrading::Gathered::owner(AccountId account) const
{
    Owner const* const found = owners.find(account);
    ensure(found != nullptr, "perp_trading: nobody has entered with an account, number", account.value());
    return *found;
}

void PerpTrading::rest_in_book(StepContext& step, WishesByMarket const& places, PerpId id, Gathered& all) const
{
    PerpMarket& market = step.world.perps[id.index()];
    AccountId const maker = all.enter(market, market.maker, 1), crowd = all.enter(market, market.crowd, 1);
    double const per_coin = market.contract().kind == ContractKind::linear ? 1 : market.mid;
    all.batch.bands = resting_bands((*rules_)[id.index()], {maker, maker, crowd, crowd},
                                    {market.mid, market.signed_depletion, market.contract().size_unit * per_coin});
    for (std::uint32_t const i : places.bands.of(id.index()))
        if (PerpBand const& band = step.wishes.perp_bands[i]; band.size.value() > 0 && band.far > band.near) {
            AccountId const account = all.enter(market, band.position, band.leverage);
            all.batch.bands.push_back(
                {{}, band.side, account, account, band.near, band.far, Amount{band.size.value()}});
        }
}

void PerpTrading::cut(World const& world, PerpId id, Gathered& all) const
{
    std::vector<MarginedWish> wishes;
    for (Band& band : all.batch.bands) {
        Owner const& owner = all.owner(band.base);
        wishes.push_back({owner.row, band.side, &band.amount, owner.leverage, false});
    }
    for (std::size_t i = 0; i < all.batch.orders.size(); ++i) {
        Order& order = all.batch.orders[i];
        Owner const& owner = all.owner(order.base);
        wishes.push_back({owner.row, order.side, &order.amount, owner.leverage, all.reduces[i] != 0});
    }
    cut_by_margin(std::move(wishes), world, id);
    std::erase_if(all.batch.bands, [](Band const& band) { return band.amount.value() <= 0; });
}

PerpTrading::Gathered PerpTrading::gather(StepContext& step, WishesByMarket const& places, PerpId id) const
{
    PerpMarket& market = step.world.perps[id.index()];
    MarketParameters const& rules = (*rules_)[id.index()];
    Gathered all;
    Batch& batch = all.batch;
    batch.mid = market.mid;
    batch.distance = market.distance;
    batch.base_unit = market.contract().size_unit;
    batch.quote_unit = market.contract().settle_unit;
    batch.kind = market.contract().kind;
    batch.half_spread = rules.half_spread.value();
    rest_in_book(step, places, id, all);
    for (std::uint32_t const i : places.orders.of(id.index()))
        if (PerpOrder const& order = step.wishes.perp_orders[i]; order.size.value() > 0)
            all.add(market, order);
    for (TreasuryHedge const& hedge : step.world.hedges)
        if (hedge.market == id && hedge.order.value() != 0) {
            bool const sells = hedge.order.value() < 0;
            all.add(market, {id, hedge.row, sells ? Side::sell : Side::buy, sells ? -hedge.order : hedge.order,
                             sells ? Order::any_sell_price : Order::any_buy_price, hedge.leverage, !sells,
                             Channel::fire_sale, Cause{market.last_event}});
        }
    if (EngineOrder const& engine = market.engine_order; engine.size.value() > 0)
        all.add(market, {id, market.engine, engine.side, engine.size, engine.limit, 0, true, Channel::liquidation,
                         cause_of_engine(market)});
    all.owners = KeyedSums<AccountId, Owner>{all.entered};
    cut(step.world, id, all);
    keep_inside(batch.orders, rules.breaker->corridor({market.mid, market.reference}));
    if (double const band = rules.perp.price_band; band > 0 && market.index > 0)
        keep_inside(batch.orders, {market.index * std::max(0.0, 1 - band), market.index * (1 + band)});
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
        Owner const& owner = gathered.owner(cleared.base[i].account);
        PositionId const row = owner.row;
        FillOutcome const outcome = take_fill(world, id, row, size, cost, cleared.base[i].channel);
        if (outcome.opened.value() == 0 || row == market.engine || market.positions.cross(row).valid())
            continue;
        Position const held = market.positions.position(row);
        double const value = notional(held.size, market.contract(), Price{market.mid});
        double const leverage = market.positions.allowed_leverage(held.size, value, owner.leverage);
        Amount wanted = initial_margin(static_cast<double>(outcome.opened.value()), leverage);
        if (market.positions.extra_rate(held.size) > 0)  // a surcharge is on the whole position
            wanted = std::max(wanted, initial_margin(value, leverage) - held.margin);
        post_margin(world, id, row, wanted);
    }
    for (OrderFill const& fill : cleared.fills)
        if (fill.order.channel != Channel::price)  // background flow is in the series, not in the log
            market.last_event = world.events.add(
                EventKind::sale,
                {market.venue, market.base, fill.order.base, fill.amount, world.usd(market.settle, fill.quote)},
                fill.order.cause);
}

void PerpTrading::clear_market(StepContext& step, WishesByMarket const& places, PerpId id) const
{
    World& world = step.world;
    PerpMarket& market = world.perps[id.index()];
    CircuitBreaker const& breaker = *(*rules_)[id.index()].breaker;
    std::int64_t const window = world.clock.steps_of(breaker.window());
    if (window > 0 && world.clock.step % window == 0)
        market.reference = market.mid;
    Gathered gathered = gather(step, places, id);
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
    WishesByMarket const places{{step.wishes.perp_bands, world.perps.size()},
                                {step.wishes.perp_orders, world.perps.size()}};
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
        clear_market(step, places, PerpId::of(i));
    }
}

}  // namespace stampede
