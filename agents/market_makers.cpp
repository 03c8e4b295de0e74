#include "agents/market_makers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {

void MakerParameters::visit(FieldVisitor& field)
{
    field("count", count, {0, 1e5}, "people", "makers");
    field.references("venues", venues, RefersTo::institution, "exchanges where each of them quotes");
    field.reference("base", base, RefersTo::asset, "asset they make markets in");
    field.reference("quote", quote, RefersTo::asset, "asset it is paid with; none = that of the first such market");
    field("capital", capital, not_negative, "USD", "of each, in equal parts at all venues");
    field("in_coins", in_coins, unit_interval, "1", "part of it that is in coins at the start");
    field("depth", depth, not_negative, "1", "offered within the first edge and per side, relative to capital");
    field("on_perp", on_perp, unit_interval, "1", "part of it in the perpetual market, where there are both");
    field("edges", edges, positive, "1", "distances at which the density changes, rising");
    field("profile", profile, not_negative, "1", "density inside each edge, relative to the first");
    field("leverage", leverage, {1, 1000}, "1", "notional / margin at which perpetual positions are kept");
    field("margin_multiple", margin_multiple, positive, "sqrt(day)", "margin = this x daily volatility");
    field("calm_volatility", calm_volatility, positive, "1/sqrt(day)", "volatility below which margins do not fall");
    field("depth_power", depth_power, {0, 10}, "1", "depth falls as margin to this power; 1 = by margin alone");
    field("volatility_half_life", volatility_half_life, positive, "of the moves that make up volatility");
    field("resilience_time", resilience_time, not_negative, "in which consumed depth comes back; 0 = at once");
    field("unwind_time", unwind_time, positive, "time constant in which inventory is offered back");
    field("latency", latency, not_negative, "for which a quote cannot be taken back; widens it by the volatility");
    field("lot", lot, positive, "1", "inventory that risk aversion is counted in, relative to capital");
    field("risk_aversion", risk_aversion, positive, "1/lot", "gamma: shift of the quotes per lot and variance");
    field("intensity", intensity, positive, "1/log price", "k: how fast fills become rarer with distance");
    field("kill", kill, not_negative, "1", "drawdown of equity at which a maker stops; above 1 = never");
    field("cool_down", cool_down, not_negative, "how long it stops for");
    field("doubt", doubt, "when they leave a venue");
}

void MarketMakers::birth(World& world, Draws const& draws)
{
    MakerParameters const& given = parameters_;
    std::string const where = "/agents/" + enrolment().name;
    require(!given.venues.empty(), where + "/venues  must name at least one exchange");
    require(given.edges.size() == given.profile.size() && std::is_sorted(given.edges.begin(), given.edges.end()),
            where + "/profile  needs one density for each of the rising edges");
    for (std::string const& venue : given.venues)
        places_.push_back(place_at(world, venue, given.base, given.quote, where));
    auto const rows = static_cast<Row>(given.count);
    Purpose const wealth = Purpose{"makers/capital"}.of(enrolment().name);
    Purpose const kill = Purpose{"makers/kill"}.of(enrolment().name);
    std::vector<InstitutionId> venues;
    for (Row row = 0; row < rows; ++row) {
        capital_.push_back(given.capital.at(row, rows, draws, wealth));
        require(capital_.back() > 0, where + "/capital  gives a maker nothing to quote with");
        kill_.push_back(given.kill.at(row, rows, draws, kill));
        double const each = capital_.back() / static_cast<double>(places_.size());
        for (TradedPlace const& place : places_) {
            venues.push_back(place.venue);
            desks_.push_back(open_desk(world, place, enrolment().owner_class, given.in_coins.value() * each,
                                       (1 - given.in_coins.value()) * each));
        }
    }
    strength_.assign(rows, 1);
    lots_.assign(rows, 0);
    peak_ = capital_;
    stopped_until_.assign(rows, 0);
    for (auto* const column : {&spot_held_, &perp_held_, &spot_taken_, &perp_taken_})
        column->assign(desks_.size(), 0);
    doubt_.birth(given.doubt, std::move(venues), draws, enrolment().name);
    gauge_ = VolatilityGauge{2 * places_.size(), given.calm_volatility};
    everyone_.resize(rows);
    std::iota(everyone_.begin(), everyone_.end(), Row{0});
}

