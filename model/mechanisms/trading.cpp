#include "model/mechanisms/trading.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/batch_cuts.hpp"
#include "model/mechanisms/house_accounts.hpp"
#include "model/price_time_batch.hpp"

namespace stampede {

void Trading::Parameters::visit(FieldVisitor& field)
{
    field("moves_prices", moves_prices, "false: orders fill at mid and move nothing, which switches fire sales off");
}

Trading::Trading(Parameters const& parameters, std::vector<Book> books)
    : parameters_{parameters}, books_{std::move(books)}
{
}

namespace {

void report_fills(World& world, Market& market, ClearedBatch const& cleared)
{
    for (OrderFill const& fill : cleared.fills) {
        if (fill.order.channel == Channel::price)
            continue;  // background flow is in the series, not in the log
        EventId const event = world.events.add(
            EventKind::sale,
            {market.venue, market.base, fill.order.base, fill.amount, world.usd(market.quote, fill.quote)},
            fill.order.cause);
        market.last_event = event;
        if (fill.order.side == Side::sell)
            world.pressed[market.base.index()] = event;
    }
}

/// What rests, less what its owners could not pay for or deliver: depth that is not there must not be counted.
std::vector<Band> deliverable(World const& world, Market const& market, Batch batch)
{
    if (market.discipline == OrderDiscipline::pro_rata) {
        cut_orders(batch, world.ledger, batch.mid);
        cut_bands(batch, world.ledger);
    }
    return std::move(batch.bands);
}

}  // namespace

Batch Trading::gather(StepContext& step, WishesByMarket const& places, MarketId id) const
{
    World& world = step.world;
    Market& market = world.markets[id.index()];
    Book const& book = books_[id.index()];
    Batch batch{market.mid,
                market.distance,
                world.assets[market.base.index()].unit,
                world.assets[market.quote.index()].unit,
                1e9,
                {},
                {}};
    batch.bands = resting_bands(book.rules, book.resting, {market.mid, market.signed_depletion, batch.base_unit});
    for (Band& band : batch.bands)
        band.market = id;
    batch.half_spread = books_[id.index()].rules.half_spread.value();
    for (std::uint32_t const i : places.bands.of(id.index()))
        batch.bands.push_back(step.wishes.bands[i]);
    for (std::uint32_t const i : places.orders.of(id.index())) {
        batch.orders.push_back(step.wishes.orders[i]);
        if (batch.orders.back().wallet.valid())
            bring_from_wallet(world, batch.orders.back());
    }
    std::vector<Order> const house_orders = bring(world, id, batch.bands);
    batch.orders.insert(batch.orders.end(), house_orders.begin(), house_orders.end());
    keep_inside(batch.orders, books_[id.index()].rules.breaker->corridor({market.mid, market.reference}));
    market.bands = deliverable(world, market, batch);
    market.near_depth = near_depth(market.bands);
    if (!parameters_.moves_prices)
        for (Band& band : batch.bands) {
            band.near = 0;
            band.far = 1e-12;
        }
    return batch;
}

ClearedBatch Trading::clear(World& world, MarketId id, Batch batch) const
{
    Market& market = world.markets[id.index()];
    MarketParameters const& rules = books_[id.index()].rules;
    if (market.discipline == OrderDiscipline::price_time)
        return clear_price_time(
            market.book, batch,
            {world.ledger, world.draws, market.name, world.clock.step, rules.edges.front(), rules.slices});
    return clear_batch(std::move(batch), world.ledger, world.draws,
                       static_cast<std::uint64_t>(world.clock.step) * 1024 + id.index());
}

void Trading::clear_market(StepContext& step, WishesByMarket const& places, MarketId id) const
{
    World& world = step.world;
    Market& market = world.markets[id.index()];
    CircuitBreaker const& breaker = *books_[id.index()].rules.breaker;
    std::int64_t const window = world.clock.steps_of(breaker.window());
    if (window > 0 && world.clock.step % window == 0)
        market.reference = market.mid;

    drop_orders_of_failed(world, id);
    ClearedBatch cleared = clear(world, id, gather(step, places, id));
    world.ledger.settle(cleared.base);
    world.ledger.settle(cleared.quote);
    report_fills(world, market, cleared);
    market.last = cleared.result;
    if (parameters_.moves_prices) {
        market.mid = cleared.result.mid_after;
        market.signed_depletion += static_cast<double>((cleared.result.sold - cleared.result.bought).value());
        auto& movers = world.movers[market.base.index()];
        movers.insert(movers.end(), cleared.result.movers.begin(), cleared.result.movers.end());
    }
    if (std::int64_t const halt = world.clock.steps_of(breaker.halt({market.mid, market.reference})); halt > 0) {
        market.halted_until = world.clock.step + 1 + halt;
        market.last_event = world.events.add(EventKind::halt, {market.venue, market.base, {}, {}, market.mid},
                                             Cause{market.last_event});
    }
}

void Trading::apply(StepContext& step) const
{
    World& world = step.world;
    world.house_orders.insert(world.house_orders.end(), step.wishes.house_orders.begin(),
                              step.wishes.house_orders.end());
    WishesByMarket const places{{step.wishes.bands, world.markets.size()}, {step.wishes.orders, world.markets.size()}};
    for (std::size_t i = 0; i < world.markets.size(); ++i) {
        Market& market = world.markets[i];
        market.last = {};
        market.last.mid_before = market.last.mid_after = market.mid;
        market.bands.clear();
        market.signed_depletion *= world.clock.kept(books_[i].rules.resilience_time);
        if (market.halted_until > world.clock.step || world.failed(market.venue) || world.wound_up(market.venue))
            continue;
        if (market.halted_until == world.clock.step && market.halted_until > 0) {
            market.reference = market.mid;
            world.events.add(EventKind::resumption, {market.venue, market.base, {}, {}, market.mid},
                             Cause{market.last_event});
        }
        clear_market(step, places, MarketId::of(i));
        take_home(world, MarketId::of(i));
    }
    world.house_orders.clear();
}

}  // namespace stampede
