#include "model/mechanisms/congestion.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/mechanisms/rules_at.hpp"
#include "model/shocks/outage.hpp"

namespace stampede {

void CongestionRules::visit(FieldVisitor& field)
{
    field("capacity", capacity, not_negative, "USD/min",
          "value of orders that is a load of one; 0 = no load, whatever is sent");
    field("latency", latency, not_negative, "by which orders arrive late at a load of at most one; 0 = not at all");
    field("per_load", per_load, not_negative, "by which they are later for each further multiple of the capacity");
    field("engine", engine, "whether the liquidation engine's orders and its sales of collateral are late, too");
    field("outage_rate", outage_rate, {0, 3600}, "1/h", "outages at a load of one");
    field("outage_power", outage_power, {0, 10}, "1", "the rate of outages grows with load to this power");
    field("outage_time", outage_time, not_negative, "how long an outage lasts");
    field("holds", holds, "whether orders sent in such an outage wait for its end; otherwise they are dropped");
}

void Congestion::Parameters::visit(FieldVisitor& field)
{
    rules.visit(field);
    field.references("late", late, RefersTo::population, "populations whose orders are late; none = all");
    field("at", at, "venues with rules of their own, by name; what is not said there is as built in, not as above");
}

Congestion::Congestion(Parameters parameters, std::vector<std::string> const& names)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}
{
}

namespace {

InstitutionId venue_of(World const& world, Order const& order)
{
    return world.markets[order.market.index()].venue;
}

InstitutionId venue_of(World const& world, PerpOrder const& order)
{
    return world.perps[order.market.index()].venue;
}

ClassId owner_of(World const& world, Order const& order)
{
    return world.ledger.owner_class(order.wallet.valid() ? order.wallet : order.base);
}

ClassId owner_of(World const& world, PerpOrder const& order)
{
    return world.ledger.owner_class(world.perps[order.market.index()].positions.account(order.position));
}

double usd_of(World const& world, Order const& order)
{
    return world.usd(world.markets[order.market.index()].base, order.amount);
}

double usd_of(World const& world, PerpId id, Units size)
{
    PerpMarket const& market = world.perps[id.index()];
    return notional(size, market.contract(), Price{market.mid}) / market.contract().settle_unit *
           world.price(market.settle).value();
}

double usd_of(World const& world, PerpOrder const& order)
{
    return usd_of(world, order.market, order.size);
}

/// Does the engine of a market send anything in this step?
bool sends(World const& world, PerpMarket const& market)
{
    return market.halted_until <= world.clock.step && market.closed_out == 0;
}

/// An engine offers a part of all it has taken over; what is under way is not sent twice.
void keep_back(World& world)
{
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpMarket& market = world.perps[i];
        std::int64_t const size = market.positions.position(market.engine).size.value(), held = size < 0 ? -size : size;
        std::int64_t const left = held - std::min(held, world.late_orders.engine_size(PerpId::of(i)).value());
        if (left < held && sends(world, market))
            market.engine_order.size =
                Units{scaled(Amount{market.engine_order.size.value()}, Amount{left}, Amount{held}).value()};
    }
}

/// Whether what is sent to a venue now waits for the end of its outage.
bool holds_orders(World const& world, InstitutionId venue)
{
    VenueSignals const& signal = world.signals[venue.index()];
    return signal.holds_orders != 0 && signal.outage_until > world.clock.step;
}

/// What moved prices at a venue last.
EventId last_event_at(World const& world, InstitutionId venue)
{
    EventId last = calm_root;
    auto const look = [&](auto const& market) {
        if (market.venue == venue && market.last_event.valid())
            last = std::max(last, market.last_event);
    };
    std::ranges::for_each(world.markets, look);
    std::ranges::for_each(world.perps, look);
    return last;
}

}  // namespace

bool Congestion::acts_nowhere() const
{
    return std::ranges::all_of(rules_, [](CongestionRules const* rules) {
        return rules->latency == Duration{0} && rules->per_load == Duration{0} && rules->outage_rate <= 0;
    });
}

Congestion::Loads Congestion::loads(StepContext const& step) const
{
    World const& world = step.world;
    Loads loads(world.institution_count(), 0);  // [USD] first
    for (Order const& order : step.wishes.orders)
        loads[venue_of(world, order).index()] += usd_of(world, order);
    for (PerpOrder const& order : step.wishes.perp_orders)
        loads[venue_of(world, order).index()] += usd_of(world, order);
    for (std::size_t i = 0; i < world.perps.size(); ++i)
        if (PerpMarket const& market = world.perps[i]; sends(world, market))
            loads[market.venue.index()] += usd_of(world, PerpId::of(i), market.engine_order.size);
    for (std::size_t i = 0; i < loads.size(); ++i) {
        double const capacity = rules_[i]->capacity;
        loads[i] = capacity > 0 ? loads[i] * 60 / world.clock.dt() / capacity : 0;
    }
    return loads;
}

