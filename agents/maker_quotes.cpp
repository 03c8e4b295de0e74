// What a maker offers in one step: ladders around its reservation price.

#include <algorithm>
#include <cmath>

#include "agents/market_makers.hpp"
#include "model/base/math.hpp"
#include "model/quoting.hpp"

namespace stampede {

MarketMakers::Quoting MarketMakers::quoting(View& seen, Row maker, std::size_t venue, bool perp) const
{
    TradedPlace const& place = places_[venue];
    std::size_t const index = index_of(maker, venue);
    Quoting book{};
    double const fair = seen.price(place.base).value() / seen.price(place.quote).value();
    if (perp) {
        PerpMarket const& market = seen.perps[place.perp.index()];
        book.mid = market.mid;
        book.anchor = market.index;
        book.distance = market.distance;
    }
    else {
        Market const& market = seen.markets[place.spot.index()];
        book.mid = market.mid;
        book.anchor = fair;
        book.distance = market.distance;
    }
    book.volatility = std::max(gauge_.daily(2 * venue + (perp ? 1 : 0)), parameters_.calm_volatility);
    double const stretch = book.volatility / parameters_.calm_volatility;  // margin / calm margin
    bool const both = place.spot.valid() && place.perp.valid();
    double const share = !both ? 1 : perp ? parameters_.on_perp.value() : 1 - parameters_.on_perp.value();
    double const coin = seen.price(place.base).value() / seen.assets[place.base.index()].unit;
    double const capital = capital_[maker] / static_cast<double>(places_.size());
    double relative = 0, near = 0;  // whole ladder / what lies within the first edge
    for (std::size_t i = 0; i < parameters_.edges.size(); ++i) {
        relative += parameters_.profile[i] * (parameters_.edges[i] - near) / parameters_.edges.front();
        near = parameters_.edges[i];
    }
    book.coins = capital * parameters_.depth * share * relative * strength_[maker] *
                 pow(stretch, -parameters_.depth_power) * doubt_.confidence(index) / coin;
    book.taken = perp ? perp_taken_[index] : spot_taken_[index];
    book.held = perp ? perp_held_[index] : spot_held_[index];
    book.limit = capital * strength_[maker] / std::min(1.0, parameters_.margin_multiple * book.volatility) / coin;
    book.room = book.limit - (spot_held_[index] + perp_held_[index]);
    book.lots = lots_[maker];
    return book;
}

std::vector<MarketMakers::Step> MarketMakers::ladder(Quoting const& book, double unwinding) const
{
    double const days = parameters_.unwind_time.value() / 86400;
    QuoteProblem const problem{parameters_.risk_aversion, book.volatility * book.volatility, days,
                               parameters_.intensity};
    double const reserve = book.anchor * exp(-reservation_discount(problem, book.lots));
    double const half =
        0.5 * optimal_spread(problem) + book.volatility * std::sqrt(parameters_.latency.value() / 86400);
    double relative = 0, before = 0;
    for (std::size_t i = 0; i < parameters_.edges.size(); ++i) {
        relative += parameters_.profile[i] * (parameters_.edges[i] - before);
        before = parameters_.edges[i];
    }
    std::vector<Step> steps;
    for (Side const side : {Side::buy, Side::sell}) {
        double const sign = side == Side::buy ? 1 : -1;
        // Distance from mid at which the reservation price plus so much lies; 0 if it lies across the mid.
        auto const place = [&](double from_reserve) {
            double const price = reserve * exp(-sign * from_reserve);
            return sign * (book.mid - price) > 0 ? distance_of(book.mid, price, book.distance) : 0.0;
        };
        double const left = book.coins > 0 ? std::clamp(1 - sign * book.taken / book.coins, 0.0, 1.0) : 0;
        double const room = side == Side::buy ? book.room : 2 * book.limit - book.room;
        double const coins = std::min(book.coins * left, std::max(room, 0.0));
        double waiting = sign * book.held < 0 ? unwinding * -sign * book.held : 0;  // joins the best quote
        // The best quote stays at the mid, which every order would move to it otherwise; the rest stands at the
        // reservation price. What would lie across the mid joins the best quote.
        double from = half, before_edge = 0;
        for (std::size_t i = 0; i < parameters_.edges.size() && relative > 0; ++i) {
            double const to = place(half + parameters_.edges[i]);
            waiting += coins * parameters_.profile[i] * (parameters_.edges[i] - before_edge) / relative;
            before_edge = parameters_.edges[i];
            if (to - from < 1e-6)
                continue;
            steps.push_back({side, from, to, waiting});
            from = to;
            waiting = 0;
        }
        if (waiting > 0)
            steps.push_back({side, 0, parameters_.edges.front(), waiting});
    }
    return steps;
}

void MarketMakers::follow(View& seen, Row maker, std::size_t venue)
{
    std::size_t const index = index_of(maker, venue);
    double const kept = seen.clock.kept(parameters_.resilience_time);
    auto const take_in = [&](double held, double& before, double& taken) {
        taken = kept * (taken + held - before);
        before = held;
    };
    take_in(spot_inventory(seen, places_[venue], desks_[index]), spot_held_[index], spot_taken_[index]);
    take_in(perp_inventory(seen, places_[venue], desks_[index]), perp_held_[index], perp_taken_[index]);
}

void MarketMakers::quote_desk(View& seen, Row maker, std::size_t venue, Intents& wishes) const
{
    TradedPlace const& place = places_[venue];
    Desk const& own = desk(maker, venue);
    double const unwinding = 1 - seen.clock.kept(parameters_.unwind_time);
    if (place.spot.valid())
        for (Step const& step : ladder(quoting(seen, maker, venue, false), unwinding))
            wishes.rest(Band{place.spot, step.side, own.base, own.quote, step.near, step.far,
                             Amount{static_cast<std::int64_t>(std::min(step.coins, most_units))}});
    if (!place.perp.valid())
        return;
    double const units = units_per_coin(seen, place);
    for (Step const& step : ladder(quoting(seen, maker, venue, true), unwinding))
        wishes.rest(PerpBand{place.perp, own.position, step.side, step.near, step.far,
                             Units{static_cast<std::int64_t>(std::min(step.coins * units, most_units))},
                             parameters_.leverage});
}

}  // namespace stampede