std::span<Row const> MarketMakers::wake(View& seen)
{
    under_way_ = UnderWay{seen.late_orders};
    double const kept = exp(-log(2) * seen.clock.dt() / parameters_.volatility_half_life.value());
    for (std::size_t venue = 0; venue < places_.size(); ++venue) {
        TradedPlace const& place = places_[venue];
        if (place.spot.valid())
            gauge_.see(2 * venue, seen.markets[place.spot.index()].mid, kept, seen.clock.days_per_step());
        if (place.perp.valid())
            gauge_.see(2 * venue + 1, seen.perps[place.perp.index()].mid, kept, seen.clock.days_per_step());
    }
    doubt_.look(parameters_.doubt, seen);
    return everyone_;
}

/// What a maker has made or lost, whether it has to stop, and how much it holds.
void MarketMakers::judge(View& seen, Row maker)
{
    double gain = 0, coins = 0;
    for (std::size_t venue = 0; venue < places_.size(); ++venue) {
        Desk const& own = desk(maker, venue);
        gain += worth_of(seen, places_[venue], own) - worth_of_birth(seen, places_[venue], own);
        coins += spot_inventory(seen, places_[venue], own) + perp_inventory(seen, places_[venue], own);
    }
    double const equity = std::max(0.0, capital_[maker] + gain);
    strength_[maker] = equity / capital_[maker];
    AssetId const base = places_.front().base;
    double const coin = seen.price(base).value() / seen.assets[base.index()].unit;
    lots_[maker] = coins * coin / (parameters_.lot * capital_[maker]);
    peak_[maker] = std::max(peak_[maker], equity);
    if (seen.clock.step >= stopped_until_[maker] && equity < (1 - kill_[maker]) * peak_[maker]) {
        stopped_until_[maker] = seen.clock.step + std::max<std::int64_t>(1, seen.clock.steps_of(parameters_.cool_down));
        peak_[maker] = equity;
    }
}

void MarketMakers::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    for (Row const maker : awake) {
        judge(seen, maker);
        for (std::size_t venue = 0; venue < places_.size(); ++venue) {
            std::size_t const index = index_of(maker, venue);
            if (seen.failed(places_[venue].venue))
                continue;
            follow(seen, maker, venue);
            doubt_.move_money(seen, index, desks_[index], wishes);
            if (!places_[venue].open(seen))
                continue;
            if (doubt_.gone(index) || seen.clock.step < stopped_until_[maker])
                unwind(seen, maker, venue, wishes);
            else
                quote_desk(seen, maker, venue, wishes);
            keep_margin(seen, places_[venue], desks_[index], parameters_.leverage, wishes);
        }
    }
}

/// Who does not quote any more closes its position with market orders; coins beyond those at birth as well.
void MarketMakers::unwind(View& seen, Row maker, std::size_t venue, Intents& wishes) const
{
    TradedPlace const& place = places_[venue];
    Desk const& own = desk(maker, venue);
    double const part = 1 - seen.clock.kept(parameters_.unwind_time);
    std::size_t const index = index_of(maker, venue);
    EventId const moved =
        place.perp.valid() ? seen.perps[place.perp.index()].last_event : seen.markets[place.spot.index()].last_event;
    Cause const cause = doubt_.gone(index) ? doubt_.why_gone(index) : Cause{moved};  // or it has lost too much
    if (place.perp.valid()) {
        Units const size = seen.perps[place.perp.index()].positions.position(own.position).size +
                           under_way_.of(place.perp, own.position);
        double const least = size.value() < 0 ? -1 : 1;  // the last unit goes too
        trade_perp(seen, place, own, -(static_cast<double>(size.value()) * part + (size.value() == 0 ? 0 : least)), 0,
                   true, Channel::fire_sale, cause, wishes);
    }
    // What was bought is sold again; coins that were sold are not bought back in a panic.
    if (double const coins = spot_inventory(seen, place, own) + spot_under_way(under_way_, own); coins > 0)
        trade_spot(seen, place, own, -coins * part, Channel::fire_sale, cause, wishes);
}

void MarketMakers::columns(ColumnVisitor& column)
{
    column.group("volatility", gauge_);
    column.group("doubt", doubt_);
    column("capital", capital_, "USD");
    column("kill", kill_, "1");
    column("strength", strength_, "1");
    column("peak", peak_, "USD");
    column("lots", lots_, "lots");
    column("stopped_until", stopped_until_, "step");
    column("desks", desks_);
    column("spot_held", spot_held_, "base units");
    column("perp_held", perp_held_, "base units");
    column("spot_taken", spot_taken_, "base units");
    column("perp_taken", perp_taken_, "base units");
}

}  // namespace stampede
