// Birth of leveraged traders: sizes, leverage, entries at recent prices.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "agents/leveraged_traders.hpp"
#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/position_acts.hpp"

namespace stampede {

void LeveragedParameters::visit(FieldVisitor& field)
{
    field("count", count, {0, 1e7}, "people", "leveraged traders");
    place.visit(field);
    field("notional", notional, not_negative, "USD", "of each one's position at the start");
    field("leverage", leverage, not_negative, "1", "notional / margin of each, at most what the market allows");
    field.pick("drawn", drawn, {"leverage", "margin"}, "what that distribution is of: leverage, or margin / notional");
    field("size_exponent", size_exponent, {0, 2}, "1", "leverage falls as (notional / its median) to minus this power");
    field("shorts", shorts, unit_interval, "1", "part of them that is short; the maker holds what longs have over");
    field("short_leverage", short_leverage, {0.01, 10}, "1", "leverage of a short relative to that of a long");
    field("spare", spare, {0, 1000}, "1", "money beside the margin, as a share of it");
    field("entry", entry, {-5, 5}, "log price", "further distance of the entry from the price at the time");
    field("entry_half_life", entry_half_life, positive, "age that half of the positions have not reached");
    field("entry_span", entry_span, not_negative, "age that no position exceeds");
    field("entry_volatility", entry_volatility, not_negative, "1/sqrt(day)",
          "of the price before the start, where the path of the asset does not reach back");
    field("looks_per_day", looks_per_day, not_negative, "1/day", "how often each looks at the position (Poisson)");
    field("calm_volatility", calm_volatility, positive, "1/sqrt(day)", "at which they look so often");
    field("most_attention", most_attention, positive, "1", "most by which volatility multiplies their looks");
    field("volatility_half_life", volatility_half_life, positive, "of the moves that make up volatility");
    field("cut", cut, not_negative, "1", "part of the margin lost at which each closes; above 1 = never in time");
    field("take_profit", take_profit, not_negative, "1", "gain / cost at which each closes");
    field("tops_up", tops_up, unit_interval, "1", "part of them that adds margin, once");
    field("top_up_at", top_up_at, unit_interval, "1", "part of the margin lost at which they do");
    field("band", band, {1, 1e6}, "1", "leverage relative to that at birth above which one reduces to it");
    field("funding_response", funding_response, not_negative, "interval",
          "probability per look of closing, per funding rate that one pays beyond what is tolerated");
    field("funding_tolerated", funding_tolerated, {0, 1}, "1/interval", "funding rate that nobody minds to pay");
    field("reopening", reopening, unit_interval, "1", "probability per look of opening a position again");
    field("momentum", momentum, {0, 1000}, "log-odds per log price", "how much the trend decides on which side");
    field("momentum_time", momentum_time, positive, "time constant of the mean price the trend is measured from");
    field("cross_above", cross_above, not_negative, "USD", "notional from which accounts are cross-margined; 0 = none");
    field("in_coins", in_coins, unit_interval, "1",
          "part of the money of a cross account that is coins, as collateral");
    field.reference("collateral", collateral, RefersTo::asset, "which coins; none = those that are traded");
    field("covers_haircut", covers_haircut,
          "true: coins are more by the haircut at the start, so that they count for that part of the money");
    field.references("also", also, RefersTo::asset, "further assets in whose contracts cross accounts hold the same");
    field("also_notional", also_notional, {-100, 100}, "1",
          "notional in each of them, relative to that in the first; < 0 = on the other side");
    field("also_notionals", also_notionals, {-100, 100}, "1", "one such number for each of them; none = that for all");
    field("slippage", slippage, {0, 1000}, "1",
          "an order that opens fills at most so far beyond the index, relative to it; 0 = at any price");
    field("pace", pace, positive, "1/min", "most that one trades, relative to what rests within 1 % of mid");
}

void LeveragedTraders::birth(World& world, Draws const& draws)
{
    LeveragedParameters const& given = parameters_;
    std::string const& name = enrolment().name;
    market_ = given.place.find_perp(world, "/agents/" + name);
    for (std::string const& base : given.also) {
        TradingPlace const place{given.place.venue, base, given.place.quote};
        PerpId const found = place.find_perp(world, "/agents/" + name);
        require(found != market_ && std::ranges::find(further_, found) == further_.end(),
                "/agents/" + name + "/also  names \"" + base + "\" twice, or as \"base\" does");
        further_.push_back(found);
        require(world.perps[found.index()].settle == world.perps[market_.index()].settle,
                "/agents/" + name + "/also  names \"" + base +
                    "\", whose contract settles in another asset than the first one");
    }
    require(given.also_notionals.empty() || given.also_notionals.size() == given.also.size(),
            fmt::format("/agents/{}/also_notionals  has {} numbers, and \"also\" names {} assets; give one for each",
                        name, given.also_notionals.size(), given.also.size()));
    auto const rows = static_cast<Row>(given.count);
    world.ledger.reserve_accounts(rows);
    for (Row row = 0; row < rows; ++row) {
        notional_.push_back(given.notional.at(row, rows, draws, Purpose{"leveraged/notional"}.of(name)));
        worst_loss_.push_back(given.cut.at(row, rows, draws, Purpose{"leveraged/cut"}.of(name)));
        best_gain_.push_back(given.take_profit.at(row, rows, draws, Purpose{"leveraged/gain"}.of(name)));
        double const kind = draws.uniform(Purpose{"leveraged/tops up"}.of(name), row);
        tops_up_.push_back(kind < given.tops_up.value() ? 1 : 0);
        bear(world, draws, row);
    }
    trading_.assign(rows, 0);
    goal_.assign(rows, 0);
    deadline_.assign(rows, 0);
    trend_price_.assign(1, world.perps[market_.index()].mid);
    gauge_ = VolatilityGauge{1, given.calm_volatility};
    calendar_ = WakeCalendar{rows, 1, world.clock.step_seconds, 1, 1, draws, Purpose{"leveraged/look"}.of(name)};
    for (Row row = 0; row < rows && given.looks_per_day > 0; ++row)
        calendar_.enter(row, 0, given.looks_per_day);
}

double LeveragedTraders::recent_price(World const& world, Draws const& draws, Row row, std::uint64_t attempt) const
{
    std::string const& name = enrolment().name;
    double const half_lives = parameters_.entry_span.value() / parameters_.entry_half_life.value();
    double const luck = draws.uniform(Purpose{"leveraged/age"}.of(name), row, attempt);
    // Ages are exponential, cut off at the span.
    double const whole = 1 - exp(-log(2) * half_lives);
    double const days = -log(1 - luck * whole) / log(2) * parameters_.entry_half_life.value() / 86400;
    PricePath const& path = world.assets[world.perps[market_.index()].base.index()].profile.path;
    if (!path.empty() && path.hours.front() < 0)
        return path.at(-24 * days) / path.at(0);
    double const move = normal_quantile(draws.inner_uniform(Purpose{"leveraged/past"}.of(name), row, attempt));
    return exp(parameters_.entry_volatility * std::sqrt(days) * move);
}

LeveragedTraders::Newborn LeveragedTraders::imagine(World const& world, Draws const& draws, Row row,
                                                    std::uint64_t attempt) const
{
    std::string const& name = enrolment().name;
    auto const rows = static_cast<Row>(parameters_.count);
    PerpMarket const& market = world.perps[market_.index()];
    Contract const& contract = market.contract();
    double const drawn = parameters_.leverage.at(row, rows, draws, Purpose{"leveraged/leverage"}.of(name));
    double const shift = exp(parameters_.entry.at(row, rows, draws, Purpose{"leveraged/entry"}.of(name)));
    double const entry = market.mid * shift * recent_price(world, draws, row, attempt);
    bool const is_short = draws.uniform(Purpose{"leveraged/side"}.of(name), row) < parameters_.shorts.value();

    double const units = notional_[row] / world.price(market.quote).value() * contract.size_unit;
    bool const inverse = contract.kind == ContractKind::inverse;
    std::int64_t const size = std::max<std::int64_t>(1, round_to_integer(inverse ? units : units / market.mid));
    double const value = notional(Units{size}, contract, Price{entry});
    double const typical = parameters_.notional.quantile(0.5);
    double asked = parameters_.drawn == LeverageDraw::leverage ? drawn : 1 / drawn;
    if (typical > 0 && parameters_.size_exponent > 0)
        asked *= pow(notional_[row] / typical, -parameters_.size_exponent);
    if (is_short)
        asked *= parameters_.short_leverage.value();
    double const leverage = std::max(1.0, market.positions.allowed_leverage(Units{size}, value, asked));
    return {Units{is_short ? -size : size}, Price{entry}, initial_margin(value, leverage)};
}

bool LeveragedTraders::survives(PerpMarket const& market, Position const& bought, Row row) const
{
    if (market.positions.below_maintenance(bought, market.mark_price()))
        return false;
    double const gain = unrealised(bought, market.contract(), market.mark_price());
    double const cost = notional(bought.size, market.contract(), market.mark_price());
    return parameters_.looks_per_day == 0 ||
           (-gain < worst_loss_[row] * static_cast<double>(bought.margin.value()) && gain < best_gain_[row] * cost);
}

void LeveragedTraders::bear(World& world, Draws const& draws, Row row)
{
    PerpMarket& market = world.perps[market_.index()];
    Contract const& contract = market.contract();
    constexpr std::uint64_t attempts = 20;
    Newborn born = imagine(world, draws, row, 0);
    for (std::uint64_t attempt = 1; attempt <= attempts; ++attempt) {
        Position const bought{born.size, value_of(born.size, contract, born.entry), born.margin};
        if (survives(market, bought, row))
            break;
        if (attempt == attempts)
            born.entry = Price{market.mid};  // nothing else would be left of it
        else
            born = imagine(world, draws, row, attempt);
    }
    settle_in(world, row, born);
}

}  // namespace stampede
