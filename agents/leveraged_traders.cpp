#include "agents/leveraged_traders.hpp"

#include <algorithm>
#include <iterator>

#include "model/base/math.hpp"
#include "model/cross_standing.hpp"

namespace stampede {
namespace {

double any_price(bool buys)
{
    return buys ? Order::any_buy_price : Order::any_sell_price;
}

}  // namespace

std::span<Row const> LeveragedTraders::wake(View& seen)
{
    PerpMarket const& market = seen.perps[market_.index()];
    under_way_ = UnderWay{seen.late_orders};
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
            if (!footing(seen, row).open)
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
    auto const size = static_cast<double>(market.positions.position(position_[row]).size.value());
    Footing const stands = footing(seen, row);
    double const gain = stands.gain, margin = stands.margin;
    if (tops_up_[row] != 0 && -gain >= parameters_.top_up_at.value() * margin) {
        tops_up_[row] = 0;
        wishes.post({market_, position_[row], seen.ledger.balance(market.positions.account(position_[row])), 1});
        return;
    }
    if (-gain >= worst_loss_[row] * margin || gain >= best_gain_[row] * stands.cost) {
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
    if (!above_band(seen, row))
        return;
    if (double const bearable = bearable_size(seen, row); bearable != size)
        aim(seen, row, bearable);
    else
        restore_margin(seen, row, wishes);
}

bool LeveragedTraders::above_band(View& seen, Row row) const
{
    Footing const stands = footing(seen, row);
    double const own = stands.margin + stands.gain, whole = 1 + parameters_.spare.value();
    double const behind = cross_of(seen, row).valid() ? own / whole : own;
    return own > 0 && stands.value > parameters_.band * target_leverage_[row] * behind;
}

double LeveragedTraders::bearable_size(View& seen, Row row) const
{
    PerpMarket const& market = seen.perps[market_.index()];
    auto const size = static_cast<double>(market.positions.position(position_[row]).size.value());
    Footing const stands = footing(seen, row);
    double const own = stands.margin + stands.gain, whole = 1 + parameters_.spare.value();
    // A cut sets margin free, so what is beside an isolated position counts, as it did at birth.
    double const beside =
        cross_of(seen, row).valid()
            ? 0
            : static_cast<double>(seen.ledger.balance(market.positions.account(position_[row])).value());
    return size * std::min(1.0, target_leverage_[row] * (own + beside) / whole / stands.value);
}

/// A cut frees margin in proportion, so leverage as the venue shows it is where it was: what the target asks for is
/// posted again.
void LeveragedTraders::restore_margin(View& seen, Row row, Intents& wishes) const
{
    if (cross_of(seen, row).valid())
        return;
    PerpMarket const& market = seen.perps[market_.index()];
    AccountId const money = market.positions.account(position_[row]);
    Footing const stands = footing(seen, row);
    double const wanted = stands.value / target_leverage_[row] - stands.margin - stands.gain;
    auto const most = static_cast<double>(seen.ledger.balance(money).value());
    if (auto const amount = static_cast<std::int64_t>(std::min(wanted, most)); amount > 0)
        wishes.post({market_, position_[row], Amount{amount}, 1});
}

void LeveragedTraders::open_again(View& seen, Draws const& draws, Row row)
{
    PerpMarket const& market = seen.perps[market_.index()];
    auto const step = static_cast<std::uint64_t>(seen.clock.step);
    if (seen.institutions[market.venue.index()].status == Status::gated)
        return;
    if (draws.uniform(Purpose{"leveraged/again"}.of(enrolment().name), row, step) >= parameters_.reopening.value())
        return;
    double const trend = log(market.mid / trend_price_[0]);
    double const dear = parameters_.funding_response * market.funding_rate;
    double const odds = log_odds(parameters_.shorts.value()) - parameters_.momentum * trend + dear;
    bool const is_short = draws.uniform(Purpose{"leveraged/turn"}.of(enrolment().name), row, step) < logistic(odds);
    CrossId const cross = cross_of(seen, row);
    double const positions = cross.valid() ? notional_of_all() : 1;
    double const money =
        (cross.valid() ? std::max(0.0, cross_standing(seen, cross).equity)
                       : static_cast<double>(seen.ledger.balance(market.positions.account(position_[row])).value())) /
        positions;
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
    bool there = trade_towards(seen, row, market_, position_[row], goal_[row], wishes);
    for (std::size_t i = 0; i < further_.size(); ++i)
        if (std::size_t const at = row * further_.size() + i; further_position_[at].valid())
            there =
                trade_towards(seen, row, further_[i], further_position_[at], goal_[row] * further_size_[at], wishes) &&
                there;
    if (!there)
        return;
    trading_[row] = 0;
    if (above_band(seen, row))
        restore_margin(seen, row, wishes);
}

/// Nobody opens a position at a price that the index is far away from.
double LeveragedTraders::worst_price(PerpMarket const& market, bool buys) const
{
    double const slippage = parameters_.slippage;
    if (slippage == 0)
        return any_price(buys);
    return buys ? market.index * (1 + slippage) : market.index * std::max(0.0, 1 - slippage);
}

bool LeveragedTraders::trade_towards(View& seen, Row row, PerpId id, PositionId position, double goal,
                                     Intents& wishes) const
{
    PerpMarket const& market = seen.perps[id.index()];
    Position const held = market.positions.position(position);
    Units const sent = under_way_.of(id, position);
    double const left = goal - static_cast<double>((held.size + sent).value());
    double const distance = left < 0 ? -left : left;
    bool const opens = goal != 0 && left * goal > 0;
    if (distance < 1)
        return sent.value() == 0;
    if (opens && (seen.clock.step >= deadline_[row] || seen.institutions[market.venue.index()].status == Status::gated))
        return true;
    double const most = parameters_.pace * seen.clock.dt() / 60 * static_cast<double>(market.near_depth.value());
    std::int64_t const size = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(distance, most)));
    bool const loses = !opens && unrealised(held, market.contract(), market.mark_price()) < 0;
    bool const buys = left > 0;
    wishes.order(PerpOrder{id, position, buys ? Side::buy : Side::sell, Units{size},
                           opens ? worst_price(market, buys) : any_price(buys), opens ? target_leverage_[row] : 0,
                           !opens, loses ? Channel::fire_sale : Channel::price,
                           loses ? Cause{market.last_event} : Cause::calm()});
    return false;
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
    if (!further_.empty()) {
        column("further_position", further_position_);
        column("further_size", further_size_, "1");
    }
    column.group("volatility", gauge_);
    column.group("calendar", calendar_);
}

}  // namespace stampede
