#include "agents/leveraged_traders.hpp"

#include <algorithm>
#include <iterator>

#include "model/base/math.hpp"

namespace stampede {

std::span<Row const> LeveragedTraders::wake(View& seen)
{
    PerpMarket const& market = seen.perps[market_.index()];
    double const half_life = parameters_.volatility_half_life.value();
    gauge_.see(0, market.mid, exp(-log(2) * seen.clock.dt() / half_life), seen.clock.days_per_step());
    double const kept = seen.clock.kept(parameters_.momentum_time);
    trend_price_[0] = kept * trend_price_[0] + (1 - kept) * market.mid;
    double const factor = std::min(parameters_.most_attention, gauge_.daily(0) / parameters_.calm_volatility);
    awake_.clear();
    if (parameters_.looks_per_day <= 0)
        return awake_;
    std::vector<Row> const& due = calendar_.advance(seen.clock.step, {factor});
    std::set_union(due.begin(), due.end(), busy_.begin(), busy_.end(), std::back_inserter(awake_));
    return awake_;
}

void LeveragedTraders::decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes)
{
    PerpMarket const& market = seen.perps[market_.index()];
    if (seen.failed(market.venue) || market.closed_out != 0)
        return;
    for (Row const row : awake) {
        if (trading_[row] == 0) {
            if (market.positions.position(position_[row]).size.value() == 0)
                open_again(seen, draws, row);
            else
                manage(seen, draws, row, wishes);
        }
        if (trading_[row] != 0)
            pursue(seen, row, wishes);
    }
}

void LeveragedTraders::manage(View& seen, Draws const& draws, Row row, Intents& wishes)
{
    PerpMarket const& market = seen.perps[market_.index()];
    Position const held = market.positions.position(position_[row]);
    auto const size = static_cast<double>(held.size.value());
    auto const margin = static_cast<double>(held.margin.value());
    double const gain = unrealised(held, market.contract(), market.mark_price());
    double const value = notional(held.size, market.contract(), market.mark_price());
    double const own = margin + gain;
    if (tops_up_[row] != 0 && -gain >= parameters_.top_up_at.value() * margin) {
        tops_up_[row] = 0;
        wishes.post({market_, position_[row], seen.ledger.balance(market.positions.account(position_[row])), 1});
        return;
    }
    double const cost = static_cast<double>(held.cost.value() < 0 ? -held.cost.value() : held.cost.value());
    if (-gain >= worst_loss_[row] * margin || gain >= best_gain_[row] * cost) {
        aim(seen, row, 0);
        return;
    }
    double const pays = size > 0 ? market.funding_rate : -market.funding_rate;
    if (pays > parameters_.funding_tolerated) {
        double const luck = draws.uniform(Purpose{"leveraged/funding"}.of(enrolment().name), row,
                                          static_cast<std::uint64_t>(seen.clock.step));
        if (luck < parameters_.funding_response * (pays - parameters_.funding_tolerated)) {
            aim(seen, row, 0);
            return;
        }
    }
    if (own > 0 && value > parameters_.band * target_leverage_[row] * own)
        aim(seen, row, size * target_leverage_[row] * own / value);
}

void LeveragedTraders::open_again(View& seen, Draws const& draws, Row row)
{
    PerpMarket const& market = seen.perps[market_.index()];
    auto const step = static_cast<std::uint64_t>(seen.clock.step);
    if (draws.uniform(Purpose{"leveraged/again"}.of(enrolment().name), row, step) >= parameters_.reopening.value())
        return;
    double const trend = log(market.mid / trend_price_[0]);
    double const dear = parameters_.funding_response * market.funding_rate;
    double const odds = log_odds(parameters_.shorts.value()) - parameters_.momentum * trend + dear;
    bool const is_short = draws.uniform(Purpose{"leveraged/turn"}.of(enrolment().name), row, step) < logistic(odds);
    auto const money = static_cast<double>(seen.ledger.balance(market.positions.account(position_[row])).value());
    double const unit = notional(Units{1}, market.contract(), Price{market.mid});
    double const as_before = notional_[row] / seen.price(market.settle).value() * market.contract().settle_unit;
    double const value = std::min(as_before, target_leverage_[row] * money / (1 + parameters_.spare.value()));
    aim(seen, row, (is_short ? -1 : 1) * value / unit);
}

void LeveragedTraders::aim(View& seen, Row row, double goal)
{
    constexpr double patience = 6 * 3600;
    goal_[row] = goal;
    trading_[row] = 1;
    deadline_[row] = static_cast<std::int32_t>(seen.clock.step + seen.clock.steps_in(Duration{patience}, 1));
}

void LeveragedTraders::pursue(View& seen, Row row, Intents& wishes)
{
    PerpMarket const& market = seen.perps[market_.index()];
    Position const held = market.positions.position(position_[row]);
    double const left = goal_[row] - static_cast<double>(held.size.value());
    double const distance = left < 0 ? -left : left;
    bool const opens = goal_[row] != 0 && left * goal_[row] > 0;
    if (distance < 1 || (opens && seen.clock.step >= deadline_[row])) {
        trading_[row] = 0;
        return;
    }
    double const most = parameters_.pace * seen.clock.dt() / 60 * static_cast<double>(market.near_depth.value());
    std::int64_t const size = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(distance, most)));
    bool const loses = !opens && unrealised(held, market.contract(), market.mark_price()) < 0;
    bool const buys = left > 0;
    wishes.order(PerpOrder{market_, position_[row], buys ? Side::buy : Side::sell, Units{size},
                           buys ? Order::any_buy_price : Order::any_sell_price, opens ? target_leverage_[row] : 0,
                           !opens, loses ? Channel::fire_sale : Channel::price,
                           loses ? Cause{market.last_event} : Cause::calm()});
}

/// Who has not reached its goal goes on in the next step.
void LeveragedTraders::learn(View&, Events const&)
{
    busy_.clear();
    for (Row const row : awake_)
        if (trading_[row] != 0)
            busy_.push_back(row);
}

void LeveragedTraders::restored(View&)
{
    calendar_.refile();
    busy_.clear();
    for (Row row = 0; row < trading_.size(); ++row)
        if (trading_[row] != 0)
            busy_.push_back(row);
}

void LeveragedTraders::columns(ColumnVisitor& column)
{
    column("position", position_);
    column("target_leverage", target_leverage_, "1");
    column("worst_loss", worst_loss_, "1");
    column("best_gain", best_gain_, "1");
    column("notional", notional_, "USD");
    column("tops_up", tops_up_);
    column("trading", trading_);
    column("goal", goal_, "units of size");
    column("deadline", deadline_, "step");
    column("trend_price", trend_price_, "quote/base");
    column.group("volatility", gauge_);
    column.group("calendar", calendar_);
}

}  // namespace stampede
