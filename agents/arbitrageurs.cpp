#include "agents/arbitrageurs.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

Amount amount_of(double units)
{
    return Amount{static_cast<std::int64_t>(std::clamp(units, 0.0, most_units))};
}

}  // namespace

void Arbitrageurs::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e5}, "people", "arbitrageurs");
    field.reference("venue", venue_, RefersTo::institution, "exchange where their schedule rests");
    field.reference("hedge_venue", hedge_venue_, RefersTo::institution,
                    "exchange on whose spot market they even out; none = the same");
    field.reference("base", base_, RefersTo::asset, "asset they trade");
    field.reference("quote", quote_, RefersTo::asset, "asset it is paid with; none = that of the first such market");
    field("on_perp", on_perp_, "whether the schedule rests in the perpetual market; false: in the spot market");
    field("capital", capital_usd_, not_negative, "USD", "of each, half of it in coins, in equal parts at both ends");
    field("cost", cost_, not_negative, "log price", "gap that is not worth closing");
    field("reach", reach_, positive, "log price", "how far from its first price the schedule reaches");
    field("leverage", leverage_, {1, 1000}, "1", "notional / margin at which perpetual positions are kept");
    field("speed", speed_, not_negative, "time constant in which gaps are closed and hedges made; 0 = at once");
    field("slippage", slippage_, positive, "log price", "how far from mid a hedge may be filled in one step");
    field("transfer_time", transfer_time_, not_negative, "time between two transfers to the other venue");
}

void Arbitrageurs::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    same_venue_ = hedge_venue_.empty() || hedge_venue_ == venue_;
    near_place_ = place_at(world, venue_, base_, quote_, where);
    hedge_place_ = same_venue_ ? near_place_ : place_at(world, hedge_venue_, base_, quote_, where);
    require(hedge_place_.spot.valid(), where + "/hedge_venue  needs a spot market of \"" + base_ + "\"");
    require(on_perp_ ? near_place_.perp.valid() : near_place_.spot.valid(),
            where + "/venue  has no such market of \"" + base_ + "\"");
    require(on_perp_ || !same_venue_, where + "/hedge_venue  must be another venue when both ends are spot markets");
    if (!on_perp_)
        near_place_.perp = {};
    if (!same_venue_) {
        if (on_perp_)
            near_place_.spot = {};
        hedge_place_.perp = {};
    }
    auto const rows = static_cast<Row>(count_);
    Purpose const wealth = Purpose{"arbitrage/capital"}.of(enrolment().name);
    for (Row row = 0; row < rows; ++row) {
        capital_.push_back(capital_usd_.at(row, rows, draws, wealth));
        require(capital_.back() > 0, where + "/capital  gives an arbitrageur nothing to trade with");
        double const part = capital_.back() * (same_venue_ ? 0.5 : 0.25);
        near_.push_back(open_desk(world, near_place_, enrolment().owner_class, part, part));
        if (!same_venue_)
            hedge_.push_back(open_desk(world, hedge_place_, enrolment().owner_class, part, part));
    }
    total_capital_ = std::accumulate(capital_.begin(), capital_.end(), 0.0);
    next_transfer_.assign(rows, 0);
    everyone_.resize(rows);
    std::iota(everyone_.begin(), everyone_.end(), Row{0});
}

double Arbitrageurs::uneven(View& seen, Row row) const
{
    double coins = spot_inventory(seen, near_place_, near_[row]) + perp_inventory(seen, near_place_, near_[row]);
    if (!same_venue_)
        coins += spot_inventory(seen, hedge_place_, hedge_[row]) + spot_under_way(under_way_, hedge_[row]);
    return coins + spot_under_way(under_way_, near_[row]) + perp_under_way(seen, under_way_, near_place_, near_[row]);
}

double Arbitrageurs::gain(View& seen, Row row) const
{
    double usd = worth_of(seen, near_place_, near_[row]) - worth_of_birth(seen, near_place_, near_[row]);
    if (!same_venue_)
        usd += worth_of(seen, hedge_place_, hedge_[row]) - worth_of_birth(seen, hedge_place_, hedge_[row]);
    return usd;
}

Arbitrageurs::Book Arbitrageurs::book_of(View& seen, TradedPlace const& place, bool perp) const
{
    constexpr double measured = 0.01;  // near depth counts what lies within it
    auto const view = [&](auto const& market, double per_coin) {
        return Book{
            market.mid, static_cast<double>(market.near_depth.value()) / per_coin / measured, market.distance,
            place.open(seen) && market.halted_until <= seen.clock.step && (same_venue_ || seen.active(place.venue))};
    };
    if (perp)
        return view(seen.perps[place.perp.index()], units_per_coin(seen, place));
    return view(seen.markets[place.spot.index()], 1);
}

