#include "model/mechanisms/perp_marking.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/funding.hpp"
#include "model/pool_quotes.hpp"

namespace stampede {
namespace {

/// Mids of all spot markets of the asset, in the market's quote asset.
std::vector<OracleSource> sources_of(World const& world, PerpMarket const& market)
{
    std::vector<OracleSource> sources;
    for (Market const& spot : world.markets)
        if (spot.base == market.base)
            sources.push_back(
                {world.institutions[spot.venue.index()].name,
                 Price{spot.mid * world.price(spot.quote).value() / world.price(market.quote).value()},
                 spot.venue == market.venue,
                 !world.failed(spot.venue) && !world.wound_up(spot.venue) && spot.halted_until <= world.clock.step});
    for (Pool const& pool : world.pools)
        if (pool.marks && pool.coins[pool.quote] != market.base && holds(pool, market.base))
            sources.push_back(
                {pool.name,
                 Price{pool_price(world, pool, coin_of(pool, market.base)) / world.price(market.quote).value()}, false,
                 pool_price(world, pool, coin_of(pool, market.base)) > 0});
    return sources;
}

/// What the oracle says now; what it said last if it has no source left; the fundamental value if it never had one.
double raw_index(World const& world, PerpMarket const& market, OracleRule const& oracle)
{
    std::vector<OracleSource> const sources = sources_of(world, market);
    if (sources.empty())
        return world.assets[market.base.index()].fundamental / world.assets[market.quote.index()].fundamental;
    Price const found = oracle.index(sources);
    return found.value() > 0 ? found.value() : market.index;
}

double averaged(PerpMarket& market, double raw, std::int64_t steps)
{
    if (steps <= 1)
        return raw;
    Column<double>& sum = market.index_sum;
    sum.push_back((sum.empty() ? 0 : sum.back()) + raw);
    auto const known = static_cast<std::int64_t>(sum.size());
    std::int64_t const over = std::min(steps, known);
    double const before = over == known ? 0 : sum[static_cast<std::size_t>(known - over - 1)];
    return (sum.back() - before) / static_cast<double>(over);
}

double distance(double a, double b)
{
    return a < b ? b - a : a - b;
}

Price marked(PerpMarket const& market, MarkRule rule, Price fair)
{
    if (rule == MarkRule::fair)
        return fair;
    if (rule == MarkRule::index)
        return Price{market.index};
    Price const mid{market.mid};
    return rule == MarkRule::mid ? mid : median({fair, Price{market.index + market.basis}, mid});
}

/// Who moved the mark: those who moved the book and those who moved the index, by how far each went.
std::vector<ChannelWeight> movers_of(World const& world, PerpMarket const& market, double index_before)
{
    std::vector<ChannelWeight> movers;
    auto const add = [&](std::vector<ChannelWeight> const& parts, double move) {
        double total = 0;
        for (ChannelWeight const& part : parts)
            total += part.weight;
        if (!(move > 0))
            return;
        if (!(total > 0))
            movers.push_back({Channel::price, move});
        else
            for (ChannelWeight const& part : parts)
                movers.push_back({part.channel, move * part.weight / total});
    };
    add(market.last.movers, distance(market.last.mid_after, market.last.mid_before));
    add(world.movers[market.base.index()], distance(market.index, index_before));
    return movers;
}

/// The last batch that moved a spot mid of the asset.
EventId event_behind_index(World const& world, PerpMarket const& market)
{
    EventId last = calm_root;
    for (Market const& spot : world.markets)
        if (spot.base == market.base && spot.last_event.valid() && spot.last_event > last)
            last = spot.last_event;
    return last;
}

/// What a unit of size pays at the rate of the market [2^-32 settlement units].
std::int64_t payment(World const& world, PerpMarket const& market)
{
    constexpr double most = 0x1p62;
    double const unit = notional(Units{1}, market.contract(), market.mark_price());
    double const paid = market.funding_rate * unit * 0x1p32;
    double const after = static_cast<double>(market.positions.funding_index()) + paid;
    require(
        after < most && after > -most,
        fmt::format("/markets/{}  one unit of size is worth {:.3g} smallest units of {}, and the funding it has paid "
                    "is beyond what can be counted; use more decimals for {} or fewer for {}",
                    market.name, unit, world.assets[market.settle.index()].name, world.assets[market.base.index()].name,
                    world.assets[market.settle.index()].name));
    return round_to_integer(paid);
}

}  // namespace

void PerpMarking::Parameters::visit(FieldVisitor& field)
{
    field("funding", funding, "false: no funding is paid, which switches that tie to spot off");
}

PerpMarking::PerpMarking(Parameters const& parameters, PerpRules rules)
    : parameters_{parameters}, rules_{std::move(rules)}
{
}

void PerpMarking::mark(World& world, PerpId id) const
{
    PerpMarket& market = world.perps[id.index()];
    PerpParameters const& rules = (*rules_)[id.index()].perp;
    double const index_before = market.index, mark_before = market.mark;
    market.index =
        averaged(market, raw_index(world, market, *rules.oracle), world.clock.steps_of(rules.oracle->window()));
    double const kept = world.clock.kept(rules.basis_time);
    market.basis = kept * market.basis + (1 - kept) * (market.mid - market.index);
    double const spread = (*rules_)[id.index()].half_spread.value();
    market.premium_sum +=
        funding_premium(Price{market.mid * (1 - spread)}, Price{market.mid * (1 + spread)}, Price{market.index});
    ++market.premium_steps;
    std::int64_t const interval = world.clock.steps_of(rules.funding_interval);
    double const left =
        interval > 0 ? static_cast<double>(market.next_funding - world.clock.step - 1) / static_cast<double>(interval)
                     : 0;
    Price const fair = fair_price(Price{market.index}, market.funding_rate, std::clamp(left, 0.0, 1.0));
    market.mark = marked(market, rules.mark, fair).value();
    if (market.mark == mark_before)
        return;
    world.ledger.remark(id, Price{market.mark}, movers_of(world, market, index_before));
    if (distance(market.index, index_before) > distance(market.last.mid_after, market.last.mid_before))
        market.last_event = std::max(market.last_event, event_behind_index(world, market));
}

void PerpMarking::fund(World& world, PerpId id) const
{
    PerpMarket& market = world.perps[id.index()];
    PerpParameters const& rules = (*rules_)[id.index()].perp;
    std::int64_t const interval = world.clock.steps_of(rules.funding_interval);
    if (interval == 0 || world.clock.step + 1 < market.next_funding)
        return;
    double const premium = market.premium_sum / static_cast<double>(std::max<std::int64_t>(1, market.premium_steps));
    market.premium_sum = 0;
    market.premium_steps = 0;
    market.next_funding = world.clock.step + 1 + interval;
    market.funding_rate = funding_rate(premium, rules.interest, rules.funding_clamp, rules.funding_cap);
    std::int64_t const rate = payment(world, market);
    market.positions.pay_funding(rate);
    world.ledger.pay_funding(id, rate, Channel::fee);
}

void PerpMarking::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        if (world.perps[i].closed_out != 0)
            continue;
        mark(world, PerpId::of(i));
        if (parameters_.funding)
            fund(world, PerpId::of(i));
    }
}

}  // namespace stampede