bool Congestion::may_be_late(World const& world, ClassId owner) const
{
    std::vector<std::string> const& late = parameters_.late;
    return late.empty() || std::ranges::find(late, world.ledger.wealth().classes()[owner.index()]) != late.end();
}

std::int64_t Congestion::delay(World const& world, InstitutionId venue, double load) const
{
    CongestionRules const& rules = rules_of(venue);
    return world.clock.steps_of(Duration{rules.latency.value() + rules.per_load.value() * std::max(0.0, load - 1)});
}

void Congestion::fail_by_chance(World& world, Loads const& loads) const
{
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        InstitutionId const venue = InstitutionId::of(i);
        CongestionRules const& rules = rules_of(venue);
        double const luck =
            world.draws.uniform(Purpose{"congestion/outage"}, i, static_cast<std::uint64_t>(world.clock.step));
        double const hourly = loads[i] > 0 ? rules.outage_rate * pow(loads[i], rules.outage_power) : 0;
        bool const fails = luck < 1 - exp(-hourly * world.clock.dt() / 3600);
        if (fails && world.signals[i].outage_until <= world.clock.step && rules.outage_time > Duration{0})
            begin_outage(world, venue, world.clock.step + world.clock.steps_of(rules.outage_time), rules.holds,
                         Cause{last_event_at(world, venue)});
    }
}

template <class Wish>
void Congestion::send(World const& world, Loads const& loads, std::vector<Wish>& wishes,
                      std::vector<Late<Wish>>& under_way) const
{
    std::int64_t const now = world.clock.step;
    std::vector<Late<Wish>> sent;
    std::erase_if(wishes, [&](Wish const& order) {
        InstitutionId const venue = venue_of(world, order);
        bool const of_engine = order.channel == Channel::liquidation;  // a sale of collateral
        bool const late = of_engine ? rules_of(venue).engine : may_be_late(world, owner_of(world, order));
        std::int64_t const steps = late ? delay(world, venue, loads[venue.index()]) : 0;
        if (steps > 0)
            sent.push_back({order, now + steps});
        return steps > 0;
    });
    std::erase_if(under_way, [&](Late<Wish> const& late) {
        if (late.arrival <= now)
            wishes.push_back(late.order);
        return late.arrival <= now;
    });
    std::erase_if(wishes, [&](Wish const& order) {
        InstitutionId const venue = venue_of(world, order);
        bool const waits = holds_orders(world, venue);
        if (waits)
            sent.push_back({order, world.signals[venue.index()].outage_until});
        return waits;
    });
    under_way.insert(under_way.end(), sent.begin(), sent.end());
}

void Congestion::send_engines(World& world, Loads const& loads) const
{
    std::vector<Late<PerpOrder>>& under_way = world.late_orders.engine;
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpMarket& market = world.perps[i];
        PerpId const id = PerpId::of(i);
        if (!sends(world, market))
            continue;
        EngineOrder& order = market.engine_order;
        std::int64_t const steps =
            rules_of(market.venue).engine ? delay(world, market.venue, loads[market.venue.index()]) : 0;
        if (steps > 0 && order.size.value() > 0) {
            PerpOrder const late{id, market.engine, order.side,           order.size,   order.limit,
                                 0,  true,          Channel::liquidation, Cause::calm()};
            under_way.push_back({late, world.clock.step + steps});
            order.size = Units{0};
        }
        std::erase_if(under_way, [&](Late<PerpOrder> const& late) {
            if (late.order.market != id || late.arrival > world.clock.step)
                return false;
            // Its inventory has turned since: what was sent is void.
            if (order.size.value() > 0 && order.side != late.order.side)
                return true;
            order.side = late.order.side;
            order.limit = late.order.limit;
            order.size += late.order.size;
            return true;
        });
    }
}

void Congestion::apply(StepContext& step) const
{
    World& world = step.world;
    bool const held =
        std::ranges::any_of(world.signals, [](VenueSignals const& signal) { return signal.holds_orders != 0; });
    if (acts_nowhere() && !held && world.late_orders.empty())
        return;
    keep_back(world);
    Loads const now = loads(step);
    fail_by_chance(world, now);
    send(world, now, step.wishes.orders, world.late_orders.spot);
    send(world, now, step.wishes.perp_orders, world.late_orders.perp);
    send_engines(world, now);
    step.wishes.put_in_order();
}

}  // namespace stampede