std::span<Row const> Arbitrageurs::wake(View& seen)
{
    under_way_ = UnderWay{seen.late_orders};
    plan_ = {book_of(seen, near_place_, on_perp_), book_of(seen, hedge_place_, false), 0};
    double const money = seen.price(hedge_place_.quote).value() / seen.price(near_place_.quote).value();
    plan_.hedge.price *= money;
    double const gap = log(plan_.hedge.price / plan_.near.price);
    double const beyond = gap > cost_ ? gap - cost_ : gap < -cost_ ? gap + cost_ : 0;
    double const densities = plan_.near.density + plan_.hedge.density;
    if (plan_.near.open && plan_.hedge.open && densities > 0)
        plan_.volume = beyond * plan_.near.density * plan_.hedge.density / densities * (1 - seen.clock.kept(speed_));
    return everyone_;
}

void Arbitrageurs::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    for (Row const row : awake) {
        if (plan_.near.open && plan_.hedge.open)
            rest(seen, row, wishes);
        close_gap(seen, row, wishes);
        if (on_perp_ && near_place_.open(seen))
            keep_margin(seen, near_place_, near_[row], leverage_, wishes);
        if (!same_venue_)
            send(seen, row, wishes);
    }
}

/// One log price of the schedule takes as much as presses the hedge end's price by one log price.
void Arbitrageurs::rest(View& seen, Row row, Intents& wishes) const
{
    double const own = capital_[row] / total_capital_;
    for (Side const side : {Side::buy, Side::sell}) {
        double const sign = side == Side::buy ? 1 : -1;
        double const first = plan_.hedge.price * exp(-sign * cost_), last = first * exp(-sign * reach_);
        if (sign * (plan_.near.price - last) <= 0)
            continue;  // all of it lies across the mid: the gap is closed by orders
        bool const apart = sign * (plan_.near.price - first) > 0;
        double const from = apart ? distance_of(plan_.near.price, first, plan_.near.distance) : 0;
        double const to = distance_of(plan_.near.price, last, plan_.near.distance);
        double const coins = std::min(own * plan_.hedge.density * (to - from), hedgeable(seen, row, side));
        if (to - from < 1e-9)
            continue;
        if (on_perp_)
            wishes.rest(PerpBand{near_place_.perp, near_[row].position, side, from, to,
                                 Units{amount_of(coins * units_per_coin(seen, near_place_)).value()}, leverage_});
        else
            wishes.rest(Band{near_place_.spot, side, near_[row].base, near_[row].quote, from, to, amount_of(coins)});
    }
}

/// An order at one end. @param coins  > 0 buys [base units]; @param limit in that end's money
void Arbitrageurs::trade(View& seen, Row row, bool near, double coins, double limit, Intents& wishes) const
{
    Side const side = coins > 0 ? Side::buy : Side::sell;
    double const size = coins < 0 ? -coins : coins;
    if (near && on_perp_) {
        if (Units const units{amount_of(size * units_per_coin(seen, near_place_)).value()}; units.value() > 0)
            wishes.order(PerpOrder{near_place_.perp, near_[row].position, side, units, limit, leverage_, false,
                                   Channel::price, Cause::calm()});
        return;
    }
    TradedPlace const& place = near ? near_place_ : hedge_place_;
    Desk const& desk = near ? near_[row] : far_desk(row);
    if (Amount const amount = amount_of(size); amount.value() > 0)
        wishes.order(Order{place.spot, side, desk.base, desk.quote, {}, amount, limit, Channel::price, Cause::calm()});
}

/// Coins that could still be sold (of a buyer at the near end) or bought at the hedge end, beyond those that have to be
/// already [base units].
double Arbitrageurs::hedgeable(View& seen, Row row, Side near_side) const
{
    Desk const& desk = far_desk(row);
    double const excess = uneven(seen, row);
    if (near_side == Side::buy)
        return std::max(0.0, static_cast<double>(seen.ledger.balance(desk.base).value()) - std::max(0.0, excess));
    double const coin_usd = seen.price(hedge_place_.base).value() / seen.assets[hedge_place_.base.index()].unit;
    double const margin = on_perp_ && same_venue_ ? 1 / leverage_ : 0;  // comes out of the same money
    double const money = seen.usd(hedge_place_.quote, seen.ledger.balance(desk.quote));
    return std::max(0.0, money / (coin_usd * (1 + margin)) - std::max(0.0, -excess));
}

