#include "model/mechanisms/trading.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/mechanisms/house_accounts.hpp"
#include "model/price_time_batch.hpp"

namespace stampede {

void MarketParameters::visit(FieldVisitor& field)
{
    field.reference("venue", venue, RefersTo::institution, "exchange that runs the market");
    field.reference("base", base, RefersTo::asset, "asset that is traded");
    field.reference("quote", quote, RefersTo::asset, "asset it is paid with");
    field.pick("distance", distance, {"logarithmic", "linear"}, "how depth is spread: over log price, or over price");
    field.pick("discipline", discipline, {"pro_rata", "price_time"},
               "who is filled first: all alike at one price, or the older order, each at the resting order's price");
    field("slices", slices, {1, 1000}, "orders",
          "price_time: into how many orders the first stretch of a ladder is cut; farther out they are wider");
    field("depth", depth, not_negative, "USD (linear: coins per unit of price)",
          "resting within the first edge, per side");
    field("edges", edges, positive, "1", "distances from mid at which the density changes, rising");
    field("profile", profile, not_negative, "1", "density inside each edge, relative to the first");
    field("floor", floor, unit_interval, "1", "density of the crowd's orders far out, relative to the first");
    field("floor_reach", floor_reach, positive, "1", "distance to which the crowd's orders reach");
    field("resilience_time", resilience_time, not_negative, "in which consumed depth comes back; 0 = at once");
    field("half_spread", half_spread, {0, 0.5}, "1", "distance of the best quotes from mid");
    field("maker_base", maker_base, not_negative, "coins", "inventory of the passive maker; 0 = ten times its asks");
    field("maker_quote", maker_quote, not_negative, "coins", "money of the passive maker; 0 = ten times its bids");
    field("breaker", breaker, "when trading stops, and how far a price may go");
}

void Trading::Parameters::visit(FieldVisitor& field)
{
    field("moves_prices", moves_prices, "false: orders fill at mid and move nothing, which switches fire sales off");
}

namespace {

/// Coins between two distances of a maker's profile.
double coins_between(MarketParameters const& rules, double mid, double near, double far, double density)
{
    if (rules.distance == Distance::linear)
        return rules.depth * mid * (far - near) * density;
    return rules.depth / mid * ((far - near) / rules.edges.front()) * density;
}

}  // namespace

double profile_coins(MarketParameters const& rules, double mid)
{
    double coins = 0, near = 0;
    for (std::size_t i = 0; i < rules.edges.size(); ++i) {
        coins += coins_between(rules, mid, near, rules.edges[i], rules.profile[i]);
        near = rules.edges[i];
    }
    return coins;
}

Trading::Trading(Parameters const& parameters, std::vector<Book> books)
    : parameters_{parameters}, books_{std::move(books)}
{
}

std::vector<Band> Trading::resting_bands(Market const& market, MarketId id, World const& world) const
{
    Book const& book = books_[id.index()];
    MarketParameters const& rules = book.rules;
    double const unit = world.assets[market.base.index()].unit;
    double const whole = profile_coins(rules, market.mid) * unit;
    std::vector<Band> bands;
    for (Side const side : {Side::buy, Side::sell}) {
        // Net sales are missing from the bids, net purchases from the asks.
        double const taken = side == Side::buy ? market.signed_depletion : -market.signed_depletion;
        double const left = whole > 0 ? std::clamp(1 - taken / whole, 0.0, 1.0) : 0;
        double near = rules.half_spread.value();
        for (std::size_t i = 0; i < rules.edges.size(); ++i) {
            double const far = rules.edges[i];
            double const coins = coins_between(rules, market.mid, near, far, rules.profile[i]) * left;
            if (far > near)
                bands.push_back({id, side, book.resting.maker_base, book.resting.maker_quote, near, far,
                                 Amount{static_cast<std::int64_t>(coins * unit)}});
            near = std::max(near, far);
        }
        if (rules.floor.value() > 0) {
            double const from = rules.half_spread.value();
            double const coins = coins_between(rules, market.mid, from, rules.floor_reach, rules.floor.value());
            bands.push_back({id, side, book.resting.crowd_base, book.resting.crowd_quote, from, rules.floor_reach,
                             Amount{static_cast<std::int64_t>(coins * unit)}});
        }
    }
    return bands;
}

namespace {

/// Coins within 1 % of the mid, the mean of both sides.
Amount near_depth(std::vector<Band> const& bands)
{
    return part_of(Share{0.5}, depth_within(bands, Side::buy, 0.01) + depth_within(bands, Side::sell, 0.01));
}

/// No seller takes the price below the breaker's corridor, no buyer above it.
void keep_inside(std::vector<Order>& orders, CircuitBreaker::Corridor const& corridor)
{
    for (Order& order : orders) {
        if (order.side == Side::sell && corridor.low > 0)
            order.limit = std::max(order.limit, corridor.low);
        if (order.side == Side::buy && corridor.high < 1e300)
            order.limit = std::min(order.limit, corridor.high);
    }
}

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
    }
}

}  // namespace

Batch Trading::gather(StepContext& step, MarketId id) const
{
    World& world = step.world;
    Market& market = world.markets[id.index()];
    Batch batch{market.mid,
                market.distance,
                world.assets[market.base.index()].unit,
                world.assets[market.quote.index()].unit,
                1e9,
                {},
                {}};
    batch.bands = resting_bands(market, id, world);
    batch.half_spread = books_[id.index()].rules.half_spread.value();
    for (Band const& band : step.wishes.bands)
        if (band.market == id)
            batch.bands.push_back(band);
    for (Order const& order : step.wishes.orders)
        if (order.market == id) {
            batch.orders.push_back(order);
            if (order.wallet.valid())
                bring_from_wallet(world, batch.orders.back());
        }
    std::vector<Order> const house_orders = bring(world, id, batch.bands);
    batch.orders.insert(batch.orders.end(), house_orders.begin(), house_orders.end());
    keep_inside(batch.orders, books_[id.index()].rules.breaker->corridor({market.mid, market.reference}));
    market.bands = batch.bands;
    market.near_depth = near_depth(batch.bands);
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

void Trading::clear_market(StepContext& step, MarketId id) const
{
    World& world = step.world;
    Market& market = world.markets[id.index()];
    CircuitBreaker const& breaker = *books_[id.index()].rules.breaker;
    std::int64_t const window = world.clock.steps_of(breaker.window());
    if (window > 0 && world.clock.step % window == 0)
        market.reference = market.mid;

    drop_orders_of_failed(world, id);
    ClearedBatch cleared = clear(world, id, gather(step, id));
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
        clear_market(step, MarketId::of(i));
        take_home(world, MarketId::of(i));
    }
    world.house_orders.clear();
}

}  // namespace stampede