/// Evens out what the schedule brought, and takes its part of the volume that closes the gap, never at a loss. What
/// cannot be evened out at the hedge end is given back at the near end.
void Arbitrageurs::close_gap(View& seen, Row row, Intents& wishes) const
{
    double const excess = uneven(seen, row);
    double const share = plan_.volume * capital_[row] / total_capital_;
    double const sent =
        on_perp_ ? perp_under_way(seen, under_way_, near_place_, near_[row]) : spot_under_way(under_way_, near_[row]);
    double const part =
        share > 0 ? std::max(0.0, share - std::max(0.0, sent)) : std::min(0.0, share - std::min(0.0, sent));
    double const coins =
        part > 0 ? std::min(part, hedgeable(seen, row, Side::buy)) : std::max(part, -hedgeable(seen, row, Side::sell));
    Desk const& far = far_desk(row);
    double const coin_usd = seen.price(hedge_place_.base).value() / seen.assets[hedge_place_.base.index()].unit;
    double const most_sold = static_cast<double>(seen.ledger.balance(far.base).value());
    double const most_bought = seen.usd(hedge_place_.quote, seen.ledger.balance(far.quote)) / coin_usd;
    double const stuck = !plan_.hedge.open ? 0
                         : excess > 0      ? std::max(0.0, excess - most_sold)
                                           : std::min(0.0, excess + most_bought);
    if (plan_.hedge.open) {
        double const wanted = (stuck - excess) * (1 - seen.clock.kept(speed_)) - coins;
        double const mid = seen.markets[hedge_place_.spot.index()].mid;
        trade(seen, row, false, wanted, mid * exp(wanted > 0 ? slippage_ : -slippage_), wishes);
    }
    if (coins != 0)
        trade(seen, row, true, coins, plan_.hedge.price * exp(coins > 0 ? -0.5 * cost_ : 0.5 * cost_), wishes);
    if (stuck != 0 && plan_.near.open)
        trade(seen, row, true, -stuck, plan_.near.price * exp(stuck > 0 ? -slippage_ : slippage_), wishes);
}

/// What one end has more than at birth and the other less goes there, if the venue pays it out.
void Arbitrageurs::send(View& seen, Row row, Intents& wishes)
{
    if (seen.clock.step < next_transfer_[row] || !seen.active(near_place_.venue) || !seen.active(hedge_place_.venue))
        return;
    auto const balance = [&](AccountId id) { return static_cast<double>(seen.ledger.balance(id).value()); };
    auto const move = [&](AccountId from, AccountId to, double born_from, double born_to) {
        if (!from.valid() || !to.valid() || seen.ledger.asset(from) != seen.ledger.asset(to))
            return;
        double const over = balance(from) - born_from, under = born_to - balance(to);
        if (over <= 0 || under < 0.25 * born_to)
            return;
        wishes.withdraw({from, amount_of(std::min(over, under)), to, false, Cause::calm()});
        next_transfer_[row] = std::numeric_limits<std::int64_t>::max();  // until it has been paid
    };
    Desk const& here = near_[row];
    Desk const& there = hedge_[row];
    auto const born = [](Amount amount) { return static_cast<double>(amount.value()); };
    move(here.base, there.base, born(here.base_at_birth), born(there.base_at_birth));
    move(there.base, here.base, born(there.base_at_birth), born(here.base_at_birth));
    move(here.quote, there.quote, born(here.quote_at_birth), born(there.quote_at_birth));
    move(there.quote, here.quote, born(there.quote_at_birth), born(here.quote_at_birth));
}

void Arbitrageurs::learn(View& seen, Events const& events)
{
    if (same_venue_)
        return;
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        AccountId const paid = events.account(event);
        bool const ended =
            events.kind(event) == EventKind::withdrawal_paid || events.kind(event) == EventKind::request_void;
        if (!ended || !paid.valid() || seen.ledger.owner_class(paid) != enrolment().owner_class)
            continue;
        for (Row row = 0; row < near_.size(); ++row)
            if (paid == near_[row].base || paid == near_[row].quote || paid == hedge_[row].base ||
                paid == hedge_[row].quote)
                next_transfer_[row] = seen.clock.step + seen.clock.steps_of(transfer_time_) + 1;
    }
}

void Arbitrageurs::columns(ColumnVisitor& column)
{
    column("capital", capital_, "USD");
    column("near", near_);
    column("hedge", hedge_);
    column("next_transfer", next_transfer_, "step");
}

}  // namespace stampede
